package io.millrace.core.wiring;

import io.millrace.api.Engine.Progress;
import java.util.List;
import java.util.function.Function;

/**
 * Hears of the engine and of work on it, for people who watch. Called from several threads; must
 * not throw and not take long.
 */
public interface WorkListener {
  /** The engine is about to start, for the sake of that stage. */
  default void engineStarting(String stage) {}

  /**
   * The engine runs.
   *
   * @param progress tells how far a stage's work is; may be asked until the work ends
   */
  default void engineStarted(
      List<String> versions, double seconds, Function<String, Progress> progress) {}

  /** Something that the user should know and that stops nothing. */
  default void warned(String stage, String message) {}

  /** A stage's work begins. */
  default void stageStarted(String stage) {}
}
