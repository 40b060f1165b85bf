package io.millrace.tracking.mlflow.client;

/**
 * A value of a metric.
 *
 * @param key its name
 * @param value may be no number, or infinite
 * @param timestamp milliseconds since 1970
 * @param step the count of a repeated measurement
 */
public record Metric(String key, double value, long timestamp, long step) {}
