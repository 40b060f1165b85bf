package io.millrace.tracking.mlflow;

import io.millrace.tracking.mlflow.client.RunInfo;
import java.util.List;

/** Runs in their exact order: what the server may have mixed is read as a whole, and sorted. */
final class RunWindow {
  private static final int MORE = 50;

  private final RunSlices slices;
  private final RunSorting sorting;
  private final long first;

  /**
   * A window on runs.
   *
   * @param first those before it are left alone
   */
  RunWindow(RunSlices slices, RunSorting sorting, long first) {
    this.slices = slices;
    this.sorting = sorting;
    this.first = first;
  }

  /** The runs from one place up to another, which is left out; fewer at the end. */
  List<RunInfo> between(long from, long to) {
    if (to <= from) {
      return List.of();
    }
    long low = Math.max(first, from - 1);
    List<RunInfo> read = slices.slice(low, to + 1);
    int before = (int) (from - low);
    if (read.size() <= before) {
      return List.of();
    }
    readOn(read, low, to);
    before += readBack(read, low, before);
    read.sort(sorting.exact());
    return List.copyOf(read.subList(before, (int) Math.min(read.size(), before + to - from)));
  }

  /** Reads what belongs to the last run. */
  private void readOn(List<RunInfo> read, long low, long to) {
    long high = to + 1;
    while (read.size() == high - low
        && sorting.tied().test(read.get((int) (to - 1 - low)), read.get(read.size() - 1))) {
      read.addAll(slices.slice(high, high + MORE));
      high += MORE;
    }
  }

  /** Reads what belongs to the first run; tells how much that was. */
  private int readBack(List<RunInfo> read, long from, int before) {
    long low = from;
    int added = 0;
    while (low > first && sorting.tied().test(read.get(0), read.get(before + added))) {
      long lower = Math.max(first, low - MORE);
      List<RunInfo> more = slices.slice(lower, low);
      read.addAll(0, more);
      added += more.size();
      low = lower;
    }
    return added;
  }
}
