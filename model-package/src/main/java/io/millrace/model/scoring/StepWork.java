package io.millrace.model.scoring;

/** A step that is ready to run. Immutable, so that all threads share it: what varies is the row. */
public interface StepWork {
  /**
   * Reads the step's input slots and sets all its output slots, nulls included, or {@link
   * ScoringRow#drop drops} the row. Should allocate nothing where that can be avoided.
   *
   * @throws RowRefused if the row holds what the engine would fail on
   */
  void run(ScoringRow row);
}
