package io.millrace.stages.train;

import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.stages.train.LogisticRegressionOptions.Family;
import java.util.List;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
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
      LogisticRegressionOptions options,
      PredictionModel<Vector, ?> model,
      StageContext<Dataset<Row>> context) {
    int iterations = ((LogisticRegressionModel) model).summary().totalIterations();
    context.fact("iterations", Integer.toString(iterations));
    if (iterations >= options.maxIter()) {
      context.warn(
          "the logistic regression stopped after %d iterations without converging: raise maxIter or tol"
              .formatted(iterations));
    }
  }
}
