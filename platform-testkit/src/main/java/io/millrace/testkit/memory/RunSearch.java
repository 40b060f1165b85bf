package io.millrace.testkit.memory;

import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and sorts runs in memory. */
final class RunSearch {
  static final Comparator<RunStart> LATER =
      Comparator.comparing(RunStart::time).thenComparing(RunStart::run).reversed();
  private static final Comparator<RunRecord> NEWEST_FIRST =
      Comparator.comparing(RunRecord::start, LATER);

  private RunSearch() {}

  /** The runs that are asked for, in no order. */
  static Stream<MemoryDatabase.Run> of(MemoryDatabase database, RunQuery query) {
    return database.runs.values().stream()
        .filter(run -> query.kinds().isEmpty() || query.kinds().contains(run.start.kind()))
        .filter(run -> query.pipeline().map(run.start.pipeline()::equals).orElse(true))
        .filter(run -> query.status().map(run.status::equals).orElse(true))
        .filter(run -> holds(run, query.text()));
  }

  private static boolean holds(MemoryDatabase.Run run, String text) {
    return Stream.of(
            Stream.of(run.start.run(), run.start.pipeline()),
            run.start.params().values().stream(),
            run.tags.values().stream())
        .flatMap(texts -> texts)
        .anyMatch(value -> lower(value).contains(lower(text)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static Comparator<RunRecord> order(RunOrder order) {
    if (order.byTime()) {
      return order.descending() ? NEWEST_FIRST : NEWEST_FIRST.reversed();
    }
    Comparator<Double> numbers = Comparator.naturalOrder();
    return Comparator.comparing(
            (RunRecord run) -> number(run, order.metric()),
            Comparator.nullsLast(order.descending() ? numbers.reversed() : numbers))
        .thenComparing(NEWEST_FIRST);
  }

  private static @Nullable Double number(RunRecord run, String metric) {
    Double value = run.metrics().get(metric);
    return value == null || value.isNaN() ? null : value;
  }
}
