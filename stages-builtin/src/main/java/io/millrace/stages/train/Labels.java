package io.millrace.stages.train;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlTrainer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What learners want of a label's classes. */
final class Labels {
  private Labels() {}

  /** Refuses more than two classes. */
  static void requireTwo(String stage, String label, List<String> classes) {
    if (classes.size() != 2) {
      throw new MillraceException(
          StandardError.UNUSABLE_LABEL,
          "The stage %s knows two classes, and the label '%s' has %d: use train/one-vs-rest with this learner, or train/random-forest."
              .formatted(stage, label, classes.size()));
    }
  }

  /** Of the vectors to learn from, one that is there. */
  static Vector firstVector(Dataset<Row> rows, String features) {
    List<Row> found =
        rows.select(SparkMlTrainer.FEATURES)
            .filter(Columns.col(SparkMlTrainer.FEATURES).isNotNull())
            .takeAsList(1);
    if (found.isEmpty()) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The column '%s' holds nothing but nulls.".formatted(features));
    }
    return found.get(0).getAs(0);
  }

  /** The first layer has a node for each feature, the last one for each class. */
  static void setLayers(
      MultilayerPerceptronOptions options,
      Estimator<?> learner,
      Dataset<Row> rows,
      List<String> classes) {
    Vector first = firstVector(rows, options.features());
    int[] layers =
        IntStream.concat(
                IntStream.of(first.size()),
                Stream.concat(options.hiddenLayers().stream(), Stream.of(classes.size()))
                    .mapToInt(Integer::intValue))
            .toArray();
    ((MultilayerPerceptronClassifier) learner).setLayers(layers);
  }
}
