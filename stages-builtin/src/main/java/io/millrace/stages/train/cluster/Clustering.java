package io.millrace.stages.train.cluster;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.clustering.ClusteringSummary;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How one clustering of Spark ML is used: a row of the table in {@link Clusterings}.
 *
 * @param learner makes it, with Spark's defaults
 * @param learning what it does with the training rows
 * @param centers the middle of each cluster
 * @param probabilities whether a model says how probable each cluster is
 * @param converges whether it may stop before its last round
 * @param figure what the run shows of a model
 */
record Clustering(
    Supplier<? extends Estimator<?>> learner,
    BiFunction<Estimator<?>, Dataset<Row>, Model<?>> learning,
    Function<Model<?>, Vector[]> centers,
    boolean probabilities,
    boolean converges,
    Figure figure) {
  /**
   * A number that tells how well the clusters fit the training rows.
   *
   * @param name the fact's name
   * @param value takes it from what Spark ML notes of the training
   */
  record Figure(String name, Function<ClusteringSummary, Double> value) {}

  /** The figure of clusterings that put each row into the cluster of the nearest center. */
  static Figure cost(Function<ClusteringSummary, Double> cost) {
    return new Figure("distances to centers, squared", cost);
  }

  /** As most learners learn. */
  static Model<?> fit(Estimator<?> learner, Dataset<Row> rows) {
    return (Model<?>) learner.fit(rows);
  }

  /**
   * As k-means does. Its quicker solver (for dense vectors) fails in its own way if fewer rows
   * differ than clusters are asked for; the other one makes the fewer clusters.
   */
  static Model<?> fitWhateverDiffers(Estimator<?> learner, Dataset<Row> rows) {
    try {
      return fit(learner, rows);
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      if (!isTooFewCenters(e)) {
        throw e;
      }
      return ((KMeans) learner).setSolver("row").fit(rows);
    }
  }

  private static boolean isTooFewCenters(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ArrayIndexOutOfBoundsException
          && cause.getStackTrace().length > 0
          && cause.getStackTrace()[0].getClassName().endsWith(".KMeansAggregator")) {
        return true;
      }
    }
    return false;
  }
}
