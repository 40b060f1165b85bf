package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.spark.api.Schemas;
import io.millrace.stages.evaluate.TallyJob.Found;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The columns that predictions are compared by, and what may be wrong with them.
 *
 * @param predictions the rows
 * @param label the column with the truth
 */
record Truth(Predictions<Dataset<Row>> predictions, String label) {
  /** Predictions that must be of a model that has a label. */
  static Truth of(Predictions<Dataset<Row>> predictions, String evaluator) {
    String label =
        predictions
            .label()
            .orElseThrow(
                () ->
                    new MillraceException(
                        StandardError.UNUSABLE_LABEL,
                        "The stage "
                            + evaluator
                            + " compares predictions with a label, and this model has none."));
    return new Truth(predictions, label);
  }

  /** Reports what a classifier's predictions lack. */
  static void checkClassifier(Schema schema, String evaluator, Problems problems) {
    checkPrediction(schema, evaluator, problems);
    boolean vector =
        Stream.of(Model.PROBABILITY, Model.RAW_PREDICTION)
            .flatMap(name -> schema.column(name).stream())
            .anyMatch(column -> column.type() instanceof VectorOf);
    if (schema.isKnown() && !vector) {
      problems.report(
          "",
          StandardError.UNKNOWN_COLUMN,
          "%s measures classifiers, and the model gives no scores of classes: use evaluate/regression"
              .formatted(evaluator));
    }
  }

  /** Reports a missing prediction. */
  static void checkPrediction(Schema schema, String evaluator, Problems problems) {
    if (!schema.has(Model.PREDICTION)) {
      problems.report(
          "",
          StandardError.UNKNOWN_COLUMN,
          "%s reads the column '%s', which its input lacks: put it behind a trainer"
              .formatted(evaluator, Model.PREDICTION));
    }
  }

  /** The rows. */
  Dataset<Row> frame() {
    return predictions.frame();
  }

  /** Whether the model says how probable each class is; else its scores have no scale. */
  boolean hasProbabilities() {
    return List.of(frame().columns()).contains(Model.PROBABILITY);
  }

  /** The vector with a score for each class. */
  Column scores() {
    return Columns.col(hasProbabilities() ? Model.PROBABILITY : Model.RAW_PREDICTION);
  }

  /** The metrics that need probabilities, where the model gives none; else none. */
  Set<String> baseless() {
    return hasProbabilities() ? Set.of() : Set.of("log_loss", "brier", "ece");
  }

  /** The model's classes, by which labels are numbered. */
  LabelClasses classes() {
    Schema schema = Schemas.fromSpark(frame().select(Columns.col(label)).schema());
    return new LabelClasses(schema.require(label).type().text(), predictions.classes());
  }

  /** The row's weight; NaN if it has none though there is a column for it. */
  Column weight() {
    return predictions
        .weight()
        .map(weight -> coalesce(Columns.col(weight).cast("double"), lit(Double.NaN)))
        .orElseGet(() -> lit(1.0));
  }

  /**
   * Throws if there were no rows, or some that can't be counted.
   *
   * @return the numbers of all rows
   */
  double[] refuseFlaws(Map<Group, Found> found) {
    Found whole = found.get(Group.WHOLE);
    double[] state = whole == null ? new double[Tally.OWN] : whole.state();
    refuse(
        state[Tally.ROWS],
        state[Tally.BAD_LABELS],
        state[Tally.BAD_WEIGHTS],
        state[Tally.BAD_PREDICTIONS]);
    return state;
  }

  private void refuse(double rows, double badLabels, double badWeights, double badPredictions) {
    if (rows == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no rows to evaluate the model on.");
    }
    if (badLabels > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The label '%s' is missing or unknown to the model in %.0f of %.0f evaluated rows: drop such rows before the split."
              .formatted(label, badLabels, rows));
    }
    if (badWeights > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The weight '%s' is missing or negative in %.0f of %.0f evaluated rows."
              .formatted(predictions.weight().orElse(""), badWeights, rows));
    }
    if (badPredictions > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The model predicts nothing that is a number in %.0f of %.0f evaluated rows: fill missing values with transform/impute."
              .formatted(badPredictions, rows));
    }
  }
}
