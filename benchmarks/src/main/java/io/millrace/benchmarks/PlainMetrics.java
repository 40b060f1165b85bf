package io.millrace.benchmarks;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.mllib.evaluation.BinaryClassificationMetrics;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The metrics of {@code evaluate/binary} by Spark's own means: one aggregation, and the curves of
 * MLlib over scores that are cached.
 */
final class PlainMetrics {
  private static final double SMALLEST = Math.ulp(1.0);

  private PlainMetrics() {}

  static Map<String, Double> of(Dataset<Row> predictions) {
    Dataset<Row> scores =
        predictions
            .select(
                vector_to_array(col("probability"), "float64").getItem(1).as("score"),
                col("label"),
                col("prediction"))
            .cache();
    Map<String, Double> metrics = sums(scores);
    BinaryClassificationMetrics curves =
        new BinaryClassificationMetrics(
            scores.toJavaRDD().map(row -> new Tuple2<>(row.getDouble(0), row.getDouble(1))).rdd(),
            0);
    metrics.put("auc", curves.areaUnderROC());
    metrics.put("pr_auc", curves.areaUnderPR());
    metrics.put("ks", largestDistance(curves));
    curves.unpersist();
    scores.unpersist();
    return metrics;
  }

  private static Map<String, Double> sums(Dataset<Row> scores) {
    Column positive = col("label").equalTo(1.0);
    Column found = col("prediction").equalTo(1.0);
    Column clipped = least(greatest(col("score"), lit(SMALLEST)), lit(1 - SMALLEST));
    Row sums =
        scores
            .agg(
                count_if(positive.and(found)).cast("double"),
                count_if(positive).cast("double"),
                count_if(found).cast("double"),
                avg(when(positive.equalTo(found), 1.0).otherwise(0.0)),
                avg(when(positive, log(clipped)).otherwise(log(lit(1.0).minus(clipped)))),
                avg(pow(col("score").minus(col("label")), 2.0)))
            .head();
    double hits = sums.getDouble(0);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", sums.getDouble(3));
    metrics.put("precision", hits / sums.getDouble(2));
    metrics.put("recall", hits / sums.getDouble(1));
    metrics.put("f1", 2 * hits / (sums.getDouble(1) + sums.getDouble(2)));
    metrics.put("log_loss", -sums.getDouble(4));
    metrics.put("brier", sums.getDouble(5));
    return metrics;
  }

  @SuppressWarnings("unchecked") // Scala's tuple of two doubles comes as one of two objects.
  private static double largestDistance(BinaryClassificationMetrics curves) {
    List<? extends Tuple2<?, ?>> points =
        (List<? extends Tuple2<?, ?>>) (List<?>) curves.roc().toJavaRDD().collect();
    return points.stream().mapToDouble(p -> (Double) p._2() - (Double) p._1()).max().orElse(0);
  }
}
