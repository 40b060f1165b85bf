package io.millrace.stages.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/** Measures a classifier of any number of classes, in one job that counts pairs of classes. */
final class MulticlassEvaluator implements Evaluator<Dataset<Row>> {
  private static final String NAME = "evaluate/multiclass";

  /** 2^-52, as scikit-learn takes it. */
  private static final double SMALLEST = Math.ulp(1.0);

  @Override
  public List<MetricSpec> metrics() {
    return List.of(
        MetricSpec.share("accuracy"),
        MetricSpec.share("precision"),
        MetricSpec.share("recall"),
        MetricSpec.share("f1"),
        MetricSpec.share("f1_macro"),
        MetricSpec.loss("log_loss"));
  }

  @Override
  public void check(Schema predictions, Problems problems) {
    Truth.checkClassifier(predictions, NAME, problems);
  }

  @Override
  public Evaluation evaluate(
      Predictions<Dataset<Row>> predictions, StageContext<Dataset<Row>> context) {
    if (predictions.classes().isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_OPTION,
          "The stage %s measures classifiers, and this model is none: use evaluate/regression."
              .formatted(NAME));
    }
    Truth truth = Truth.of(predictions, NAME);
    Confusion confusion = new Confusion(predictions.classes().size());
    pairs(truth).collectAsList().forEach(confusion::add);
    truth.refuse(
        confusion.rows(),
        confusion.badLabels(),
        confusion.badWeights(),
        confusion.badPredictions());
    context.rows((long) confusion.rows());
    return truth.evaluation(confusion.metrics());
  }

  private static Dataset<Row> pairs(Truth truth) {
    LabelClasses classes = truth.classes();
    UDF2<Vector, Double, Double> loss = MulticlassEvaluator::loss;
    Column weight = Columns.col("weight");
    return truth
        .frame()
        .select(
            coalesce(classes.index(Columns.col(truth.label())), lit(-1.0)).as("class"),
            coalesce(classes.index(Columns.col(Model.PREDICTION)), lit(-1.0)).as("predicted"),
            truth.scores().as("probability"),
            truth.weight().as("weight"))
        .withColumn(
            "loss",
            udf(loss, DataTypes.DoubleType).apply(Columns.col("probability"), Columns.col("class")))
        .groupBy(Columns.col("class"), Columns.col("predicted"))
        .agg(
            sum(weight),
            sum(weight.multiply(Columns.col("loss"))),
            count(lit(1)).cast("double"),
            count_if(Truth.isBadWeight(weight)).cast("double"),
            count_if(isnan(Columns.col("loss"))).cast("double"));
  }

  private static double loss(Vector probability, Double index) {
    int place = index.intValue();
    if (place < 0) {
      // Such labels are counted and refused; their loss doesn't matter.
      return 0;
    }
    if (probability == null) {
      return Double.NaN;
    }
    return -Math.log(Math.max(SMALLEST, Math.min(1 - SMALLEST, probability.apply(place))));
  }
}
