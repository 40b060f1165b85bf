package io.millrace.spark.scoring.stock;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringStep;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.ClassificationModel;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.NaiveBayesModel;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.linalg.BLAS;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;

/** Classifiers but those of trees, as steps. */
final class Classifiers {
  private Classifiers() {}

  static void logisticRegression(LogisticRegressionModel model, ModelSteps steps) {
    // Of two classes the binomial model knows one row of coefficients.
    if (model.interceptVector().size() == 1) {
      ScoringStep margin =
          LinearState.linear(
              steps.reading("linear-margin"), model.coefficients(), model.intercept());
      steps.addRaw(margin, 2);
      steps.addProbability("logistic-first", 2);
      steps.addDecisionAbove(rawThreshold(model.getThreshold()));
      return;
    }
    ScoringStep margins =
        LinearState.matrix(steps.reading("linear-margins"), model.coefficientMatrix())
            .withArray("initial", model.interceptVector().toArray())
            .with("takes", "any");
    steps.addRaw(margins, model.numClasses());
    steps.addProbabilities(model, "softmax");
  }

  /** {@code LogisticRegressionModel._binaryThresholds}: what the score exceeds, not its chance. */
  private static double rawThreshold(double threshold) {
    if (threshold == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return threshold == 1 ? Double.POSITIVE_INFINITY : Math.log(threshold / (1.0 - threshold));
  }

  static void linearSvm(LinearSVCModel model, ModelSteps steps) {
    ScoringStep margin =
        LinearState.linear(steps.reading("linear-margin"), model.coefficients(), model.intercept());
    steps.addRaw(margin, 2);
    steps.addDecisionAbove(model.getThreshold());
  }

  static void naiveBayes(NaiveBayesModel model, ModelSteps steps) {
    String type = model.getModelType();
    switch (type) {
      case "multinomial" ->
          steps.addRaw(
              margins(steps, model.theta(), model.pi().toArray(), "non-negative"),
              model.numClasses());
      case "complement" -> complement(model, steps);
      case "bernoulli" ->
          steps.addRaw(
              margins(steps, presence(model), absence(model), "zero-or-one"), model.numClasses());
      case "gaussian" -> steps.addRaw(gaussian(model, steps), model.numClasses());
      default ->
          throw new MillraceException(
              StandardError.NOT_SERVABLE,
              "naive Bayes of the type %s has no portable form".formatted(type));
    }
    steps.addProbabilities(model, "softmax");
  }

  private static ScoringStep margins(
      ModelSteps steps, Matrix matrix, double[] initial, String takes) {
    return LinearState.matrix(steps.reading("linear-margins"), matrix)
        .withArray("initial", initial)
        .with("takes", takes);
  }

  private static void complement(NaiveBayesModel model, ModelSteps steps) {
    String logs = steps.raw() + "_logs";
    steps.add(
        margins(steps, model.theta(), new double[0], "non-negative")
            .adding(logs, new VectorOf(model.numClasses())));
    steps.addRaw(ScoringStep.of("log-shares").reading(logs), model.numClasses());
  }

  /** {@code NaiveBayesModel.thetaMinusNegTheta}. */
  private static Matrix presence(NaiveBayesModel model) {
    return mapped(model.theta(), log -> log - Math.log1p(-Math.exp(log)));
  }

  /** {@code NaiveBayesModel.piMinusThetaSum}. */
  private static double[] absence(NaiveBayesModel model) {
    Matrix logs = mapped(model.theta(), log -> Math.log1p(-Math.exp(log)));
    double[] ones = new double[model.theta().numCols()];
    java.util.Arrays.fill(ones, 1);
    DenseVector sums = new DenseVector(model.pi().toArray().clone());
    BLAS.gemv(1.0, logs, new DenseVector(ones), 1.0, sums);
    return sums.values();
  }

  private static Matrix mapped(Matrix matrix, java.util.function.DoubleUnaryOperator function) {
    DenseMatrix dense = (DenseMatrix) matrix;
    double[] values = java.util.Arrays.stream(dense.values()).map(function).toArray();
    return new DenseMatrix(dense.numRows(), dense.numCols(), values, dense.isTransposed());
  }

  private static ScoringStep gaussian(NaiveBayesModel model, ModelSteps steps) {
    int classes = model.numClasses();
    double[] logVariances = new double[classes];
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < model.numFeatures(); i++) {
        logVariances[c] += Math.log(model.sigma().apply(c, i));
      }
    }
    return steps
        .reading("gaussian-bayes")
        .withArray("prior", model.pi().toArray())
        .withArray("means", byRow(model.theta()))
        .withArray("variances", byRow(model.sigma()))
        .withArray("logVariances", logVariances);
  }

  static double[] byRow(Matrix matrix) {
    return matrix.transpose().toArray();
  }

  static void perceptron(MultilayerPerceptronClassificationModel model, ModelSteps steps) {
    ScoringStep scores =
        steps
            .reading("perceptron")
            .withArray("layers", model.getLayers())
            .withArray("weights", model.weights().toArray());
    steps.addRaw(scores, model.numClasses());
    steps.addProbabilities(model, "softmax-divided");
  }

  static void factorizationMachine(FMClassificationModel model, ModelSteps steps) {
    ScoringStep scores =
        LinearState.linear(
                steps.reading("factorization-machine"), model.linear(), model.intercept())
            .withArray("factors", model.factors().toArray());
    steps.addRaw(scores, 2);
    steps.addProbabilities(model, "logistic-second");
  }

  static void oneVsRest(OneVsRestModel model, ModelSteps steps) {
    List<String> scores = new ArrayList<>();
    ClassificationModel<?, ?>[] each = model.models();
    for (int i = 0; i < each.length; i++) {
      ModelSteps own = new ModelSteps(steps.features(), steps.raw() + "_" + i);
      StockModelScoring.write(each[i], own);
      own.all().forEach(steps::add);
      scores.add(own.raw());
    }
    steps.addRaw(ScoringStep.of("second-scores").reading(scores), each.length);
    steps.addDecision(ModelSteps.deciding("largest-number", steps.raw()));
  }
}
