package io.millrace.tracking.mlflow.client;

import java.util.OptionalLong;

/**
 * How a run stands now.
 *
 * @param status {@code RUNNING, FINISHED, FAILED, KILLED}
 * @param end milliseconds since 1970; empty while it runs
 */
public record RunStateChange(String status, OptionalLong end) {}
