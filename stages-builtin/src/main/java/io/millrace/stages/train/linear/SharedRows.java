package io.millrace.stages.train.linear;

import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.util.DatasetUtils$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Option;

/** Rows that several trials learn from: read and packed once, and kept while they learn. */
final class SharedRows implements AutoCloseable {
  /** Trials that learn at once hold at most so many coefficients in a task. */
  private static final int MOST_COEFFICIENTS = 1 << 23;

  private final JavaRDD<RowBlock> blocks;
  private final RowStatistics statistics;

  private SharedRows(JavaRDD<RowBlock> blocks, RowStatistics statistics) {
    this.blocks = blocks;
    this.statistics = statistics;
  }

  /**
   * Reads rows.
   *
   * @param weight the column that weighs rows; empty for none
   */
  static SharedRows read(Dataset<Row> rows, String label, Option<String> weight, String features) {
    DatasetUtils$ checks = DatasetUtils$.MODULE$;
    JavaRDD<RowBlock> blocks =
        rows.select(
                checks.checkClassificationLabels(label, Option.empty()),
                weight.isEmpty() ? lit(1.0) : checks.checkNonNegativeWeights(weight),
                checks.checkNonNanVectors(features))
            .javaRDD()
            .mapPartitions(new RowPacker())
            .setName("rows that trials share")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new SharedRows(blocks, RowStatistics.of(blocks));
    } catch (Throwable e) {
      blocks.unpersist(false);
      throw e;
    }
  }

  RowStatistics statistics() {
    return statistics;
  }

  /** The minima of trials' costs, in their order. */
  List<Minimum> minimize(
      PointLoss loss, List<LinearTrial> trials, List<double[]> starts, Runnable beforeEachPass) {
    int features = statistics.features();
    int width = Math.max(1, features * trials.get(0).sets());
    int together = Math.max(1, MOST_COEFFICIENTS / width);
    SharedPasses passes = new SharedPasses(blocks, loss, features, beforeEachPass);
    List<Minimum> minima = new ArrayList<>();
    for (int from = 0; from < trials.size(); from += together) {
      int to = Math.min(trials.size(), from + together);
      minima.addAll(passes.minimize(trials.subList(from, to), starts.subList(from, to)));
    }
    return minima;
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
