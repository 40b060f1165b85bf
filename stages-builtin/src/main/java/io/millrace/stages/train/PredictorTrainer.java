package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
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
  public Passes sharedPasses(int trials) {
    // The label, then the rows, which are packed and kept.
    return algorithm.together() == null ? super.sharedPasses(trials) : new Passes(2, true);
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
  protected OptionalDouble stoppingShare() {
    return options.stoppingShare();
  }

  @Override
  protected List<Double> classWeights(List<String> classes, List<Long> rows) {
    ClassWeights weights = options.classWeights();
    return weights == null ? List.of() : weights.of(options.label(), classes, rows);
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

  @Override
  @SuppressWarnings("unchecked") // Trials differ in tunable options: their algorithm is the same.
  protected List<Supplier<PredictionModel<Vector, ?>>> learnAll(
      List<SparkMlTrainer> trials,
      Dataset<Row> rows,
      List<String> classes,
      StageContext<Dataset<Row>> context) {
    boolean alike =
        trials.stream()
            .allMatch(
                t -> t instanceof PredictorTrainer<?> other && other.algorithm.equals(algorithm));
    Algorithm.Together<O> together = algorithm.together();
    if (!alike || together == null) {
      return super.learnAll(trials, rows, classes, context);
    }
    List<O> options = new ArrayList<>();
    List<Predictor<Vector, ?, ?>> learners = new ArrayList<>();
    for (SparkMlTrainer trial : trials) {
      PredictorTrainer<O> other = (PredictorTrainer<O>) trial;
      Predictor<Vector, ?, ?> learner = other.learner();
      algorithm.check().check(other.options, learner, rows, classes);
      options.add(other.options);
      learners.add(learner);
    }
    return together
        .learn(options, learners, rows, classes, context)
        .<List<Supplier<PredictionModel<Vector, ?>>>>map(
            models ->
                models.stream().<Supplier<PredictionModel<Vector, ?>>>map(m -> () -> m).toList())
        .orElseGet(() -> super.learnAll(trials, rows, classes, context));
  }

  private Predictor<Vector, ?, ?> learner() {
    Predictor<Vector, ?, ?> learner = algorithm.learner().get();
    SparkMlParams.set(learner, options, PredictorOptions.OWN);
    if (options.weight() != null || options.classWeights() != null) {
      SparkMlParams.setWhereKnown(learner, "weightCol", WEIGHT);
    }
    if (options.stoppingShare().isPresent()) {
      SparkMlParams.setWhereKnown(learner, "validationIndicatorCol", HELD_OUT);
    }
    return learner;
  }

  @Override
  protected PredictionModel<Vector, ?> read(String directory) {
    return algorithm.reader().get().loadFromLocal(directory);
  }
}
