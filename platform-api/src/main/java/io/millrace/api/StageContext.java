package io.millrace.api;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import java.nio.file.Path;

/** What a stage may use during a run. Valid for the one call that it is given to. */
public interface StageContext<D> extends PlanContext<D> {
  /** The stage's id in the pipeline. */
  String stage();

  /**
   * The seed for this stage: derived from the pipeline's seed and the stage's id, the same in every
   * run. A stage draws no randomness from elsewhere, and assigns rows by content, never by
   * position.
   */
  long seed();

  /** Identifies this call's effect on the outside; see {@link EffectKey}. */
  EffectKey effect();

  /** The registry of models. */
  ModelRegistry models();

  /**
   * Lets an alias name a version that this run registered, in the name of the run's user. Where
   * gates before this stage compared with the version that had the alias, it moves only if it still
   * names that one, or none where there was none. Idempotent.
   *
   * @throws io.millrace.api.error.MillraceException ALIAS_MOVED, if someone moved it meanwhile
   */
  AliasMove promote(ModelVersion version, String alias);

  /** A directory for this stage alone, empty at the call and deleted after the run. */
  Path scratch();

  /**
   * Notes a figure that the run's summary and record show beside the stage, as in {@code ("table",
   * "telco version 3")}.
   */
  void fact(String name, String value);

  /** Notes a table that the run's record shows with the stage; one of the same name replaces it. */
  void table(EvaluationTable table);

  /**
   * Notes what the run's record keeps to be drawn, as a model's importance of features: a table of
   * numbers, or of numbers by name, with at most a few hundred rows. One of the same name replaces
   * it; none is printed as text.
   */
  void curve(EvaluationTable curve);

  /**
   * Notes how many rows the stage worked on, where it knows that without counting for it: an
   * evaluator the rows that it judged, a trainer those that it learnt from. What a stage writes the
   * engine counts itself.
   */
  void rows(long count);

  /** Notes something that the user should know and that stops nothing. */
  void warn(String message);

  /**
   * Called at points where stopping is safe in work that lasts: throws if the run was cancelled.
   *
   * @throws java.util.concurrent.CancellationException if the stage should stop
   */
  void checkCancelled();
}
