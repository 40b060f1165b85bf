package io.millrace.console.web.run;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunRecord;
import io.millrace.console.chart.Texts;
import io.millrace.console.web.Link;
import io.millrace.console.web.Moments;
import java.util.List;

/**
 * A run in a list.
 *
 * @param kind empty for the usual one
 * @param took empty while it runs
 * @param figures of the metrics that are shown, in their order; empty texts where it has none
 */
public record RunLine(
    String id,
    String address,
    String pipeline,
    String kind,
    String status,
    Moments.Moment started,
    String took,
    String user,
    String message,
    List<String> figures) {
  static RunLine of(RunRecord run, List<String> metrics, Moments moments) {
    String id = run.start().run();
    return new RunLine(
        id,
        Link.to("runs", id).toString(),
        run.start().pipeline(),
        run.start().kind() == RunKind.PIPELINE ? "" : run.start().kind().text(),
        run.status().text(),
        moments.of(run.start().time()),
        run.end().map(end -> Moments.between(run.start().time(), end)).orElse(""),
        run.start().tags().getOrDefault("user", ""),
        run.message(),
        metrics.stream().map(metric -> figure(run, metric)).toList());
  }

  private static String figure(RunRecord run, String metric) {
    Double value = run.metrics().get(metric);
    return value == null ? "" : Texts.number(value);
  }
}
