package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.param.Params;
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
  protected List<String> vectors() {
    return algorithm.vectors() == null ? super.vectors() : algorithm.vectors();
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
  protected Transformer learn(
      Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context) {
    Estimator<?> learner = learner();
    Params seeded = learner instanceof OneVsRest each ? each.getClassifier() : learner;
    SparkMlParams.setWhereKnown(seeded, "seed", context.seed());
    algorithm.check().check(options, learner, rows, classes);
    Transformer model = learner.fit(rows);
    algorithm.report().tell(options, model, context);
    return model;
  }

  @Override
  @SuppressWarnings("unchecked") // Trials differ in tunable options: their algorithm is the same.
  protected List<Supplier<Transformer>> learnAll(
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
    List<Estimator<?>> learners = new ArrayList<>();
    for (SparkMlTrainer trial : trials) {
      PredictorTrainer<O> other = (PredictorTrainer<O>) trial;
      Estimator<?> learner = other.learner();
      algorithm.check().check(other.options, learner, rows, classes);
      options.add(other.options);
      learners.add(learner);
    }
    return together
        .learn(options, learners, rows, classes, context)
        .<List<Supplier<Transformer>>>map(
            models -> models.stream().<Supplier<Transformer>>map(m -> () -> m).toList())
        .orElseGet(() -> super.learnAll(trials, rows, classes, context));
  }

  private Estimator<?> learner() {
    Estimator<?> learner = algorithm.learner().apply(options);
    SparkMlParams.set(learner, options, options.own());
    if (options.weight() != null || options.classWeights() != null) {
      SparkMlParams.setWhereKnown(learner, "weightCol", WEIGHT);
    }
    SparkMlParams.setWhereKnown(learner, "censorCol", EVENT);
    if (options.stoppingShare().isPresent()) {
      SparkMlParams.setWhereKnown(learner, "validationIndicatorCol", HELD_OUT);
    }
    return learner;
  }

  @Override
  protected void write(Transformer model, Path directory) throws IOException {
    algorithm.saving().write(model, directory);
  }

  @Override
  protected Transformer read(String directory) {
    return algorithm.saving().read(options, directory);
  }
}
