package io.millrace.stages.train.linear;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.MultiClassSummarizer;
import org.apache.spark.ml.stat.Summarizer$;
import org.apache.spark.ml.stat.SummarizerBuffer;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What linear models need to know of all rows: by Spark ML's own summarizers, so that a column that
 * is constant to it is constant here.
 *
 * @param mean of each feature
 * @param std of each feature, corrected for the sample; 0 where it is constant
 * @param histogram the weight of each class
 * @param weights the weight of all rows
 */
record RowStatistics(double[] mean, double[] std, double[] histogram, double weights) {
  static RowStatistics of(JavaRDD<RowBlock> blocks) {
    Sums sums = blocks.mapPartitions(Sums::of).treeReduce(Sums::merge);
    if (sums.features.weightSum() == 0) {
      return new RowStatistics(new double[0], new double[0], sums.labels.histogram(), 0);
    }
    return new RowStatistics(
        sums.features.mean().toArray(),
        sums.features.std().toArray(),
        sums.labels.histogram(),
        sums.features.weightSum());
  }

  int features() {
    return mean.length;
  }

  /** Whether all rows that weigh anything are of one class. */
  boolean hasOneClass() {
    return Arrays.stream(histogram).filter(weight -> weight != 0).count() <= 1;
  }

  private record Sums(SummarizerBuffer features, MultiClassSummarizer labels)
      implements Serializable {
    static Iterator<Sums> of(Iterator<RowBlock> blocks) {
      Sums sums =
          new Sums(
              Summarizer$.MODULE$.createSummarizerBuffer(
                  CollectionConverters.asScala(List.of("mean", "std", "count")).toSeq()),
              new MultiClassSummarizer());
      blocks.forEachRemaining(sums::add);
      return List.of(sums).iterator();
    }

    private void add(RowBlock block) {
      for (int row = 0; row < block.rows(); row++) {
        features.add(vector(block, row), block.weights[row]);
        labels.add(block.labels[row], block.weights[row]);
      }
    }

    private static Vector vector(RowBlock block, int row) {
      int from = block.starts[row];
      int to = block.starts[row + 1];
      double[] values = Arrays.copyOfRange(block.values, from, to);
      return block.slots == null
          ? Vectors.dense(values)
          : Vectors.sparse(block.features, Arrays.copyOfRange(block.slots, from, to), values);
    }

    Sums merge(Sums other) {
      return new Sums(features.merge(other.features), labels.merge(other.labels));
    }
  }
}
