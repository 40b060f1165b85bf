package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.stages.train.LogisticRegressionOptions.Family;
import io.millrace.stages.train.linear.SharedFit;
import io.millrace.stages.train.linear.SharedLinearSvm;
import io.millrace.stages.train.linear.SharedLogisticRegression;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How linear models read rows, and what logistic regression checks and tells. */
final class LinearModels {
  /**
   * A pass over so many rows of a hundred sparse features takes about 20 ms, not more than starting
   * a second task and joining its gradient with the first one's.
   */
  static final long ROWS_PER_TASK = 50_000;

  private LinearModels() {}

  static void checkFamily(LogisticRegressionOptions options, List<String> classes) {
    if (options.family() == Family.BINOMIAL && classes.size() > 2) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The family binomial knows two classes, and the label '%s' has %d: use auto or multinomial."
              .formatted(options.label(), classes.size()));
    }
  }

  static void tellIterations(
      LogisticRegressionOptions options, Transformer model, StageContext<Dataset<Row>> context) {
    tell(options, ((LogisticRegressionModel) model).summary().totalIterations(), context);
  }

  private static void tell(
      LogisticRegressionOptions options, int iterations, StageContext<Dataset<Row>> context) {
    context.fact("iterations", Integer.toString(iterations));
    if (iterations >= options.maxIter()) {
      context.warn(
          "the logistic regression stopped after %d iterations without converging: raise maxIter or tol"
              .formatted(iterations));
    }
  }

  /** Logistic regressions over shared passes. */
  static Optional<List<LogisticRegressionModel>> logisticRegressions(
      List<LogisticRegressionOptions> trials,
      List<Estimator<?>> learners,
      Dataset<Row> rows,
      List<String> classes,
      StageContext<Dataset<Row>> context) {
    List<LogisticRegression> alike = learners.stream().map(LogisticRegression.class::cast).toList();
    return SharedLogisticRegression.fit(rows, alike, classes.size(), context::checkCancelled)
        .map(
            fits -> {
              for (int i = 0; i < fits.size(); i++) {
                tell(trials.get(i), fits.get(i).iterations(), context);
              }
              return fits.stream().map(SharedFit::model).toList();
            });
  }

  /** Support vector machines over shared passes. */
  static Optional<List<LinearSVCModel>> supportVectorMachines(
      List<LinearSvmOptions> trials,
      List<Estimator<?>> learners,
      Dataset<Row> rows,
      List<String> classes,
      StageContext<Dataset<Row>> context) {
    List<LinearSVC> alike = learners.stream().map(LinearSVC.class::cast).toList();
    return SharedLinearSvm.fit(rows, alike, context::checkCancelled)
        .map(fits -> fits.stream().map(SharedFit::model).toList());
  }
}
