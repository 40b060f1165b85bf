package io.millrace.api;

import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.util.Optional;

/** Learns a model that predicts. */
public non-sealed interface Trainer<D> extends Stage<D> {
  /**
   * The schema of {@link Model#predict}'s frame: the input and the prediction columns. Reports what
   * does not fit. The label need not be there when a model predicts.
   */
  Schema schema(Schema input, Problems problems);

  /**
   * The columns that {@link Model#predict} reads: label, weight and fold columns are not among
   * them.
   */
  ColumnUse reads(Schema input);

  /** The column to be predicted; empty for unsupervised learning. */
  Optional<String> label();

  /** The column that weighs rows. */
  Optional<String> weight();

  /** How often {@link #train} reads its frame. */
  Passes passes();

  /**
   * Learns.
   *
   * @throws io.millrace.api.error.MillraceException with blame data, if the rows can't be learnt
   *     from: a label of one class, a column of nulls
   */
  Model<D> train(TrainingData<D> data, StageContext<D> context);

  /** Reads back what {@link Model#save} wrote, on any machine. */
  Model<D> load(StateDirectory state);

  /**
   * How a trainer reads its frame; decides whether core persists it.
   *
   * @param count reads of the whole frame, 1 if rows are read once
   * @param cachesItself whether the trainer keeps what it read, so that core need not
   */
  record Passes(int count, boolean cachesItself) {}
}
