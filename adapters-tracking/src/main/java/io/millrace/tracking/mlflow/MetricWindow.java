package io.millrace.tracking.mlflow;

import io.millrace.tracking.mlflow.client.RunInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Runs by a metric. Those without a number for it come last, the newest first; the server lists
 * those whose last value is NaN before those that have none.
 */
final class MetricWindow {
  private static final int MORE = 200;

  private final RunSlices slices;
  private final RunSorting sorting;
  private final String key;
  private final LongSupplier numbers;

  /**
   * A window on runs by a metric.
   *
   * @param key the metric's
   * @param numbers how many runs have a number for it, as far as the server tells
   */
  MetricWindow(RunSlices slices, RunSorting sorting, String key, LongSupplier numbers) {
    this.slices = slices;
    this.sorting = sorting;
    this.key = key;
    this.numbers = numbers;
  }

  /** The runs from one place up to another, which is left out; fewer at the end. */
  List<RunInfo> between(long from, long to) {
    List<RunInfo> window = new RunWindow(slices, sorting, 0).between(from, to);
    int numbered = (int) window.stream().filter(this::hasNumber).count();
    if (numbered == window.size()) {
      return window;
    }
    Optional<Long> tail = numbered > 0 ? Optional.of(from + numbered) : tail();
    if (tail.isEmpty()) {
      return all(from, to);
    }
    List<RunInfo> runs = new ArrayList<>(window.subList(0, numbered));
    runs.addAll(tail(tail.get(), Math.max(0, from - tail.get()), to - tail.get()));
    return runs;
  }

  /** Where the runs without a number begin, if it can be found out. */
  private Optional<Long> tail() {
    long tail = numbers.getAsLong();
    List<RunInfo> there = slices.slice(Math.max(0, tail - 1), tail + 1);
    boolean isIt =
        tail == 0
            ? there.stream().noneMatch(this::hasNumber)
            : there.size() == 2 && hasNumber(there.get(0)) && !hasNumber(there.get(1));
    return isIt ? Optional.of(tail) : Optional.empty();
  }

  private List<RunInfo> tail(long tail, long from, long to) {
    List<RunInfo> runs = notNumbers(tail);
    long others = tail + runs.size();
    // So many at least are before the first one wanted, as the NaN are all here.
    long left = Math.max(0, from - runs.size());
    runs.addAll(new RunWindow(slices, sorting, others).between(others + left, others + to));
    runs.sort(sorting.exact());
    return runs.subList(
        (int) Math.min(runs.size(), from - left), (int) Math.min(runs.size(), to - left));
  }

  /** The runs whose value is NaN. */
  private List<RunInfo> notNumbers(long tail) {
    List<RunInfo> found = new ArrayList<>();
    List<RunInfo> read;
    do {
      read = slices.slice(tail + found.size(), tail + found.size() + MORE);
      read.stream().takeWhile(this::hasValue).forEach(found::add);
    } while (!read.isEmpty() && hasValue(read.get(read.size() - 1)));
    return found;
  }

  private List<RunInfo> all(long from, long to) {
    List<RunInfo> all = new ArrayList<>();
    slices.each(all::add);
    all.sort(sorting.exact());
    return all.subList((int) Math.min(from, all.size()), (int) Math.min(to, all.size()));
  }

  private boolean hasNumber(RunInfo run) {
    return RunSorting.number(run, key) != null;
  }

  private boolean hasValue(RunInfo run) {
    return run.metrics().stream().anyMatch(metric -> metric.key().equals(key));
  }
}
