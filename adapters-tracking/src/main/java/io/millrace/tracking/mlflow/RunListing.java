package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.tracking.mlflow.client.Page;
import io.millrace.tracking.mlflow.client.RunInfo;
import io.millrace.tracking.mlflow.client.RunSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lists runs. The server filters by pipeline and status and sorts by time; a text and a metric are
 * looked at here, since its language knows no "or", and sorts what is no number otherwise.
 */
final class RunListing {
  private static final int PAGE = 500;
  private static final String NEWEST_FIRST = "tags.`" + RunSite.START + "` %s";

  private final RunSite site;
  private final RunReader reader;

  RunListing(RunSite site, RunReader reader) {
    this.site = site;
    this.reader = reader;
  }

  List<RunRecord> runs(RunQuery query) {
    long wanted = (long) query.offset() + query.limit();
    List<RunRecord> found = new ArrayList<>();
    boolean byTime = query.order().byTime();
    each(query, byTime ? wanted : Long.MAX_VALUE, run -> found.add(run));
    Stream<RunRecord> runs = found.stream();
    if (!byTime) {
      runs = runs.sorted(byMetric(query.order()));
    }
    return runs.skip(query.offset()).limit(query.limit()).toList();
  }

  long count(RunQuery query) {
    long[] count = {0};
    each(query, Long.MAX_VALUE, run -> count[0]++);
    return count[0];
  }

  /** The newest come first from the server, and stay so among equals. */
  private static Comparator<RunRecord> byMetric(RunOrder order) {
    Comparator<Double> numbers =
        order.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing(
        run -> {
          Double value = run.metrics().get(order.metric());
          return value == null || value.isNaN() ? null : value;
        },
        Comparator.nullsLast(numbers));
  }

  private void each(RunQuery query, long most, Consumer<RunRecord> work) {
    List<String> experiments = site.experiments();
    if (experiments.isEmpty() || most == 0) {
      return;
    }
    RunOrder order = query.order();
    String direction = order.byTime() && !order.descending() ? "ASC" : "DESC";
    List<String> by =
        List.of(NEWEST_FIRST.formatted(direction), "tags.`" + RunSite.RUN + "` " + direction);
    RunSearch search = new RunSearch(experiments, filter(query), by);
    long left = most;
    String token = "";
    do {
      Page<RunInfo> page =
          site.client().runs().search(search, (int) Math.min(PAGE, Math.max(left, 1)), token);
      for (RunInfo info : page.items()) {
        RunRecord run = reader.summary(info);
        if (left > 0 && holds(run, query)) {
          work.accept(run);
          left--;
        }
      }
      token = page.next();
    } while (!token.isEmpty() && left > 0);
  }

  private static String filter(RunQuery query) {
    List<String> clauses = new ArrayList<>();
    // Others' runs, and trials, have no such tag.
    clauses.add("tags.`" + RunSite.RUN + "` LIKE '%'");
    query
        .pipeline()
        .ifPresent(
            pipeline ->
                clauses.add("tags.`" + RunSite.PIPELINE + "` = " + RunSearch.quoted(pipeline)));
    query
        .status()
        .ifPresent(
            status -> clauses.add("tags.`" + RunWriter.STATUS + "` = '" + status.text() + "'"));
    return String.join(" AND ", clauses);
  }

  private static boolean holds(RunRecord run, RunQuery query) {
    if (query.pipeline().filter(name -> !name.equals(run.start().pipeline())).isPresent()) {
      return false;
    }
    String text = lower(query.text());
    return text.isEmpty()
        || Stream.of(
                Stream.of(run.start().run(), run.start().pipeline()),
                run.start().params().values().stream(),
                run.start().tags().values().stream())
            .flatMap(values -> values)
            .anyMatch(value -> lower(value).contains(text));
  }

  /** Only of ASCII letters, as databases have it. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.chars().forEach(c -> lower.append((char) (c < 128 ? Character.toLowerCase(c) : c)));
    return lower.toString();
  }
}
