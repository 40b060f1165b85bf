package io.millrace.app.view;

import io.millrace.api.EvaluationTable;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.run.RunReport;
import io.millrace.core.run.TableFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The document that {@code run --output json} prints. */
public final class RunJson {
  private RunJson() {}

  /**
   * The document.
   *
   * @param file the pipeline file, for the problem that a failed run has
   */
  public static Map<String, @Nullable Object> of(RunReport report, String file) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("run", report.run());
    document.put("pipeline", report.pipeline());
    document.put("status", report.status().text());
    document.put("stages", report.stages().stream().map(RunJson::stage).toList());
    document.put("metrics", report.metrics());
    document.put("gates", GatesView.json(report.gates()));
    document.put(
        "searches",
        report.searches().entrySet().stream().map(e -> search(e.getKey(), e.getValue())).toList());
    document.put("models", report.models().stream().map(RunJson::model).toList());
    document.put("problems", problems(report, file));
    return document;
  }

  /** A stage as runs show it. */
  static Map<String, @Nullable Object> stage(StageRecord stage) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", stage.stage());
    json.put("use", stage.use());
    json.put("status", stage.status().text());
    json.put("seconds", stage.seconds());
    json.put("rows", stage.figures().rows() < 0 ? null : stage.figures().rows());
    Map<String, String> facts = new TreeMap<>(stage.facts());
    facts.keySet().removeIf(TableFacts::isTable);
    json.put("facts", facts);
    return json;
  }

  /** A stage with all that was recorded of it. */
  static Map<String, @Nullable Object> detailedStage(StageRecord stage) {
    Map<String, @Nullable Object> json = stage(stage);
    json.put("fingerprint", stage.fingerprint());
    json.put("dataVersion", stage.dataVersion());
    json.put("bytesRead", stage.figures().bytesRead());
    json.put("bytesWritten", stage.figures().bytesWritten());
    json.put("shuffleBytes", stage.figures().shuffleBytes());
    json.put("spilledBytes", stage.figures().spilledBytes());
    json.put("peakMemoryBytes", stage.figures().peakMemoryBytes());
    json.put("tables", TableFacts.read(stage.facts()).stream().map(RunJson::table).toList());
    json.put("curves", TableFacts.readCurves(stage.facts()).stream().map(RunJson::table).toList());
    json.put("message", stage.message());
    return json;
  }

  private static Map<String, @Nullable Object> table(EvaluationTable table) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", table.name());
    json.put("columns", table.columns());
    json.put("rows", table.rows());
    return json;
  }

  private static Map<String, @Nullable Object> search(String stage, SearchResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("stage", stage);
    json.put("options", result.options());
    json.put("metric", result.metric());
    json.put("trials", result.trials());
    return json;
  }

  private static Map<String, @Nullable Object> model(RunReport.Deployed model) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", model.name());
    json.put("version", model.version());
    json.put("aliases", model.aliases());
    json.put("servable", model.servable());
    return json;
  }

  private static List<Map<String, @Nullable Object>> problems(RunReport report, String file) {
    List<Map<String, @Nullable Object>> problems = new ArrayList<>();
    report.failure().ifPresent(failure -> problems.add(problem(failure, file)));
    report.refusals().forEach(refusal -> problems.add(ProblemJson.of(refusal)));
    return problems;
  }

  private static Map<String, @Nullable Object> problem(RunReport.Failure failure, String file) {
    String stage = failure.stage().isEmpty() ? "" : "stage '" + failure.stage() + "': ";
    return ProblemJson.of(file, failure.code(), stage + failure.message());
  }
}
