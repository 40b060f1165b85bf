package io.millrace.core.run;

import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.Plan;
import io.millrace.core.promote.GateOutcome;
import java.util.List;

/**
 * Hears what happens in a run, for people who watch it. Called from several threads; must not throw
 * and not take long.
 */
public interface RunListener {
  /** Hears nothing. */
  RunListener NONE = new RunListener() {};

  /** The run starts; called again when a search made the plan more certain. */
  default void planned(Plan<?> plan) {}

  /** The engine is about to start, for the sake of that stage. */
  default void engineStarting(String stage) {}

  /** The engine runs. */
  default void engineStarted(List<String> versions, double seconds) {}

  /** A stage's work begins. */
  default void stageStarted(String stage) {}

  /** A stage is done, reused, skipped or failed. */
  default void stageFinished(StageRecord record) {}

  /** A stage is tried again. */
  default void stageRetried(String stage, int attempt, String reason) {}

  /** Something that the user should know and that stops nothing. */
  default void warned(String stage, String message) {}

  /** A search goes on. */
  default void trialFinished(String trainer, int finished, int total, double metric) {}

  /** A gate was judged. */
  default void gateJudged(GateOutcome outcome) {}

  /** The run waits for the lease of a process that may still live. */
  default void waitingForLease(String holder, long seconds) {}
}
