package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.LabelClasses;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Measures a classifier of two classes, exactly and in one job. Rows are summed by score where they
 * lie; the sums of each score are then read once in falling order of scores, by a single task, for
 * the areas under the curves. That task needs no memory for them: Spark sorts on disk if it must.
 */
final class BinaryEvaluator implements Evaluator<Dataset<Row>> {
  private static final String NAME = "evaluate/binary";
  private final BinaryOptions options;

  BinaryEvaluator(BinaryOptions options) {
    this.options = options;
  }

  @Override
  public List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.share("auc"),
        MetricSpec.share("pr_auc"),
        MetricSpec.share("accuracy"),
        MetricSpec.share("precision"),
        MetricSpec.share("recall"),
        MetricSpec.share("f1"),
        MetricSpec.loss("log_loss"),
        new MetricSpec("brier", MetricSpec.Direction.LOWER_IS_BETTER, 0, 1),
        MetricSpec.share("ks"));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkClassifier(predictions, NAME, problems);
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    Truth truth = Truth.of(predictions, NAME);
    refuseThreshold(truth);
    int positive = positive(predictions.classes());
    Dataset<Row> byScore = byScore(truth, positive);
    List<Row> figures =
        byScore
            .repartition(1)
            .sortWithinPartitions(Columns.col("score").desc())
            .mapPartitions(new BinaryCurve(), Encoders.row(BinaryCurve.SCHEMA))
            .collectAsList();
    // Where Spark knows without reading that there are no rows, there is no task to say so.
    BinaryFigures result =
        figures.isEmpty() ? BinaryFigures.NONE : BinaryFigures.of(figures.get(0));
    truth.refuse(result.rows(), result.badLabels(), result.badWeights(), result.badPredictions());
    refuseOneClass(truth, result, positive);
    context.rows((long) result.rows());
    return truth.evaluation(result.metrics());
  }

  private int positive(List<String> classes) {
    if (classes.size() != 2) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s measures models of two classes, and this one has %d: use evaluate/multiclass or evaluate/regression."
              .formatted(NAME, classes.size()));
    }
    String positive = options.positive();
    if (positive == null) {
      return 1;
    }
    if (!classes.contains(positive)) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The positive class '%s' is none of the model's: '%s' and '%s'."
              .formatted(positive, classes.get(0), classes.get(1)));
    }
    return classes.indexOf(positive);
  }

  private Dataset<Row> byScore(Truth truth, int positive) {
    LabelClasses classes = truth.classes();
    Column weight = Columns.col("weight");
    Column found = Columns.col("found");
    Column isPositive = Columns.col("class").equalTo((double) positive);
    Column isNegative = Columns.col("class").equalTo(1.0 - positive);
    return truth
        .frame()
        .select(
            score(truth, positive).as("score"),
            classes.index(Columns.col(truth.label())).as("class"),
            found(truth, positive).as("found"),
            truth.weight().as("weight"))
        .groupBy(Columns.col("score"))
        .agg(
            sumIf(isPositive, weight),
            sumIf(isNegative, weight),
            sumIf(isPositive.and(found), weight),
            sumIf(isNegative.and(found), weight),
            count(lit(1)).cast("double"),
            count_if(isPositive.or(isNegative).unary_$bang().or(Columns.col("class").isNull()))
                .cast("double"),
            count_if(Truth.isBadWeight(weight)).cast("double"));
  }

  private void refuseThreshold(Truth truth) {
    if (options.threshold() != null && !truth.hasProbabilities()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s has a threshold, and this model gives no probabilities to compare with it: remove the option."
              .formatted(NAME));
    }
  }

  private Column found(Truth truth, int positive) {
    Double threshold = options.threshold();
    return threshold == null
        ? truth.classes().index(Columns.col(Model.PREDICTION)).equalTo((double) positive)
        : score(truth, positive).gt(threshold);
  }

  private static Column score(Truth truth, int positive) {
    UDF1<Vector, Double> score = vector -> vector == null ? Double.NaN : vector.apply(positive);
    return udf(score, DataTypes.DoubleType).apply(truth.scores());
  }

  private static Column sumIf(Column condition, Column weight) {
    return sum(when(condition, weight).otherwise(0.0));
  }

  private static void refuseOneClass(Truth truth, BinaryFigures figures, int positive) {
    if (figures.positives() > 0 && figures.negatives() > 0) {
      return;
    }
    String only =
        truth.predictions().classes().get(figures.positives() > 0 ? positive : 1 - positive);
    throw new MillraceException(
        StandardError.UNUSABLE_LABEL,
        "The label '%s' has only the class '%s' in the evaluated rows: AUC needs both."
            .formatted(truth.label(), only));
  }
}
