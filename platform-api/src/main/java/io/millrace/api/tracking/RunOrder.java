package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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

  /** Compares runs, of which the first one comes first. */
  public Comparator<RunRecord> comparator() {
    Comparator<RunRecord> newest =
        Comparator.comparing((RunRecord run) -> run.start().time())
            .thenComparing(run -> run.start().run())
            .reversed();
    if (byTime()) {
      return descending ? newest : newest.reversed();
    }
    Comparator<Double> numbers = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing(this::number, Comparator.nullsLast(numbers)).thenComparing(newest);
  }

  private @Nullable Double number(RunRecord run) {
    Double value = run.metrics().get(metric);
    return value == null || value.isNaN() ? null : value;
  }
}
