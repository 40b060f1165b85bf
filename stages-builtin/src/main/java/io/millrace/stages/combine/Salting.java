package io.millrace.stages.combine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.xxhash64;

import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Frequent keys of a frame, and into how many slices the rows of each are cut: a slice goes to one
 * task, and the other side's rows of that key go to each of them.
 *
 * @param rows of the frame
 * @param counts rows by hash of a frequent key, as counted; at most a little below the truth
 * @param partitions into how many a shuffle is cut
 */
record Salting(long rows, Map<Long, Long> counts, int partitions) {
  /** The column that tells slices of a key apart. */
  static final String SLICE = "millrace_slice";

  /** Beyond these, keys are so many that none of them stands out. */
  private static final int MOST_KEYS = 32;

  private static final int TRACKED = 10_000;

  /** Finds the frequent keys, in one pass over the keys that holds few of them in memory. */
  static Salting measure(Dataset<Row> frame, Collection<String> on) {
    Row found =
        frame
            .select(xxhash64(Columns.cols(on)).as("key"))
            .agg(count(lit(1)), expr("approx_top_k(key, %d, %d)".formatted(MOST_KEYS, TRACKED)))
            .head();
    long rows = found.getLong(0);
    int partitions = partitions(frame.sparkSession());
    Map<Long, Long> counts = new LinkedHashMap<>();
    for (Row key : found.<Row>getList(1)) {
      // It alone is more than a partition would hold on average.
      if (key.getLong(1) * (double) partitions > rows) {
        counts.put(key.getLong(0), key.getLong(1));
      }
    }
    return new Salting(rows, counts, partitions);
  }

  private static int partitions(SparkSession session) {
    String initial = "spark.sql.adaptive.coalescePartitions.initialPartitionNum";
    String shuffled = session.conf().get("spark.sql.shuffle.partitions");
    return Math.max(2, Integer.parseInt(session.conf().get(initial, shuffled)));
  }

  boolean isNeeded() {
    return !counts.isEmpty();
  }

  private long slices(long count) {
    return Math.max(2, Math.round(Math.ceil(count * (double) partitions / rows)));
  }

  /** Into how many slices a row's key is cut. */
  private Column slices(Collection<String> on) {
    List<Column> entries = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          entries.add(lit(key));
          entries.add(lit(slices(count)));
        });
    Column byKey = functions.map(entries.toArray(Column[]::new));
    return coalesce(try_element_at(byKey, xxhash64(Columns.cols(on))), lit(1L));
  }

  /** The frame with a slice for each row, by its content. */
  Dataset<Row> spread(Dataset<Row> frame, Collection<String> on) {
    Column at = RowHash.uniform(frame.schema(), List.of(), 0);
    return frame.withColumn(SLICE, floor(at.multiply(slices(on))).cast("long"));
  }

  /** The frame with each row as often as its key has slices. */
  Dataset<Row> repeated(Dataset<Row> frame, Collection<String> on) {
    return frame.withColumn(SLICE, explode(sequence(lit(0L), slices(on).minus(1L))));
  }

  /** What was done, for the run's record. */
  String text() {
    if (!isNeeded()) {
      return "no key is frequent: the join stays as it is";
    }
    long held = counts.values().stream().mapToLong(Long::longValue).sum();
    long slices = counts.values().stream().mapToLong(this::slices).sum();
    return String.format(
        Locale.ROOT,
        "%d frequent %s with %.1f %% of %,d rows, cut into %d slices",
        counts.size(),
        counts.size() == 1 ? "key" : "keys",
        100.0 * held / rows,
        rows,
        slices);
  }
}
