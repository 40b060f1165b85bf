package io.millrace.stages.evaluate;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
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
import io.millrace.stages.evaluate.TallyJob.Found;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Measures predicted numbers, in one job that gives one row of sums a partition. */
final class RegressionEvaluator extends TallyEvaluator {
  private final RegressionTally tally;
  private final RegressionOptions options;
  private final boolean draws;

  RegressionEvaluator(RegressionOptions options) {
    this(options, true);
  }

  private RegressionEvaluator(RegressionOptions options, boolean draws) {
    super("evaluate/regression", options.common());
    this.options = options;
    this.draws = draws;
    this.tally = new RegressionTally(options.quantiles(), false);
    options.common().check(tally.names());
  }

  @Override
  public List<MetricSpec> metrics() {
    return tally.names().stream()
        .map(
            metric ->
                metric.equals("r2")
                    ? new MetricSpec(
                        metric, Direction.HIGHER_IS_BETTER, Double.NEGATIVE_INFINITY, 1)
                    : MetricSpec.loss(metric))
        .toList();
  }

  @Override
  public Evaluator<Dataset<Row>> withoutDetails() {
    return new RegressionEvaluator(
        new RegressionOptions(options.quantiles(), List.of(), null, null), false);
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkPrediction(predictions, name(), problems);
    checkSlices(predictions, problems);
    predictions
        .column(Model.PREDICTION)
        .filter(column -> !column.type().isNumeric())
        .ifPresent(
            column ->
                problems.report(
                    "",
                    StandardError.COLUMN_TYPE,
                    "%s measures predicted numbers, and the model predicts the type %s"
                        .formatted(name(), column.type().text())));
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    if (!predictions.classes().isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s measures predicted numbers, and this model predicts classes: use evaluate/binary or evaluate/multiclass."
              .formatted(name()));
    }
    Truth truth = Truth.of(predictions, name());
    RegressionTally drawn = new RegressionTally(options.quantiles(), draws);
    Map<Group, Found> found =
        tally(truth.frame(), truth.predictions().drawnByOrNull(), drawn, columns(truth), context);
    context.rows((long) truth.refuseFlaws(found)[Tally.ROWS]);
    Figures figures = new Figures(tally.names(), Set.of(), common());
    Map<String, Double> metrics = figures.of(found, context);
    List<EvaluationTable> tables =
        importance(metrics, truth, tally, RegressionEvaluator::columns, context);
    return new Evaluation(metrics, tables, curves(found), figures.resamples());
  }

  private List<EvaluationTable> curves(Map<Group, Found> found) {
    Found whole = found.get(Group.WHOLE);
    return draws && whole != null ? RegressionDrawing.of(whole.drawn()).curves() : List.of();
  }

  private static List<Column> columns(Truth truth) {
    return List.of(Columns.col(truth.label()), Columns.col(Model.PREDICTION), truth.weight());
  }
}
