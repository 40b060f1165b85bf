package io.millrace.console.web.run;

import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.StageRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs for programs. */
final class RunJson {
  private RunJson() {}

  /** Without stages. */
  static Map<String, @Nullable Object> summary(RunRecord run) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("run", run.start().run());
    json.put("kind", run.start().kind().text());
    json.put("pipeline", run.start().pipeline());
    json.put("status", run.status().text());
    json.put("started", run.start().time().toString());
    json.put("ended", run.end().map(Object::toString).orElse(null));
    json.put("message", run.message());
    json.put("params", new TreeMap<>(run.start().params()));
    json.put("tags", new TreeMap<>(run.start().tags()));
    json.put("metrics", run.metrics());
    return json;
  }

  /** With stages. */
  static Map<String, @Nullable Object> whole(RunRecord run) {
    Map<String, @Nullable Object> json = summary(run);
    json.put("stages", run.stages().stream().map(RunJson::stage).toList());
    json.put("documents", run.start().documents().keySet().stream().sorted().toList());
    return json;
  }

  private static Map<String, @Nullable Object> stage(StageRecord stage) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", stage.stage());
    json.put("use", stage.use());
    json.put("status", stage.status().text());
    json.put("seconds", stage.seconds());
    json.put("rows", stage.figures().rows() < 0 ? null : stage.figures().rows());
    json.put("dataVersion", stage.dataVersion());
    json.put("message", stage.message());
    return json;
  }
}
