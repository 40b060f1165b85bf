package io.millrace.console.web.run;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunStatus;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.http.Request;
import io.millrace.console.web.Link;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which runs the list shows, as its address says it.
 *
 * @param kind as {@link RunKind#text}, or {@code any}
 * @param status empty for any
 * @param pipeline empty for any
 * @param text empty for any
 * @param sort a metric; empty for the start
 * @param order {@code asc} or {@code desc}
 * @param metrics those that are shown; empty for what the page chooses
 * @param page from 1
 */
public record RunFilter(
    String kind,
    String status,
    String pipeline,
    String text,
    String sort,
    String order,
    List<String> metrics,
    int page) {
  /** Runs on a page. */
  static final int PAGE = 50;

  private static final String ANY = "any";
  private static final String DESCENDING = "desc";
  private static final int LAST_PAGE = 1_000_000;

  static RunFilter of(Request request) {
    String kind = request.first("kind");
    String order = request.first("order");
    List<String> metrics =
        Stream.concat(request.all("metric").stream(), request.all("add").stream())
            .map(String::strip)
            .filter(metric -> !metric.isEmpty())
            .distinct()
            .toList();
    return new RunFilter(
        choice("kind", kind.isEmpty() ? RunKind.PIPELINE.text() : kind, kinds()),
        choice("status", request.first("status"), statuses()),
        request.first("pipeline").strip(),
        request.first("text").strip(),
        request.first("sort").strip(),
        choice("order", order.isEmpty() ? DESCENDING : order, List.of("asc", DESCENDING)),
        metrics,
        Math.min(LAST_PAGE, Math.max(1, request.number("page", 1))));
  }

  private static String choice(String name, String given, List<String> choices) {
    if (!choices.contains(given)) {
      throw HttpProblem.bad(
          "'%s' takes %s, not '%s'".formatted(name, String.join(", ", choices).strip(), given));
    }
    return given;
  }

  static List<String> kinds() {
    return Stream.concat(Arrays.stream(RunKind.values()).map(RunKind::text), Stream.of(ANY))
        .toList();
  }

  static List<String> statuses() {
    return Stream.concat(Stream.of(""), Arrays.stream(RunStatus.values()).map(RunStatus::text))
        .toList();
  }

  RunQuery query() {
    Set<RunKind> kinds =
        kind.equals(ANY) ? Set.of() : Set.of(RunKind.of(kind).orElse(RunKind.PIPELINE));
    return new RunQuery(
        kinds,
        pipeline.isEmpty() ? null : pipeline,
        status.isEmpty() ? null : RunStatus.of(status),
        text,
        new RunOrder(sort, isDescending()),
        (page - 1) * PAGE,
        PAGE);
  }

  /** Whether the largest, or the newest, comes first. */
  public boolean isDescending() {
    return order.equals(DESCENDING);
  }

  /** Whether it leaves runs out. */
  public boolean isNarrow() {
    return !(status.isEmpty()
        && pipeline.isEmpty()
        && text.isEmpty()
        && kind.equals(RunKind.PIPELINE.text()));
  }

  RunFilter at(int otherPage) {
    return new RunFilter(kind, status, pipeline, text, sort, order, metrics, otherPage);
  }

  RunFilter sorted(String by, boolean descending) {
    String direction = descending ? DESCENDING : "asc";
    return new RunFilter(kind, status, pipeline, text, by, direction, metrics, 1);
  }

  RunFilter ofPipeline(String name) {
    return new RunFilter(kind, status, name, text, sort, order, metrics, 1);
  }

  String address() {
    return Link.to("runs")
        .with("kind", kind.equals(RunKind.PIPELINE.text()) ? "" : kind)
        .with("status", status)
        .with("pipeline", pipeline)
        .with("text", text)
        .with("sort", sort)
        .with("order", isDescending() ? "" : order)
        .with("metric", metrics)
        .with("page", page == 1 ? "" : Integer.toString(page))
        .toString();
  }
}
