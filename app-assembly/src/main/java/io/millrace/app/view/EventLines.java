package io.millrace.app.view;

import io.millrace.api.Engine.Progress;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.TrialProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** What happens in a run, a line for each event; stack traces only where all is to be told. */
final class EventLines implements RunListener {
  private final Consumer<String> lines;
  private final boolean all;
  private final Map<String, Double> best = new HashMap<>();
  private boolean planned;

  /**
   * Lines go there.
   *
   * @param all every trial of a search rather than those that found something better, and the stack
   *     traces of failures
   */
  EventLines(Consumer<String> lines, boolean all) {
    this.lines = lines;
    this.all = all;
  }

  @Override
  public synchronized void planned(Plan<?> plan) {
    lines.accept(
        "%s: %d stages to do, %d to reuse"
            .formatted(
                planned ? "planned again, with what searches chose" : "planned",
                count(plan, PlannedStage.Action.WORK),
                count(plan, PlannedStage.Action.REUSE)));
    planned = true;
  }

  private static long count(Plan<?> plan, PlannedStage.Action action) {
    return plan.stages().stream().filter(stage -> stage.action() == action).count();
  }

  @Override
  public void engineStarting(String stage) {
    lines.accept("starting Spark for stage '%s'".formatted(stage));
  }

  @Override
  public void engineStarted(
      List<String> versions, double seconds, Function<String, Progress> progress) {
    lines.accept(
        "Spark runs after %s: %s"
            .formatted(Quantities.seconds(seconds), String.join(", ", versions)));
  }

  @Override
  public void stageStarted(String stage) {
    lines.accept("stage '%s' started".formatted(stage));
  }

  @Override
  public void stageFinished(StageRecord record) {
    String seconds = Quantities.seconds(record.seconds());
    String what =
        switch (record.status()) {
          case RAN -> "ran in " + seconds + figures(record);
          case REUSED -> "reused";
          case SKIPPED -> "skipped";
          case FAILED -> "failed after " + seconds;
        };
    String why = record.message().isEmpty() ? "" : ": " + record.message();
    lines.accept("stage '%s' %s%s".formatted(record.stage(), what, why));
  }

  private static String figures(StageRecord record) {
    String rows =
        record.figures().rows() < 0
            ? ""
            : ", " + Quantities.count(record.figures().rows()) + " rows";
    long spilled = record.figures().spilledBytes();
    return rows + (spilled == 0 ? "" : ", " + Quantities.bytes(spilled) + " spilled to disk");
  }

  @Override
  public void stageFailed(String stage, MillraceException cause) {
    if (all) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace, true));
      trace.toString().lines().forEach(lines);
    }
  }

  @Override
  public synchronized void trialFinished(TrialProgress trial) {
    Double before = best.put(trial.trainer(), trial.best());
    boolean better = before == null || Double.compare(before, trial.best()) != 0;
    if (all || better || trial.finished() == trial.total()) {
      lines.accept(
          "stage '%s': trial %d of %d has %s %s; best %s with %s"
              .formatted(
                  trial.trainer(),
                  trial.finished(),
                  trial.total(),
                  trial.metric(),
                  Quantities.metric(trial.value()),
                  Quantities.metric(trial.best()),
                  trial.bestOptions()));
    }
  }

  @Override
  public void gateJudged(GateOutcome outcome) {
    lines.accept(
        "gate '%s' of stage '%s' %s: %s"
            .formatted(
                outcome.gate().text(),
                outcome.evaluator(),
                outcome.held() ? "holds" : "refuses",
                outcome.reason()));
  }
}
