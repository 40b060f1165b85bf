package io.millrace.stages.train.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Linear support vector machines of several trials over shared passes, each the one that Spark ML's
 * {@link LinearSVC} would give.
 */
public final class SharedLinearSvm {
  private SharedLinearSvm() {}

  /**
   * Learns; as {@link SharedLogisticRegression#fit}.
   *
   * @return empty, if the rows that weigh anything are of one class
   */
  public static Optional<List<SharedFit<LinearSVCModel>>> fit(
      Dataset<Row> rows, List<LinearSVC> learners, Runnable beforeEachPass) {
    LinearSVC first = learners.get(0);
    try (SharedRows shared =
        SharedRows.read(
            rows, first.getLabelCol(), first.get(first.weightCol()), first.getFeaturesCol())) {
      RowStatistics statistics = shared.statistics();
      if (statistics.hasOneClass()) {
        return Optional.empty();
      }
      List<LinearTrial> trials = learners.stream().map(l -> trial(l, statistics)).toList();
      List<double[]> starts = trials.stream().map(t -> new double[t.size()]).toList();
      List<Minimum> minima = shared.minimize(PointLoss.HINGE, trials, starts, beforeEachPass);
      List<SharedFit<LinearSVCModel>> fits = new ArrayList<>();
      for (int i = 0; i < minima.size(); i++) {
        Minimum minimum = minima.get(i);
        LinearSVCModel model =
            model(learners.get(i), trials.get(i), minimum, statistics.features());
        fits.add(new SharedFit<>(model, minimum.iterations()));
      }
      return Optional.of(fits);
    }
  }

  private static LinearTrial trial(LinearSVC learner, RowStatistics rows) {
    return new LinearTrial(
        rows,
        1,
        learner.getFitIntercept(),
        new Penalty(0, learner.getRegParam(), learner.getStandardization()),
        // As Spark ML does: the cost has edges, where this method fares better.
        new LinearTrial.Steps(learner.getMaxIter(), learner.getTol(), true));
  }

  private static LinearSVCModel model(
      LinearSVC learner, LinearTrial trial, Minimum minimum, int features) {
    double[] coefficients = new double[features];
    for (int i = 0; i < features; i++) {
      coefficients[i] = trial.originalCoefficient(minimum.coefficients(), i, 0);
    }
    LinearSVCModel model =
        new LinearSVCModel(
            learner.uid(),
            Vectors.dense(coefficients).compressed(),
            trial.originalIntercept(minimum.coefficients(), 0));
    learner.copyValues(model, ParamMap.empty());
    model.setParent(learner);
    return model;
  }
}
