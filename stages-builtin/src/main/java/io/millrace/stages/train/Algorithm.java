package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.api.Trainer.Passes;
import io.millrace.spark.api.SparkMlTrainer.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How one learner of Spark ML is used: a row of the table in {@link Predictors}.
 *
 * @param task what it predicts
 * @param learner makes it, with Spark's defaults, for the options that are none of its parameters
 * @param saving writes and reads its models
 * @param passes how often it reads its rows, the reads of the label before it included
 * @param vectors what models add beside the prediction; null if they are a usual classifier's or
 *     regressor's
 * @param rowsPerTask the fewest rows that are worth a task; 0 for any
 * @param check what to refuse before it learns, and how to set what depends on the rows
 * @param report what to tell of its model
 * @param together how it learns several trials over shared passes; null if it can't
 */
record Algorithm<O>(
    Task task,
    Function<O, Estimator<?>> learner,
    Saving<O> saving,
    Passes passes,
    @Nullable List<String> vectors,
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
    void check(O options, Estimator<?> learner, Dataset<Row> rows, List<String> classes);
  }

  /** Tells of a model that was learnt. */
  interface Report<O> {
    /** Notes facts, and warns of what the user should know. */
    void tell(O options, Transformer model, StageContext<Dataset<Row>> context);
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
    Optional<? extends List<? extends Transformer>> learn(
        List<O> trials,
        List<Estimator<?>> learners,
        Dataset<Row> rows,
        List<String> classes,
        StageContext<Dataset<Row>> context);
  }

  /** Writes and reads a model. */
  interface Saving<O> {
    /** Into a local directory, which is not there yet. */
    default void write(Transformer model, Path directory) throws IOException {
      ((MLWritable) model).write().saveToLocal(directory.toString());
    }

    /** From a local directory. */
    Transformer read(O options, String directory);
  }

  static <O> Algorithm<O> classifier(
      Supplier<? extends Estimator<?>> learner,
      Supplier<? extends MLReader<? extends Transformer>> reader) {
    return of(Task.CLASSIFICATION, options -> learner.get(), ofSparkMl(reader));
  }

  static <O> Algorithm<O> regressor(
      Supplier<? extends Estimator<?>> learner,
      Supplier<? extends MLReader<? extends Transformer>> reader) {
    return of(Task.REGRESSION, options -> learner.get(), ofSparkMl(reader));
  }

  private static <O> Saving<O> ofSparkMl(
      Supplier<? extends MLReader<? extends Transformer>> reader) {
    return (options, directory) -> reader.get().loadFromLocal(directory);
  }

  /** Of a learner that its options choose. */
  static <O> Algorithm<O> of(Task task, Function<O, Estimator<?>> learner, Saving<O> saving) {
    return new Algorithm<>(
        task,
        learner,
        saving,
        new Passes(2, false),
        null,
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
        saving,
        new Passes(passes, cachesItself),
        vectors,
        rowsPerTask,
        check,
        report,
        together);
  }

  /** The same, whose models add just these vectors beside the prediction. */
  Algorithm<O> adding(String... vectors) {
    return new Algorithm<>(
        task, learner, saving, passes, List.of(vectors), rowsPerTask, check, report, together);
  }

  /** The same, which spends no task on fewer rows. */
  Algorithm<O> rowsPerTask(long rows) {
    return new Algorithm<>(task, learner, saving, passes, vectors, rows, check, report, together);
  }

  /** The same, with a look at the rows before. */
  Algorithm<O> checking(Check<O> looked) {
    return new Algorithm<>(
        task, learner, saving, passes, vectors, rowsPerTask, looked, report, together);
  }

  /** The same, with a word on the model after. */
  Algorithm<O> telling(Report<O> told) {
    return new Algorithm<>(
        task, learner, saving, passes, vectors, rowsPerTask, check, told, together);
  }

  /** The same, whose trials share passes over the rows. */
  Algorithm<O> sharing(Together<O> shared) {
    return new Algorithm<>(
        task, learner, saving, passes, vectors, rowsPerTask, check, report, shared);
  }
}
