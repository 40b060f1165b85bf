package io.millrace.api.tracking;

/**
 * One value of a metric that was noted several times.
 *
 * @param step which time
 * @param value what was noted; may be NaN or infinite
 */
public record MetricPoint(long step, double value) {}
