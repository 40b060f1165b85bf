package io.millrace.xgboost;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.ExportForm;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import io.millrace.spark.api.SlotWeights;
import io.millrace.spark.api.SparkMlParams;
import io.millrace.spark.api.SparkMlTrainer;
import io.millrace.spark.api.TrainerColumns;
import io.millrace.spark.scoring.stock.ModelSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import ml.dmlc.xgboost4j.scala.spark.XGBoostEstimator;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Predictor;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Hands the learning to XGBoost. */
final class XgboostTrainer extends SparkMlTrainer {
  /** Options that are no parameters of XGBoost, or not by themselves. */
  private static final Set<String> OWN =
      Set.of("label", "features", "weight", "task", "validationShare");

  /** XGBoost's own parameters are written as in its other languages. */
  private static final Map<String, String> NAMES =
      Map.of(
          "maxDepth", "max_depth",
          "minChildWeight", "min_child_weight",
          "colsampleBytree", "colsample_bytree",
          "maxBin", "max_bin",
          "scalePosWeight", "scale_pos_weight");

  private final XgboostOptions options;

  XgboostTrainer(XgboostOptions options) {
    super(
        new TrainerColumns(options.features(), options.label(), options.weight()), options.task());
    this.options = options;
    learner();
  }

  /** XGBoost reads its rows once, into a matrix of its own; the label was read before. */
  @Override
  public Passes passes() {
    return new Passes(2, true);
  }

  /** Its model's class is none of Spark's. */
  @Override
  public Set<ExportForm> exportForms() {
    return EnumSet.of(ExportForm.SCORING);
  }

  @Override
  protected Transformer learn(
      Dataset<Row> rows, List<String> classes, StageContext<Dataset<Row>> context) {
    Predictor<Vector, ?, ?> learner = learner();
    SparkMlParams.setWhereKnown(learner, "seed", context.seed());
    if (options.task() == Task.CLASSIFICATION) {
      setObjective(learner, classes);
    }
    if (rows.sparkSession().sparkContext().isLocal()) {
      // Else its tracker listens to the network.
      SparkMlParams.setWhereKnown(learner, "rabitTrackerHostIp", "127.0.0.1");
    }
    if (stoppingShare().isEmpty()) {
      return fitted(learner, rows);
    }
    ((XGBoostEstimator<?, ?>) learner).setEvalDataset(rows.where(Columns.col(HELD_OUT)));
    PredictionModel<Vector, ?> all = fitted(learner, rows.where(not(Columns.col(HELD_OUT))));
    return best(all, context);
  }

  @Override
  protected OptionalDouble stoppingShare() {
    return options.numEarlyStoppingRounds() == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(options.validationShare());
  }

  /** The rounds after the best one only showed that it was the best. */
  private PredictionModel<Vector, ?> best(
      PredictionModel<Vector, ?> all, StageContext<Dataset<Row>> context) {
    SavedBooster booster = SavedBooster.of(all);
    int rounds = booster.bestRounds();
    context.fact("rounds", Integer.toString(rounds));
    return booster.first(rounds).model(options.task());
  }

  @SuppressWarnings("unchecked") // What a predictor fits is a prediction model.
  private static PredictionModel<Vector, ?> fitted(
      Predictor<Vector, ?, ?> learner, Dataset<Row> rows) {
    return (PredictionModel<Vector, ?>) learner.fit(rows);
  }

  private void setObjective(Predictor<Vector, ?, ?> learner, List<String> classes) {
    boolean binary = classes.size() <= 2;
    if (!binary && options.scalePosWeight() != null) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "scalePosWeight weighs the second of two classes, and the label '%s' has %d."
              .formatted(options.label(), classes.size()));
    }
    SparkMlParams.setWhereKnown(
        learner, "objective", binary ? "binary:logistic" : "multi:softprob");
    if (!binary) {
      SparkMlParams.setWhereKnown(learner, "num_class", classes.size());
    }
  }

  private Column refused(String what) {
    return RowFailures.raise(
        StandardError.UNUSABLE_COLUMN,
        "",
        lit("The column '%s' holds %s.".formatted(options.features(), what)));
  }

  private Predictor<Vector, ?, ?> learner() {
    Predictor<Vector, ?, ?> learner = QuietLearners.of(options.task());
    SparkMlParams.set(learner, options, OWN, NAMES);
    // Said, so that a sparse vector's gaps count as zeros, and NaN alone as missing.
    SparkMlParams.setWhereKnown(learner, "missing", Float.NaN);
    // Its tasks start together, which Spark refuses behind partitions that were put together.
    SparkMlParams.setWhereKnown(learner, "forceRepartition", true);
    if (options.weight() != null) {
      SparkMlParams.setWhereKnown(learner, "weightCol", WEIGHT);
    }
    return learner;
  }

  /**
   * The vectors, dense, as its code takes a sparse vector's values for those of other slots when it
   * predicts; without what XGBoost fails on in one of its own tasks, where nobody hears it.
   */
  @Override
  protected Column readable(Column vectors) {
    Column floats = functions.vector_to_array(vectors, "float32");
    return when(vectors.isNull(), refused("no vector"))
        .when(
            array_contains(floats, Float.POSITIVE_INFINITY)
                .or(array_contains(floats, Float.NEGATIVE_INFINITY)),
            refused(
                "a number that is infinite in 32 bits, which XGBoost can't take: fill it first"))
        .otherwise(functions.array_to_vector(functions.vector_to_array(vectors, "float64")));
  }

  @Override
  protected Optional<SlotWeights> slotWeights(Transformer model, List<String> classes) {
    return Optional.of(SlotWeights.importance(BoosterGains.of(model)));
  }

  @Override
  protected List<ScoringStep> scoring(Transformer model) {
    return BoosterSteps.of(SavedBooster.of(model), new ModelSteps(model));
  }

  @Override
  protected void write(Transformer model, Path directory) throws IOException {
    SavedBooster.of(model).write(directory);
  }

  @Override
  protected Transformer read(String directory) {
    return SavedBooster.read(Path.of(directory)).model(options.task());
  }
}
