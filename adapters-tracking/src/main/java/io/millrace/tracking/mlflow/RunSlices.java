package io.millrace.tracking.mlflow;

import io.millrace.tracking.mlflow.client.Page;
import io.millrace.tracking.mlflow.client.RunInfo;
import io.millrace.tracking.mlflow.client.RunSearch;
import io.millrace.tracking.mlflow.client.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The runs that a search finds, from any place on, in the server's order. */
final class RunSlices {
  /** What one answer of the server holds at most: some 5 MB. */
  private static final int PAGE = 1000;

  /** One run may be enough. */
  private static final int FIRST_PAGE = 100;

  private static final int FIRST_STEP = 256;
  private static final int GROWTH = 4;

  private final Runs runs;
  private final RunSearch search;

  RunSlices(Runs runs, RunSearch search) {
    this.runs = runs;
    this.search = search;
  }

  /** The runs from one place up to another, which is left out; fewer at the end. */
  List<RunInfo> slice(long from, long to) {
    List<RunInfo> slice = new ArrayList<>();
    if (to <= from || search.experiments().isEmpty()) {
      return slice;
    }
    Optional<String> token = runs.behind(search, from);
    long[] place = {token.isPresent() ? from : 0};
    each(
        token.orElse(""),
        () -> to - place[0],
        run -> {
          if (place[0] >= from) {
            slice.add(run);
          }
          place[0]++;
          return place[0] < to;
        });
    return slice;
  }

  /** All runs, until one is enough. */
  void each(Predicate<RunInfo> goOn) {
    if (!search.experiments().isEmpty()) {
      int[] pages = {0};
      each("", () -> pages[0]++ == 0 ? FIRST_PAGE : PAGE, goOn);
    }
  }

  private void each(String from, LongSupplier left, Predicate<RunInfo> goOn) {
    String token = from;
    do {
      Page<RunInfo> page = runs.search(search, (int) Math.min(PAGE, left.getAsLong()), token);
      for (RunInfo run : page.items()) {
        if (!goOn.test(run)) {
          return;
        }
      }
      token = page.next();
    } while (!token.isEmpty());
  }

  /**
   * How many there are. The server does not tell, but whether there is a run at some place: some
   * places are asked for, or just the end if the number is the expected one.
   */
  long size(long expected) {
    if (search.experiments().isEmpty()) {
      return 0;
    }
    if (runs.behind(search, 1).isEmpty()) {
      long[] size = {0};
      each(run -> ++size[0] > 0);
      return size[0];
    }
    if (expected == 0) {
      return isThere(0) ? upFrom(1, FIRST_STEP) : 0;
    }
    int atTheEnd = slice(expected - 1, expected + 1).size();
    return switch (atTheEnd) {
      case 0 -> downFrom(expected - 1);
      case 1 -> expected;
      default -> upFrom(expected + 1, 1);
    };
  }

  private long upFrom(long atLeast, int firstStep) {
    long low = atLeast;
    long step = firstStep;
    while (isThere(low + step - 1)) {
      low += step;
      step *= GROWTH;
    }
    return between(low, low + step - 1);
  }

  private long downFrom(long atMost) {
    long high = atMost;
    long step = 1;
    while (high > step && !isThere(high - step - 1)) {
      high -= step + 1;
      step *= GROWTH;
    }
    return between(Math.max(0, high - step), high);
  }

  private long between(long atLeast, long atMost) {
    long low = atLeast;
    long high = atMost;
    while (low < high) {
      long middle = (low + high + 1) / 2;
      if (isThere(middle - 1)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private boolean isThere(long place) {
    return !slice(place, place + 1).isEmpty();
  }
}
