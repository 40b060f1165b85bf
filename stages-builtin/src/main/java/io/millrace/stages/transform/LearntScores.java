package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlTrainer.Task;
import io.millrace.stages.transform.SelectorOptions.Learner;
import io.millrace.stages.transform.SelectorOptions.SelectImportance;
import io.millrace.stages.transform.SelectorOptions.SelectL1;
import java.util.stream.IntStream;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;

/** Scores of slots by what learners make of them. */
final class LearntScores {
  private LearntScores() {}

  /** By importance: how much purer trees' nodes become by questions to a slot; adds up to 1. */
  static Choice byImportance(SlotRows slots, SelectImportance options) {
    refuseManyClasses(slots, options);
    Predictor<Vector, ?, ?> learner = learner(options);
    SparkMlParams.setWhereKnown(learner, "seed", slots.context().seed());
    SparkMlParams.setWhereKnown(learner, "numTrees", options.numTrees());
    SparkMlParams.setWhereKnown(learner, "maxIter", options.numTrees());
    SparkMlParams.setWhereKnown(learner, "maxDepth", options.maxDepth());
    double[] scores = importances(learner.fit(slots.rows())).toArray();
    Integer top = options.top();
    Double given = options.threshold();
    double least = top != null ? 0 : given != null ? given : 1.0 / scores.length;
    int most = top == null ? scores.length : top;
    int[] kept =
        IntStream.of(Choice.best(scores, most))
            .filter(slot -> scores[slot] > 0 && scores[slot] >= least)
            .toArray();
    return Choice.of(slots.names(), scores, new double[0], kept);
  }

  private static void refuseManyClasses(SlotRows slots, SelectImportance options) {
    if (options.learner() != Learner.GRADIENT_BOOSTED_TREES || options.task() == Task.REGRESSION) {
      return;
    }
    Attribute label = Attribute.fromStructField(slots.rows().schema().apply(SlotRows.LABEL));
    int classes = (Integer) ((NominalAttribute) label).getNumValues().get();
    if (classes > 2) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' has %d classes, and gradient-boosted-trees know two: set learner of transform/select-importance to random-forest."
              .formatted(options.label(), classes));
    }
  }

  private static Predictor<Vector, ?, ?> learner(SelectImportance options) {
    boolean classes = options.task() == Task.CLASSIFICATION;
    return switch (options.learner()) {
      case RANDOM_FOREST -> classes ? new RandomForestClassifier() : new RandomForestRegressor();
      case GRADIENT_BOOSTED_TREES -> classes ? new GBTClassifier() : new GBTRegressor();
      case DECISION_TREE -> classes ? new DecisionTreeClassifier() : new DecisionTreeRegressor();
    };
  }

  private static Vector importances(Object model) {
    if (model instanceof RandomForestClassificationModel forest) {
      return forest.featureImportances();
    } else if (model instanceof RandomForestRegressionModel forest) {
      return forest.featureImportances();
    } else if (model instanceof GBTClassificationModel trees) {
      return trees.featureImportances();
    } else if (model instanceof GBTRegressionModel trees) {
      return trees.featureImportances();
    } else if (model instanceof DecisionTreeClassificationModel tree) {
      return tree.featureImportances();
    }
    return ((DecisionTreeRegressionModel) model).featureImportances();
  }

  /**
   * By the largest absolute coefficient that a slot has for any class, of features brought to the
   * deviation 1 while learning. The learner makes those that cost more than they bring exactly 0.
   */
  static Choice byCoefficients(SlotRows slots, SelectL1 options) {
    double[] scores =
        options.task() == Task.CLASSIFICATION
            ? ofClasses(slots, options)
            : ofNumber(slots, options);
    int[] kept = IntStream.range(0, scores.length).filter(slot -> scores[slot] > 0).toArray();
    return Choice.of(slots.names(), scores, new double[0], kept);
  }

  private static double[] ofClasses(SlotRows slots, SelectL1 options) {
    LogisticRegressionModel model =
        new LogisticRegression()
            .setElasticNetParam(1)
            .setRegParam(options.regParam())
            .setMaxIter(options.maxIter())
            .fit(slots.rows());
    Matrix coefficients = model.coefficientMatrix();
    return IntStream.range(0, coefficients.numCols())
        .mapToDouble(
            slot ->
                IntStream.range(0, coefficients.numRows())
                    .mapToDouble(row -> Math.abs(coefficients.apply(row, slot)))
                    .max()
                    .orElse(0))
        .toArray();
  }

  private static double[] ofNumber(SlotRows slots, SelectL1 options) {
    LinearRegressionModel model =
        new LinearRegression()
            .setElasticNetParam(1)
            .setRegParam(options.regParam())
            .setMaxIter(options.maxIter())
            .fit(slots.rows());
    return IntStream.range(0, model.coefficients().size())
        .mapToDouble(slot -> Math.abs(model.coefficients().apply(slot)))
        .toArray();
  }
}
