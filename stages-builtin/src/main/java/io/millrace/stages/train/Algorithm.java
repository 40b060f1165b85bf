package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.api.Trainer.Passes;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How one learner of Spark ML is used: a row of the table in {@link Predictors}.
 *
 * @param task what it predicts
 * @param learner makes it, with Spark's defaults
 * @param reader reads its models
 * @param passes how often it reads its rows, the reads of the label before it included
 * @param probabilities whether a classifier says how probable each class is
 * @param rowsPerTask the fewest rows that are worth a task; 0 for any
 * @param check what to refuse before it learns, and how to set what depends on the rows
 * @param report what to tell of its model
 * @param together how it learns several trials over shared passes; null if it can't
 */
record Algorithm<O>(
    Task task,
    Supplier<? extends Predictor<Vector, ?, ?>> learner,
    Supplier<? extends MLReader<? extends PredictionModel<Vector, ?>>> reader,
    Passes passes,
    boolean probabilities,
    long rowsPerTask,
    Check<O> check,
    Report<O> report,
    @Nullable Together<O> together) {
  /** Looks at the rows before a learner does. */
  interface Check<O> {
    /**
     * Refuses what the learner would fail on without naming it, or sets what follows from the rows.
     *
     * @param rows as the learner gets them
     * @param classes the label's classes; empty for regression
     */
    void check(O options, Predictor<Vector, ?, ?> learner, Dataset<Row> rows, List<String> classes);
  }

  /** Tells of a model that was learnt. */
  interface Report<O> {
    /** Notes facts, and warns of what the user should know. */
    void tell(O options, PredictionModel<Vector, ?> model, StageContext<Dataset<Row>> context);
  }

  /** Learns the trials of a search at once. */
  interface Together<O> {
    /**
     * Learns.
     *
     * @param trials their options
     * @param learners a learner for each, with its options set
     * @param rows as a learner gets them
     * @return the models, in order; empty if these rows can't be shared, and each has to learn
     *     alone
     */
    Optional<? extends List<? extends PredictionModel<Vector, ?>>> learn(
        List<O> trials,
        List<Predictor<Vector, ?, ?>> learners,
        Dataset<Row> rows,
        List<String> classes,
        StageContext<Dataset<Row>> context);
  }

  static <O> Algorithm<O> classifier(
      Supplier<? extends Predictor<Vector, ?, ?>> learner,
      Supplier<? extends MLReader<? extends PredictionModel<Vector, ?>>> reader) {
    return of(Task.CLASSIFICATION, learner, reader);
  }

  static <O> Algorithm<O> regressor(
      Supplier<? extends Predictor<Vector, ?, ?>> learner,
      Supplier<? extends MLReader<? extends PredictionModel<Vector, ?>>> reader) {
    return of(Task.REGRESSION, learner, reader);
  }

  private static <O> Algorithm<O> of(
      Task task,
      Supplier<? extends Predictor<Vector, ?, ?>> learner,
      Supplier<? extends MLReader<? extends PredictionModel<Vector, ?>>> reader) {
    return new Algorithm<>(
        task,
        learner,
        reader,
        new Passes(2, false),
        true,
        0,
        (options, made, rows, classes) -> {},
        (options, model, context) -> {},
        null);
  }

  /** The same, which reads its rows so often. */
  Algorithm<O> reading(int passes, boolean cachesItself) {
    return new Algorithm<>(
        task,
        learner,
        reader,
        new Passes(passes, cachesItself),
        probabilities,
        rowsPerTask,
        check,
        report,
        together);
  }

  /** The same, which tells classes apart without saying how probable they are. */
  Algorithm<O> withoutProbabilities() {
    return new Algorithm<>(
        task, learner, reader, passes, false, rowsPerTask, check, report, together);
  }

  /** The same, which spends no task on fewer rows. */
  Algorithm<O> rowsPerTask(long rows) {
    return new Algorithm<>(
        task, learner, reader, passes, probabilities, rows, check, report, together);
  }

  /** The same, with a look at the rows before. */
  Algorithm<O> checking(Check<O> looked) {
    return new Algorithm<>(
        task, learner, reader, passes, probabilities, rowsPerTask, looked, report, together);
  }

  /** The same, with a word on the model after. */
  Algorithm<O> telling(Report<O> told) {
    return new Algorithm<>(
        task, learner, reader, passes, probabilities, rowsPerTask, check, told, together);
  }

  /** The same, whose trials share passes over the rows. */
  Algorithm<O> sharing(Together<O> shared) {
    return new Algorithm<>(
        task, learner, reader, passes, probabilities, rowsPerTask, check, report, shared);
  }
}
