package io.millrace.spark.scoring.stock;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringStep;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.NaiveBayesModel;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.clustering.BisectingKMeansModel;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.regression.AFTSurvivalRegressionModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.FMRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.IsotonicRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;

/**
 * The portable form of stock Spark ML models, as a table from their classes to scoring steps. The
 * steps do what the model's {@code transform} does, with the same bits on a JVM where Spark
 * calculates without native libraries and without {@code jdk.incubator.vector}.
 */
public final class StockModelScoring {
  private static final List<Entry<?>> TABLE =
      List.of(
          new Entry<>(LogisticRegressionModel.class, Classifiers::logisticRegression),
          new Entry<>(LinearSVCModel.class, Classifiers::linearSvm),
          new Entry<>(NaiveBayesModel.class, Classifiers::naiveBayes),
          new Entry<>(DecisionTreeClassificationModel.class, TreeModels::classifier),
          new Entry<>(RandomForestClassificationModel.class, TreeModels::classifier),
          new Entry<>(GBTClassificationModel.class, TreeModels::classifier),
          new Entry<>(MultilayerPerceptronClassificationModel.class, Classifiers::perceptron),
          new Entry<>(FMClassificationModel.class, Classifiers::factorizationMachine),
          new Entry<>(OneVsRestModel.class, Classifiers::oneVsRest),
          new Entry<>(LinearRegressionModel.class, Regressions::linear),
          new Entry<>(GeneralizedLinearRegressionModel.class, Regressions::generalized),
          new Entry<>(DecisionTreeRegressionModel.class, TreeModels::regression),
          new Entry<>(RandomForestRegressionModel.class, TreeModels::regression),
          new Entry<>(GBTRegressionModel.class, TreeModels::regression),
          new Entry<>(FMRegressionModel.class, Regressions::factorizationMachine),
          new Entry<>(IsotonicRegressionModel.class, Regressions::isotonic),
          new Entry<>(AFTSurvivalRegressionModel.class, Regressions::survival),
          new Entry<>(KMeansModel.class, Clusters::kMeans),
          new Entry<>(BisectingKMeansModel.class, Clusters::bisectingKMeans),
          new Entry<>(GaussianMixtureModel.class, Clusters::gaussianMixture));

  private StockModelScoring() {}

  /** A class of models, and what writes their steps. */
  private record Entry<M extends Transformer>(Class<M> type, BiConsumer<M, ModelSteps> writer) {
    void write(Transformer model, ModelSteps steps) {
      writer.accept(type.cast(model), steps);
    }
  }

  /** Whether there is a portable form of models of a class. */
  public static boolean knows(Class<? extends Transformer> model) {
    return TABLE.stream().anyMatch(entry -> entry.type() == model);
  }

  /**
   * The steps of a model: they read the column that its parameter {@code featuresCol} names, and
   * add those that it would add, under the names that its parameters give them. A vector of columns
   * that it was told to leave out, by an empty name, is left out.
   *
   * @throws MillraceException NOT_SERVABLE, with a clause as message, if the model's class is not
   *     in the table, or a parameter is set that no step would follow
   */
  public static List<ScoringStep> steps(Transformer model) {
    ModelSteps steps = new ModelSteps(model);
    write(model, steps);
    return steps.all();
  }

  static void write(Transformer model, ModelSteps steps) {
    KnownParams.check(model);
    TABLE.stream()
        .filter(entry -> entry.type() == model.getClass())
        .findFirst()
        .orElseThrow(() -> unknown(model))
        .write(model, steps);
  }

  private static MillraceException unknown(Transformer model) {
    return new MillraceException(
        StandardError.NOT_SERVABLE,
        "models of the class %s have no portable form".formatted(model.getClass().getName()));
  }
}
