package io.millrace.tracking.mlflow.client;

/**
 * What a run read.
 *
 * @param name as users know it
 * @param digest identifies its content; at most 36 characters
 * @param sourceType as {@code delta_table} or {@code local}
 * @param source where it lies, as JSON
 * @param context what it was read for, as {@code training}
 */
public record Dataset(
    String name, String digest, String sourceType, String source, String context) {}
