package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.MetricSpec.Direction;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Measures predicted numbers, in one job that gives one row of sums a partition. */
final class RegressionEvaluator implements Evaluator<Dataset<Row>> {
  private static final String NAME = "evaluate/regression";

  @Override
  public List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.loss("rmse"),
        MetricSpec.loss("mae"),
        MetricSpec.loss("mape"),
        new MetricSpec("r2", Direction.HIGHER_IS_BETTER, Double.NEGATIVE_INFINITY, 1));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkPrediction(predictions, NAME, problems);
    predictions
        .column(Model.PREDICTION)
        .filter(column -> !column.type().isNumeric())
        .ifPresent(
            column ->
                problems.report(
                    "",
                    StandardError.COLUMN_TYPE,
                    "%s measures predicted numbers, and the model predicts the type %s"
                        .formatted(NAME, column.type().text())));
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    if (!predictions.classes().isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s measures predicted numbers, and this model predicts classes: use evaluate/binary or evaluate/multiclass."
              .formatted(NAME));
    }
    Truth truth = Truth.of(predictions, NAME);
    MapPartitionsFunction<Row, Row> sums = RegressionSums::ofPartition;
    RegressionSums total = new RegressionSums();
    truth
        .frame()
        .select(number(truth.label()), number(Model.PREDICTION), truth.weight())
        .mapPartitions(sums, Encoders.row(RegressionSums.SCHEMA))
        .collectAsList()
        .forEach(row -> total.merge(RegressionSums.of(row)));
    total.refuseBad(truth);
    context.rows((long) total.rows());
    return new Evaluation(total.metrics());
  }

  private static Column number(String column) {
    return coalesce(Columns.col(column).cast("double"), lit(Double.NaN));
  }
}
