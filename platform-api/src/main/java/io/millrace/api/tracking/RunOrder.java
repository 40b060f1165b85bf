package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

/**
 * In which order runs are listed.
 *
 * @param metric sorted by its last value; empty for the time of the start. Runs without a number
 *     for it come last, in whichever direction; equal ones the newest first
 * @param descending whether the largest, or the newest, comes first
 */
public record RunOrder(String metric, boolean descending) {
  /** The newest first. */
  public static final RunOrder NEWEST = new RunOrder("", true);

  public RunOrder {
    requireNonNull(metric, "metric is null");
  }

  /** Whether it is by the time of the start. */
  public boolean byTime() {
    return metric.isEmpty();
  }
}
