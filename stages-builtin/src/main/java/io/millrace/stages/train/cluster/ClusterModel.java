package io.millrace.stages.train.cluster;

import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Model;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.PredictionColumns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.api.SparkMlState;
import io.millrace.spark.api.TrainingSummaries;
import io.millrace.spark.scoring.stock.StockModelScoring;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that Spark ML found, numbered from 0. A row without features, or with values that are no
 * finite numbers, belongs to none: its prediction is null.
 */
final class ClusterModel
    implements Model<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
  // Names of our own, since Spark ML reads dots in a name as paths.
  private static final String INNER_FEATURES = "__features";
  private static final String INNER_PREDICTION = "__prediction";
  private static final String INNER_PROBABILITY = "__probability";

  private final org.apache.spark.ml.Model<?> model;
  private final String features;
  private final boolean probabilities;
  private final int slots;

  ClusterModel(
      org.apache.spark.ml.Model<?> model, String features, boolean probabilities, int slots) {
    this.model = reading(model, probabilities, INNER_FEATURES, INNER_PREDICTION, INNER_PROBABILITY);
    this.features = features;
    this.probabilities = probabilities;
    this.slots = slots;
  }

  private static org.apache.spark.ml.Model<?> reading(
      org.apache.spark.ml.Model<?> model,
      boolean probabilities,
      String features,
      String prediction,
      String probability) {
    org.apache.spark.ml.Model<?> copy =
        TrainingSummaries.dropped(
            (org.apache.spark.ml.Model<?>) measuring(model).copy(ParamMap.empty()));
    copy.set(copy.getParam("featuresCol"), features);
    copy.set(copy.getParam("predictionCol"), prediction);
    if (probabilities) {
      copy.set(copy.getParam("probabilityCol"), probability);
    }
    return copy;
  }

  /** Spark's reader of k-means forgets the distance, and takes the Euclidean one for any. */
  private static org.apache.spark.ml.Model<?> measuring(org.apache.spark.ml.Model<?> model) {
    if (!(model instanceof KMeansModel read)
        || read.parentModel().distanceMeasure().equals(read.getDistanceMeasure())) {
      return model;
    }
    return read.copyValues(
        new KMeansModel(
            read.uid(),
            new org.apache.spark.mllib.clustering.KMeansModel(
                read.parentModel().clusterCenters(), read.getDistanceMeasure())),
        ParamMap.empty());
  }

  /** The columns that such a model adds. */
  static PredictionColumns added(boolean probabilities) {
    var prediction = io.millrace.api.schema.Column.nullable(PREDICTION, Simple.INT);
    return probabilities
        ? PredictionColumns.of(
            io.millrace.api.schema.Column.nullable(
                PROBABILITY, new VectorOf(VectorOf.UNKNOWN_SIZE)),
            prediction)
        : PredictionColumns.of(prediction);
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> frame) {
    added(probabilities).refuseTaken(frame);
    List<Column> own = List.of(Columns.cols(List.of(frame.columns())));
    List<Column> staged = new ArrayList<>(own);
    staged.add(
        udf(placed(features, slots), SQLDataTypes.VectorType())
            .apply(Columns.col(features))
            .as(INNER_FEATURES));
    List<Column> result = new ArrayList<>(own);
    Column usable =
        udf((UDF1<Vector, Boolean>) ClusterModel::isUsable, DataTypes.BooleanType)
            .apply(Columns.col(features));
    if (probabilities) {
      result.add(when(usable, Columns.col(INNER_PROBABILITY)).as(PROBABILITY));
    }
    result.add(when(usable, Columns.col(INNER_PREDICTION)).as(PREDICTION));
    return model
        .transform(frame.select(staged.toArray(Column[]::new)))
        .select(result.toArray(Column[]::new));
  }

  /** Spark ML needs a vector in every row; what it makes of zeros for none is thrown away. */
  private static UDF1<Vector, Vector> placed(String features, int slots) {
    return vector -> {
      if (vector != null && vector.size() != slots) {
        throw RowFailures.failure(
            StandardError.SCHEMA_MISMATCH,
            "The vector '%s' has %d slots, and the model learnt from vectors of %d."
                .formatted(features, vector.size(), slots));
      }
      return isUsable(vector) ? vector : Vectors.zeros(slots);
    };
  }

  private static boolean isUsable(@Nullable Vector vector) {
    return vector != null && DoubleStream.of(vector.toArray()).allMatch(Double::isFinite);
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  @Override
  public void save(StateDirectory state) {
    SparkMlState.save(state, List.of(model));
  }

  /** A vector that is none, or holds what is no finite number, stays without a cluster. */
  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    List<ScoringStep> steps = new ArrayList<>();
    steps.add(
        ScoringStep.of("finite-vector")
            .reading(features)
            .adding(INNER_FEATURES, new VectorOf(slots))
            .with("size", slots)
            .with("infinities", false));
    steps.addAll(
        StockModelScoring.steps(
            reading(model, probabilities, INNER_FEATURES, PREDICTION, PROBABILITY)));
    return steps;
  }

  @Override
  public List<Transformer> sparkMl() {
    return List.of(reading(model, probabilities, features, PREDICTION, PROBABILITY));
  }
}
