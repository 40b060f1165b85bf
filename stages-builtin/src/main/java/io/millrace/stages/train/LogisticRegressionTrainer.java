package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.SparkMlTrainer;
import io.millrace.spark.api.TrainerColumns;
import io.millrace.stages.train.LogisticRegressionOptions.Family;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark ML's logistic regression. */
final class LogisticRegressionTrainer extends SparkMlTrainer {
  /**
   * A pass over so many rows of a hundred sparse features takes about 20 ms, not more than starting
   * a second task and joining its gradient with the first one's.
   */
  private static final long ROWS_PER_TASK = 50_000;

  private final LogisticRegressionOptions options;

  LogisticRegressionTrainer(LogisticRegressionOptions options) {
    super(
        new TrainerColumns(options.features(), options.label(), options.weight()),
        Task.CLASSIFICATION);
    this.options = options;
  }

  /**
   * The label's classes, the features' spread, then the blocks that Spark ML keeps in memory. The
   * first reads one column only, so keeping the frame as well would save one reading, and cost more
   * than that (benchmarks/README.md): core need not.
   */
  @Override
  public Passes passes() {
    return new Passes(3, true);
  }

  @Override
  protected long rowsPerTask() {
    return ROWS_PER_TASK;
  }

  @Override
  protected PredictionModel<Vector, ?> learn(
      Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context) {
    if (options.family() == Family.BINOMIAL && classes.size() > 2) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The family binomial knows two classes, and the label '%s' has %d: use auto or multinomial."
              .formatted(options.label(), classes.size()));
    }
    LogisticRegressionModel model = learner().fit(rows);
    int iterations = model.summary().totalIterations();
    context.fact("iterations", Integer.toString(iterations));
    if (iterations >= options.maxIter()) {
      context.warn(
          "the logistic regression stopped after %d iterations without converging: raise maxIter or tol"
              .formatted(iterations));
    }
    return model;
  }

  private LogisticRegression learner() {
    LogisticRegression learner =
        new LogisticRegression()
            .setRegParam(options.regParam())
            .setElasticNetParam(options.elasticNetParam())
            .setMaxIter(options.maxIter())
            .setTol(options.tol())
            .setFitIntercept(options.fitIntercept())
            .setStandardization(options.standardization())
            .setFamily(options.family().name().toLowerCase(Locale.ROOT));
    if (options.weight() != null) {
      learner.setWeightCol(WEIGHT);
    }
    return learner;
  }

  @Override
  protected PredictionModel<Vector, ?> read(String directory) {
    return LogisticRegressionModel.read().loadFromLocal(directory);
  }
}
