package io.millrace.core.stream;

/**
 * How a batch ended.
 *
 * @param batch its number
 * @param model the model's name
 * @param version the version that scored it
 * @param rows rows written, -1 if unknown, as after an earlier process had written them
 * @param deadLetters records set aside, -1 if unknown
 * @param seconds from the batch's start until all of it was written
 */
public record BatchReport(
    long batch, String model, int version, long rows, long deadLetters, double seconds) {}
