package io.millrace.core.run;

import io.millrace.api.Engine.Progress;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.Plan;
import io.millrace.core.promote.GateOutcome;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Hands on to another what it hears; to be extended by who listens too. */
public class WatchedRun implements RunListener {
  private final RunListener next;

  /** With who hears it next. */
  public WatchedRun(RunListener next) {
    this.next = next;
  }

  @Override
  public void planned(Plan<?> plan) {
    next.planned(plan);
  }

  @Override
  public void engineStarting(String stage) {
    next.engineStarting(stage);
  }

  @Override
  public void engineStarted(
      List<String> versions, double seconds, Function<String, Progress> progress) {
    next.engineStarted(versions, seconds, progress);
  }

  @Override
  public void stageStarted(String stage) {
    next.stageStarted(stage);
  }

  @Override
  public void stageFinished(StageRecord record) {
    next.stageFinished(record);
  }

  @Override
  public void stageFailed(String stage, MillraceException cause) {
    next.stageFailed(stage, cause);
  }

  @Override
  public void stageRetried(String stage, int attempt, String reason) {
    next.stageRetried(stage, attempt, reason);
  }

  @Override
  public void warned(String stage, String message) {
    next.warned(stage, message);
  }

  @Override
  public void trialFinished(TrialProgress progress) {
    next.trialFinished(progress);
  }

  @Override
  public void measured(String stage, Map<String, Double> metrics) {
    next.measured(stage, metrics);
  }

  @Override
  public void gateJudged(GateOutcome outcome) {
    next.gateJudged(outcome);
  }

  @Override
  public void rebuilt(Rebuilt model) {
    next.rebuilt(model);
  }

  @Override
  public void waitingForLease(String holder, long seconds) {
    next.waitingForLease(holder, seconds);
  }
}
