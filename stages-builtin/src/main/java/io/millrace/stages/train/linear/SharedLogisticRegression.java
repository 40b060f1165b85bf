package io.millrace.stages.train.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;

/**
 * Logistic regressions of several trials over shared passes, each the one that Spark ML's {@link
 * LogisticRegression} would give: the same cost, the same start, the same optimiser. What it
 * minimises is described in the documentation of Spark's MLlib, "Linear methods"; why features are
 * moved to a mean of zero, in SPARK-34448.
 */
public final class SharedLogisticRegression {
  private SharedLogisticRegression() {}

  /**
   * Learns.
   *
   * @param rows with the learners' columns; the label's numbers begin at 0
   * @param learners of the same columns and family, without bounds on coefficients
   * @param classes how many there are
   * @param beforeEachPass called before each pass over the rows; may throw to give up
   * @return the models in the order of the learners; empty, if the rows are too odd to learn from:
   *     all of one class, or a class that weighs nothing
   */
  public static Optional<List<SharedFit<LogisticRegressionModel>>> fit(
      Dataset<Row> rows, List<LogisticRegression> learners, int classes, Runnable beforeEachPass) {
    LogisticRegression first = learners.get(0);
    Option<String> weight = first.get(first.weightCol());
    try (SharedRows shared =
        SharedRows.read(rows, first.getLabelCol(), weight, first.getFeaturesCol())) {
      RowStatistics statistics = shared.statistics();
      if (statistics.hasOneClass() || statistics.histogram().length != classes) {
        return Optional.empty();
      }
      boolean multinomial =
          first.getFamily().equals("multinomial")
              || (first.getFamily().equals("auto") && classes > 2);
      PointLoss loss = multinomial ? PointLoss.SOFTMAX : PointLoss.LOGISTIC;
      List<LinearTrial> trials =
          learners.stream().map(l -> trial(l, statistics, multinomial ? classes : 1)).toList();
      List<double[]> starts = trials.stream().map(t -> start(t, statistics)).toList();
      List<Minimum> minima = shared.minimize(loss, trials, starts, beforeEachPass);
      List<SharedFit<LogisticRegressionModel>> fits = new ArrayList<>();
      for (int i = 0; i < minima.size(); i++) {
        Minimum minimum = minima.get(i);
        LogisticRegressionModel model =
            model(learners.get(i), trials.get(i), minimum, statistics.features(), classes);
        fits.add(new SharedFit<>(model, minimum.iterations()));
      }
      return Optional.of(fits);
    }
  }

  private static LinearTrial trial(LogisticRegression learner, RowStatistics rows, int sets) {
    double strength = learner.getRegParam();
    double share = learner.getElasticNetParam();
    return new LinearTrial(
        rows,
        sets,
        learner.getFitIntercept(),
        new Penalty(share * strength, (1 - share) * strength, learner.getStandardization()),
        new LinearTrial.Steps(learner.getMaxIter(), learner.getTol(), share != 0 && strength != 0));
  }

  /** No coefficients, and the intercepts that then fit best: those of the classes' shares. */
  private static double[] start(LinearTrial trial, RowStatistics rows) {
    double[] start = new double[trial.size()];
    double[] histogram = rows.histogram();
    if (trial.hasIntercept() && trial.sets() == 1) {
      start[start.length - 1] = Math.log(histogram[1] / histogram[0]);
    } else if (trial.hasIntercept()) {
      double[] logs = Arrays.stream(histogram).map(Math::log1p).toArray();
      double mean = Arrays.stream(logs).sum() / logs.length;
      for (int set = 0; set < logs.length; set++) {
        start[start.length - logs.length + set] = logs[set] - mean;
      }
    }
    return start;
  }

  private static LogisticRegressionModel model(
      LogisticRegression learner, LinearTrial trial, Minimum minimum, int features, int classes) {
    int sets = trial.sets();
    double[] found = minimum.coefficients();
    double[] matrix = new double[sets * features];
    double[] intercepts = new double[sets];
    for (int set = 0; set < sets; set++) {
      for (int i = 0; i < features; i++) {
        matrix[set * features + i] = trial.originalCoefficient(found, i, set);
      }
      intercepts[set] = trial.originalIntercept(found, set);
    }
    if (sets > 1) {
      // Any constant could be added: the one is chosen that makes their mean zero.
      if (learner.getRegParam() == 0) {
        for (int i = 0; i < features; i++) {
          center(matrix, i, features, sets);
        }
      }
      center(intercepts, 0, 1, sets);
    }
    LogisticRegressionModel model =
        new LogisticRegressionModel(
            learner.uid(),
            new DenseMatrix(sets, features, matrix, true).compressed(),
            Vectors.dense(intercepts).compressed(),
            classes,
            sets > 1);
    learner.copyValues(model, ParamMap.empty());
    model.setParent(learner);
    return model;
  }

  private static void center(double[] values, int from, int step, int count) {
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += values[from + i * step];
    }
    mean /= count;
    for (int i = 0; i < count; i++) {
      values[from + i * step] -= mean;
    }
  }
}
