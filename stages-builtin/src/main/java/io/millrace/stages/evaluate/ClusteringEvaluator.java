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
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Measures clusters in two jobs: the first one finds where they lie, the second how far rows lie
 * from them.
 */
final class ClusteringEvaluator implements Evaluator<Dataset<Row>> {
  private static final String NAME = "evaluate/clustering";

  private final String features;

  ClusteringEvaluator(String features) {
    this.features = features;
  }

  @Override
  public List<MetricSpec> metrics() {
    return List.of(
        new MetricSpec("silhouette", Direction.HIGHER_IS_BETTER, -1, 1),
        MetricSpec.loss("davies_bouldin"));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkPrediction(predictions, NAME, problems);
    predictions
        .column(Model.PREDICTION)
        .filter(column -> column.type() != Simple.INT)
        .ifPresent(
            column ->
                problems.report(
                    "",
                    StandardError.COLUMN_TYPE,
                    "%s measures clusters, and the model predicts the type %s"
                        .formatted(NAME, column.type().text())));
    predictions
        .column(features)
        .filter(column -> !(column.type() instanceof VectorOf))
        .ifPresent(
            column ->
                problems.report(
                    "features",
                    StandardError.COLUMN_TYPE,
                    "column '%s' of type %s is no vector: name the one that the trainer learnt from"
                        .formatted(features, column.type().text())));
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    if (!predictions.classes().isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s measures clusters, and this model predicts classes: use evaluate/multiclass."
              .formatted(NAME));
    }
    Dataset<Row> rows =
        predictions
            .frame()
            .select(
                coalesce(Columns.col(Model.PREDICTION).cast("int"), lit(-1)),
                Columns.col(features));
    ClusterSpread spread = spread(rows);
    refuseBad(spread);
    context.rows(spread.rows());
    ClusterDistances distances = distances(rows, spread);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("silhouette", distances.silhouette());
    metrics.put("davies_bouldin", distances.daviesBouldin());
    return new Evaluation(metrics);
  }

  private static ClusterSpread spread(Dataset<Row> rows) {
    MapPartitionsFunction<Row, Row> ofPartition = ClusterSpread::ofPartition;
    ClusterSpread total = new ClusterSpread();
    rows.mapPartitions(ofPartition, Encoders.row(ClusterSpread.SCHEMA))
        .collectAsList()
        .forEach(total::merge);
    return total;
  }

  private static ClusterDistances distances(Dataset<Row> rows, ClusterSpread spread) {
    var clusters = spread.clusters();
    MapPartitionsFunction<Row, Row> ofPartition =
        part -> ClusterDistances.ofPartition(clusters, part);
    ClusterDistances total = new ClusterDistances(clusters);
    rows.mapPartitions(ofPartition, Encoders.row(ClusterDistances.SCHEMA))
        .collectAsList()
        .forEach(total::merge);
    return total;
  }

  private void refuseBad(ClusterSpread spread) {
    if (spread.rows() == 0) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no rows to evaluate the model on.");
    }
    if (spread.bad() > 0) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' holds nulls or values that are no finite numbers in %d of %d evaluated rows: fill them with transform/impute."
              .formatted(features, spread.bad(), spread.rows()));
    }
    if (spread.clusters().size() < 2) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "All %d evaluated rows lie in one cluster, and %s compares at least two."
              .formatted(spread.rows(), NAME));
    }
  }
}
