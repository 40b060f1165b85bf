package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.RunOrder;
import io.millrace.tracking.mlflow.client.RunInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An order of runs, as the server can sort them and as they shall be. The server has milliseconds,
 * so it may mix what started in the same one; sorting by tags, which are exact, takes it a hundred
 * times as long.
 *
 * @param server what the server is asked for
 * @param exact goes on where the server's ends
 * @param tied whether the server's order says nothing about two runs
 */
record RunSorting(
    List<String> server, Comparator<RunInfo> exact, BiPredicate<RunInfo, RunInfo> tied) {
  private static final String TIME = "attributes.start_time ";
  private static final Comparator<RunInfo> OLDEST =
      Comparator.comparingLong(RunInfo::startTime)
          .thenComparing(run -> run.tags().getOrDefault(RunSite.START, ""))
          .thenComparing(run -> run.tags().getOrDefault(RunSite.RUN, ""));

  static final RunSorting NEWEST = byTime(true);

  static RunSorting of(RunOrder order) {
    return order.byTime() ? byTime(order.descending()) : byMetric(order);
  }

  private static RunSorting byTime(boolean descending) {
    return new RunSorting(
        List.of(TIME + (descending ? "DESC" : "ASC")),
        descending ? OLDEST.reversed() : OLDEST,
        (left, right) -> left.startTime() == right.startTime());
  }

  private static RunSorting byMetric(RunOrder order) {
    String key = Keys.of(order.metric());
    Comparator<Double> numbers =
        order.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return new RunSorting(
        List.of(
            "metrics.`" + key + "` " + (order.descending() ? "DESC" : "ASC"),
            NEWEST.server().get(0)),
        Comparator.comparing((RunInfo run) -> number(run, key), Comparator.nullsLast(numbers))
            .thenComparing(NEWEST.exact()),
        (left, right) ->
            Objects.equals(number(left, key), number(right, key))
                && NEWEST.tied().test(left, right));
  }

  /** The last value of a metric, unless it is none or no number. */
  static @Nullable Double number(RunInfo run, String key) {
    for (int i = 0; i < run.metrics().size(); i++) {
      if (run.metrics().get(i).key().equals(key)) {
        double value = RunReader.exact(run.metrics().get(i), run.tags());
        return Double.isNaN(value) ? null : value;
      }
    }
    return null;
  }
}
