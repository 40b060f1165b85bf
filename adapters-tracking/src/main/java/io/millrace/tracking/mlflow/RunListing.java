package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.tracking.mlflow.client.Page;
import io.millrace.tracking.mlflow.client.RunInfo;
import io.millrace.tracking.mlflow.client.RunSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    if (byTime && kinds(query).size() > 1) {
      runs = runs.sorted(order(query.order()));
    }
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

  List<LinkedRun> linked(LinkQuery query) {
    List<String> experiments = site.experiments();
    if (experiments.isEmpty()) {
      return List.of();
    }
    String tag = LinkTags.key(query.direction(), query.kind(), query.name());
    RunSearch search =
        new RunSearch(
            experiments,
            "tags.`" + tag + "` = 'true'",
            List.of(NEWEST_FIRST.formatted("DESC"), "tags.`" + RunSite.RUN + "` DESC"));
    List<LinkedRun> found = new ArrayList<>();
    String token = "";
    do {
      Page<RunInfo> page = site.client().runs().search(search, PAGE, token);
      for (RunInfo info : page.items()) {
        String run = info.tags().getOrDefault(RunSite.RUN, info.id());
        LinkTags.links(info.tags()).stream()
            .filter(query::matches)
            .forEach(link -> found.add(new LinkedRun(run, link)));
      }
      token = page.next();
    } while (!token.isEmpty() && found.size() < query.limit());
    return found.stream().limit(query.limit()).toList();
  }

  private static Comparator<RunRecord> order(RunOrder order) {
    Comparator<RunRecord> oldest =
        Comparator.comparing((RunRecord run) -> run.start().time())
            .thenComparing(run -> run.start().run());
    return order.descending() ? oldest.reversed() : oldest;
  }

  /** The newest come first from the server, and stay so among equals. */
  private static Comparator<RunRecord> byMetric(RunOrder order) {
    Comparator<Double> numbers =
        order.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing(
            (RunRecord run) -> {
              Double value = run.metrics().get(order.metric());
              return value == null || value.isNaN() ? null : value;
            },
            Comparator.nullsLast(numbers))
        .thenComparing(order(RunOrder.NEWEST));
  }

  private void each(RunQuery query, long most, Consumer<RunRecord> work) {
    List<String> experiments = site.experiments();
    if (experiments.isEmpty() || most == 0) {
      return;
    }
    kinds(query).forEach(kinds -> each(experiments, query, kinds, most, work));
  }

  private void each(
      List<String> experiments, RunQuery query, String kinds, long most, Consumer<RunRecord> work) {
    RunOrder order = query.order();
    String direction = order.byTime() && !order.descending() ? "ASC" : "DESC";
    List<String> by =
        List.of(NEWEST_FIRST.formatted(direction), "tags.`" + RunSite.RUN + "` " + direction);
    RunSearch search = new RunSearch(experiments, filter(query, kinds), by);
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

  /** The filters that together give the kinds of runs asked for, none of them twice. */
  private static List<String> kinds(RunQuery query) {
    Set<RunKind> kinds = query.kinds().isEmpty() ? EnumSet.allOf(RunKind.class) : query.kinds();
    List<String> filters = new ArrayList<>();
    if (kinds.contains(RunKind.PIPELINE)) {
      filters.add(named(RunSite.PIPELINE, query));
    }
    if (!kinds.equals(Set.of(RunKind.PIPELINE))) {
      List<String> clauses = new ArrayList<>(List.of(named(RunSite.SUBJECT, query)));
      for (RunKind kind : EnumSet.complementOf(EnumSet.copyOf(kinds))) {
        clauses.add("tags.`" + RunSite.KIND + "` != '" + kind.text() + "'");
      }
      filters.add(String.join(" AND ", clauses));
    }
    return filters;
  }

  private static String named(String tag, RunQuery query) {
    return "tags.`"
        + tag
        + "` "
        + query.pipeline().map(name -> "= " + RunSearch.quoted(name)).orElse("LIKE '%'");
  }

  private static String filter(RunQuery query, String kinds) {
    List<String> clauses = new ArrayList<>();
    // Others' runs, and trials, have no such tag.
    clauses.add("tags.`" + RunSite.RUN + "` LIKE '%'");
    clauses.add(kinds);
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
