package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.tracking.mlflow.client.RunSearch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which runs are asked for, in the server's language and here. */
final class RunFilter {
  private final RunQuery query;

  RunFilter(RunQuery query) {
    this.query = query;
  }

  /**
   * Whether the server finds just what is asked for. Its language knows no "or", as a text needs
   * it, and no escapes, as a name with both kinds of quotes needs them.
   */
  boolean isExact() {
    return query.text().isEmpty()
        && query.pipeline().filter(name -> !RunSearch.canQuote(name)).isEmpty();
  }

  /** One or two filters that give no run twice. Others' runs and trials have none of the tags. */
  List<String> filters() {
    Set<RunKind> kinds = query.kinds();
    if (query.pipeline().isEmpty()
        && (kinds.isEmpty() || kinds.size() == RunKind.values().length)) {
      return List.of(withStatus("tags.`" + RunSite.RUN + "` LIKE '%'"));
    }
    List<String> filters = new ArrayList<>();
    if (kinds.isEmpty() || kinds.contains(RunKind.PIPELINE)) {
      filters.add(withStatus(named(RunSite.PIPELINE)));
    }
    if (!kinds.equals(Set.of(RunKind.PIPELINE))) {
      filters.add(withStatus(named(RunSite.SUBJECT) + otherKinds()));
    }
    return filters;
  }

  private String named(String tag) {
    return "tags.`" + tag + "` " + query.pipeline().map(RunFilter::compared).orElse("LIKE '%'");
  }

  /** One letter stands for what can't be written; whether it is the right one is looked at here. */
  private static String compared(String name) {
    return RunSearch.canQuote(name)
        ? "= " + RunSearch.quoted(name)
        : "LIKE " + RunSearch.quoted(name.replace('"', '_'));
  }

  private String otherKinds() {
    StringBuilder filter = new StringBuilder();
    for (RunKind kind : EnumSet.complementOf(EnumSet.of(RunKind.PIPELINE))) {
      if (!query.kinds().isEmpty() && !query.kinds().contains(kind)) {
        filter.append(" AND tags.`" + RunSite.KIND + "` != '" + kind.text() + "'");
      }
    }
    return filter.toString();
  }

  private String withStatus(String filter) {
    return filter
        + query
            .status()
            .map(status -> " AND tags.`" + RunWriter.STATUS + "` = '" + status.text() + "'")
            .orElse("");
  }

  /** Whether a run that the server found is asked for. */
  boolean holds(RunRecord run) {
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
