package io.millrace.core.model;

import io.millrace.api.Engine;
import io.millrace.api.FittedTransformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.Signature;
import io.millrace.model.scoring.ScoringProgram;
import java.util.ArrayList;
import java.util.List;

/** Makes the portable program of what a package's stages learnt. */
public final class ScoringExporter {
  /** Sets its outputs to null: what rows to be predicted lack, though a step reads it. */
  static final String NULLS = "nulls";

  private ScoringExporter() {}

  /**
   * The program. A frame without rows goes through the steps meanwhile, so that each knows the
   * columns that it gets.
   *
   * @throws MillraceException NOT_SERVABLE, if what was learnt has no portable form
   */
  public static <D> ScoringProgram export(
      Signature signature, LearntPath<D> learnt, Engine<D> engine) {
    List<Column> columns = new ArrayList<>(signature.inputs());
    columns.addAll(signature.unlabelled());
    D frame = engine.frame(Schema.of(columns), List.of());
    List<ScoringStep> steps = new ArrayList<>(nulls(signature.unlabelled()));
    for (FittedTransformer<D> step : learnt.steps()) {
      steps.addAll(portable(step, frame));
      frame = step.apply(frame);
    }
    steps.addAll(portable(learnt.model(), frame));
    return new ScoringProgram(
        signature.inputs(), steps, signature.outputs().stream().map(Column::name).toList());
  }

  private static List<ScoringStep> nulls(List<Column> columns) {
    ScoringStep step = ScoringStep.of(NULLS);
    for (Column column : columns) {
      step = step.adding(column.name(), column.type());
    }
    return columns.isEmpty() ? List.of() : List.of(step);
  }

  @SuppressWarnings("unchecked") // What takes frames of an engine exports for them.
  private static <D> List<ScoringStep> portable(Object learnt, D frame) {
    if (learnt instanceof ScoringExport<?> export) {
      return ((ScoringExport<D>) export).scoring(frame);
    }
    // No reason to deploy nothing: the model predicts on the engine all the same.
    throw new MillraceException(
        StandardError.NOT_SERVABLE,
        "%s has no portable scoring form, though its stage says so"
            .formatted(learnt.getClass().getName()));
  }
}
