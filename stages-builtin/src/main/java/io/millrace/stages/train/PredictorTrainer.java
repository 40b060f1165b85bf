package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlTrainer;
import java.util.List;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains by one learner of Spark ML. */
final class PredictorTrainer<O extends Record & PredictorOptions> extends SparkMlTrainer {
  private final O options;
  private final Algorithm<O> algorithm;

  PredictorTrainer(O options, Algorithm<O> algorithm) {
    super(options.columns(), algorithm.task());
    this.options = options;
    this.algorithm = algorithm;
    // Here, so that a value that Spark ML refuses is found when the file is checked.
    learner();
  }

  @Override
  public Passes passes() {
    return algorithm.passes();
  }

  @Override
  protected boolean givesProbabilities() {
    return algorithm.probabilities();
  }

  @Override
  protected long rowsPerTask() {
    return algorithm.rowsPerTask();
  }

  @Override
  @SuppressWarnings("unchecked") // What a predictor fits is a prediction model.
  protected PredictionModel<Vector, ?> learn(
      Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context) {
    Predictor<Vector, ?, ?> learner = learner();
    SparkMlParams.setWhereKnown(learner, "seed", context.seed());
    algorithm.check().check(options, learner, rows, classes);
    var model = (PredictionModel<Vector, ?>) learner.fit(rows);
    algorithm.report().tell(options, model, context);
    return model;
  }

  private Predictor<Vector, ?, ?> learner() {
    Predictor<Vector, ?, ?> learner = algorithm.learner().get();
    SparkMlParams.set(learner, options, PredictorOptions.OWN);
    if (options.weight() != null) {
      SparkMlParams.setWhereKnown(learner, "weightCol", WEIGHT);
    }
    return learner;
  }

  @Override
  protected PredictionModel<Vector, ?> read(String directory) {
    return algorithm.reader().get().loadFromLocal(directory);
  }
}
