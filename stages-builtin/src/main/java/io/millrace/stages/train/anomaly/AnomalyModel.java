package io.millrace.stages.train.anomaly;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Model;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import io.millrace.spark.api.PredictionColumns;
import io.millrace.spark.api.StateJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Marks rows whose score exceeds a threshold: 1, or the class of anomalies. A vector that is
 * missing, or holds what is no number, has no score and no mark.
 */
final class AnomalyModel implements Model<Dataset<Row>>, ScoringExport<Dataset<Row>> {
  /** From 0 to 1. */
  static final String SCORE = "anomalyScore";

  private static final String FILE = "forest.json";

  private final String features;
  private final IsolationForest forest;
  private final double threshold;
  private final @Nullable LabelClasses classes;

  AnomalyModel(
      String features, IsolationForest forest, double threshold, @Nullable LabelClasses classes) {
    this.features = features;
    this.forest = forest;
    this.threshold = threshold;
    this.classes = classes;
  }

  private record Saved(IsolationForest forest, double threshold, @Nullable LabelClasses classes) {}

  static AnomalyModel load(String features, StateDirectory state) {
    Saved saved = StateJson.read(state, FILE, Saved.class);
    return new AnomalyModel(features, saved.forest(), saved.threshold(), saved.classes());
  }

  /** The columns that such a model adds. */
  static PredictionColumns added(LogicalType predicted) {
    return PredictionColumns.of(
        io.millrace.api.schema.Column.nullable(SCORE, Simple.DOUBLE),
        io.millrace.api.schema.Column.nullable(RAW_PREDICTION, new VectorOf(VectorOf.UNKNOWN_SIZE)),
        io.millrace.api.schema.Column.nullable(PREDICTION, predicted));
  }

  /** The score of a column's vectors; null where there is none. */
  static Column score(String features, IsolationForest forest) {
    UDF1<Vector, Double> score = vector -> score(vector, features, forest);
    return udf(score, DataTypes.DoubleType).apply(Columns.col(features));
  }

  private static @Nullable Double score(
      @Nullable Vector vector, String features, IsolationForest forest) {
    if (vector == null) {
      return null;
    }
    if (vector.size() != forest.width()) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' holds a vector of %d slots, and the model learnt from %d."
              .formatted(features, vector.size(), forest.width()));
    }
    double[] row = vector.toArray();
    return DoubleStream.of(row).anyMatch(Double::isNaN) ? null : forest.score(row);
  }

  @Override
  public Dataset<Row> predict(Dataset<Row> frame) {
    added(classes == null ? Simple.INT : classes.logicalType()).refuseTaken(frame);
    UDF1<Double, Vector> both =
        score -> score == null ? null : Vectors.dense(1 - score, new double[] {score});
    Column score = Columns.col(SCORE);
    List<Column> columns = new ArrayList<>(List.of(Columns.cols(List.of(frame.columns()))));
    columns.add(score);
    columns.add(udf(both, SQLDataTypes.VectorType()).apply(score).as(RAW_PREDICTION));
    columns.add(
        when(score.isNotNull(), when(score.gt(threshold), mark(1)).otherwise(mark(0)))
            .as(PREDICTION));
    return frame.withColumn(SCORE, score(features, forest)).select(columns.toArray(Column[]::new));
  }

  @Override
  public List<ScoringStep> scoring(Dataset<Row> frame) {
    String usable = "__millrace_" + SCORE + "_features";
    String place = "__millrace_" + SCORE + "_place";
    List<ScoringStep> steps = new ArrayList<>();
    steps.add(
        ScoringStep.of("finite-vector")
            .reading(features)
            .adding(usable, new VectorOf(forest.width()))
            .with("size", forest.width())
            .with("infinities", true));
    steps.add(
        forest
            .scoring()
            .reading(usable)
            .adding(SCORE, Simple.DOUBLE)
            .adding(RAW_PREDICTION, new VectorOf(2)));
    steps.add(
        ScoringStep.of("decision")
            .reading(RAW_PREDICTION)
            .adding(
                classes == null ? PREDICTION : place, classes == null ? Simple.INT : Simple.DOUBLE)
            .with("rule", "above")
            .with("place", 1)
            .with("nanIsLargest", true)
            .withArray("threshold", new double[] {threshold}));
    if (classes != null) {
      steps.add(classes.labelling(place, PREDICTION));
    }
    return steps;
  }

  private Column mark(int place) {
    return classes == null ? lit(place) : classes.value(lit(place));
  }

  @Override
  public List<String> classes() {
    return classes == null ? List.of() : classes.names();
  }

  @Override
  public void save(StateDirectory state) {
    StateJson.write(state, FILE, new Saved(forest, threshold, classes));
  }
}
