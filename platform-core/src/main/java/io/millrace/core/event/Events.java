package io.millrace.core.event;

import io.millrace.api.Engine.Progress;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.problem.Problem;
import io.millrace.core.promote.GateDocument;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunReport;
import io.millrace.core.run.TrialProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each event says: names and values in a fixed order. A figure that is no number is null. */
final class Events {
  /** Estimates from the first tasks, and of jobs that are over in a moment, say nothing. */
  private static final double SECONDS_TO_TELL = 3;

  private static final int MOST_METRICS = 500;

  private Events() {}

  static Map<String, @Nullable Object> planned(String run, Plan<?> plan, boolean again) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("event", again ? "planned-again" : "run-started");
    event.put("run", run);
    event.put("pipeline", plan.pipeline().name());
    event.put("stages", plan.stages().stream().map(Events::stage).toList());
    return event;
  }

  private static Map<String, Object> stage(PlannedStage<?> planned) {
    PipelineStage<?> stage = planned.stage();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", stage.id());
    told.put("use", stage.use());
    told.put("kind", stage.kind().name().toLowerCase(Locale.ROOT));
    told.put("from", List.copyOf(stage.inputs().values()));
    told.put("action", planned.action().name().toLowerCase(Locale.ROOT));
    return told;
  }

  static Map<String, @Nullable Object> ended(RunReport report) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    String refusals =
        report.refusals().stream().map(Problem::message).collect(Collectors.joining("; "));
    event.put("event", "run-ended");
    event.put("status", report.status().text());
    event.put("seconds", rounded(report.seconds()));
    event.put("message", report.failure().map(RunReport.Failure::message).orElse(refusals));
    return event;
  }

  static Map<String, @Nullable Object> engineStarting(String stage) {
    return of("engine-starting", stage);
  }

  static Map<String, @Nullable Object> engineStarted(List<String> versions, double seconds) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("event", "engine-started");
    event.put("seconds", rounded(seconds));
    event.put("versions", versions);
    return event;
  }

  static Map<String, @Nullable Object> stageStarted(String stage) {
    return of("stage-started", stage);
  }

  static Map<String, @Nullable Object> stageEnded(StageRecord record) {
    Map<String, @Nullable Object> event = of("stage-ended", record.stage());
    event.put("status", record.status().text());
    event.put("seconds", rounded(record.seconds()));
    event.put("rows", known(record.figures().rows()));
    event.put("spilledBytes", record.figures().spilledBytes());
    event.put("message", record.message());
    return event;
  }

  /** How far a stage is; {@code seconds} since it started. */
  static Map<String, @Nullable Object> progress(String stage, double seconds, Progress now) {
    Map<String, @Nullable Object> event = of("progress", stage);
    event.put("seconds", rounded(seconds));
    event.put("job", now.jobs());
    event.put("tasksDone", now.finished());
    event.put("tasks", now.total());
    event.put("rows", known(now.rows()));
    event.put("spilledBytes", now.spilledBytes());
    event.put("secondsLeft", left(now));
    return event;
  }

  private static @Nullable Double left(Progress now) {
    return now.seconds() >= SECONDS_TO_TELL && now.secondsLeft().isPresent()
        ? rounded(now.secondsLeft().getAsDouble())
        : null;
  }

  /** A trial of a search; {@code seconds} since its stage started. */
  static Map<String, @Nullable Object> trial(TrialProgress trial, double seconds) {
    Map<String, @Nullable Object> event = of("trial", trial.trainer());
    event.put("finished", trial.finished());
    event.put("total", trial.total());
    event.put("metric", trial.metric());
    event.put("value", number(trial.value()));
    event.put("best", number(trial.best()));
    event.put("bestOptions", texts(trial.bestOptions()));
    event.put("seconds", rounded(seconds));
    double each = seconds / trial.finished();
    event.put("secondsLeft", rounded(each * (trial.total() - trial.finished())));
    return event;
  }

  private static Map<String, String> texts(Map<String, Object> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  static Map<String, @Nullable Object> measured(String stage, Map<String, Double> metrics) {
    Map<String, @Nullable Object> event = of("metrics", stage);
    Map<String, @Nullable Double> figures = new LinkedHashMap<>();
    metrics.entrySet().stream()
        .limit(MOST_METRICS)
        .forEach(metric -> figures.put(metric.getKey(), number(metric.getValue())));
    event.put("metrics", figures);
    event.put("more", Math.max(0, metrics.size() - MOST_METRICS));
    return event;
  }

  static Map<String, @Nullable Object> gate(GateOutcome outcome) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("event", "gate");
    event.putAll(GateDocument.json(outcome));
    return event;
  }

  static Map<String, @Nullable Object> retried(String stage, int attempt, String reason) {
    Map<String, @Nullable Object> event = of("stage-retried", stage);
    event.put("attempt", attempt);
    event.put("reason", reason);
    return event;
  }

  static Map<String, @Nullable Object> warned(String stage, String message) {
    Map<String, @Nullable Object> event = of("warning", stage);
    event.put("message", message);
    return event;
  }

  /** From here on, only what begins and ends is told. */
  static Map<String, @Nullable Object> shortened() {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("event", "shortened");
    return event;
  }

  private static Map<String, @Nullable Object> of(String name, String stage) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.put("stage", stage);
    return event;
  }

  private static @Nullable Long known(long rows) {
    return rows < 0 ? null : rows;
  }

  /** To the thousandth. */
  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
