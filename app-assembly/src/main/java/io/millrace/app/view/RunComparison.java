package io.millrace.app.view;

import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs side by side. */
public final class RunComparison {
  private RunComparison() {}

  /** As text: what differs of params, data and stages, and all metrics. */
  public static List<String> text(List<RunRecord> runs, Style style) {
    return new SideBySide<>(runs, run -> run.start().run())
        .all("metric ", RunComparison::metrics)
        .different("param ", run -> run.start().params())
        .different("data of ", RunsView::dataVersions)
        .different("stage ", RunComparison::identities)
        .table()
        .lines(style);
  }

  /** As a document. */
  public static Map<String, @Nullable Object> json(List<RunRecord> runs) {
    return Map.of("runs", runs.stream().map(RunsView::details).toList());
  }

  private static Map<String, String> metrics(RunRecord run) {
    Map<String, String> texts = new LinkedHashMap<>();
    run.metrics().forEach((name, value) -> texts.put(name, Quantities.metric(value)));
    return texts;
  }

  /** Equal texts, equal outputs. */
  private static Map<String, String> identities(RunRecord run) {
    Map<String, String> identities = new LinkedHashMap<>();
    for (StageRecord stage : run.stages()) {
      String print = stage.fingerprint();
      identities.put(stage.stage(), print.substring(0, Math.min(12, print.length())));
    }
    return identities;
  }
}
