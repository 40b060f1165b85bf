package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlTrainer;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains by one learner of Spark ML. */
final class PredictorTrainer<O extends Record & PredictorOptions> extends SparkMlTrainer {
  private static final Pattern REFUSED =
      Pattern.compile("^\\w+ parameter (\\w+) given invalid value (.*)\\.$");

  private final O options;
  private final Algorithm<O> algorithm;

  PredictorTrainer(O options, Algorithm<O> algorithm) {
    super(options.columns(), algorithm.task());
    this.options = options;
    this.algorithm = algorithm;
    refuseWhatSparkMlRefuses();
  }

  /** Here, so that it is found when the file is checked. */
  private void refuseWhatSparkMlRefuses() {
    try {
      learner();
    } catch (IllegalArgumentException e) {
      String message =
          REFUSED.matcher(String.valueOf(e.getMessage())).replaceFirst("$1 can't be '$2'");
      throw new IllegalArgumentException(message, e);
    }
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
    set(learner, "seed", context.seed());
    algorithm.check().check(options, learner, rows, classes);
    var model = (PredictionModel<Vector, ?>) learner.fit(rows);
    algorithm.report().tell(options, model, context);
    return model;
  }

  private Predictor<Vector, ?, ?> learner() {
    Predictor<Vector, ?, ?> learner = algorithm.learner().get();
    SparkMlParams.set(learner, options, PredictorOptions.OWN);
    if (options.weight() != null) {
      set(learner, "weightCol", WEIGHT);
    }
    return learner;
  }

  private static void set(Predictor<Vector, ?, ?> learner, String name, Object value) {
    if (learner.hasParam(name)) {
      Param<Object> param = learner.getParam(name);
      learner.set(param, value);
    }
  }

  @Override
  protected PredictionModel<Vector, ?> read(String directory) {
    return algorithm.reader().get().loadFromLocal(directory);
  }
}
