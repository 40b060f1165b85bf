package io.millrace.core.run;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.Plan;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.wiring.WorkListener;
import java.util.Map;

/**
 * Hears what happens in a run, for people who watch it. Called from several threads; must not throw
 * and not take long.
 */
public interface RunListener extends WorkListener {
  /** Hears nothing. */
  RunListener NONE = new RunListener() {};

  /** The run starts; called again when a search made the plan more certain. */
  default void planned(Plan<?> plan) {}

  /** A stage is done, reused, skipped or failed. */
  default void stageFinished(StageRecord record) {}

  /** A stage failed for good, and why; its record says the same in one sentence. */
  default void stageFailed(String stage, MillraceException cause) {}

  /** A stage is tried again. */
  default void stageRetried(String stage, int attempt, String reason) {}

  /** A trial of a search was made on all its folds. */
  default void trialFinished(TrialProgress progress) {}

  /** An evaluator gave its figures, by {@code STAGE.METRIC}. */
  default void measured(String stage, Map<String, Double> metrics) {}

  /** A gate was judged. */
  default void gateJudged(GateOutcome outcome) {}

  /** A model was made anew, and compared with the one that is registered. */
  default void rebuilt(Rebuilt rebuilt) {}

  /** The run waits for the lease of a process that may still live. */
  default void waitingForLease(String holder, long seconds) {}
}
