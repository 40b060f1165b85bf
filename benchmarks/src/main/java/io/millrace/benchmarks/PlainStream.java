package io.millrace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The programs by hand of {@code benchmarks/run stream}: the structured streaming job that one
 * would write without Millrace, and what looks at the tables that both made.
 */
public final class PlainStream {
  private PlainStream() {}

  /** {@code cut ROWS FILES PATH}, {@code stream MODEL IN OUT CHECKPOINT} or {@code compare A B}. */
  public static void main(String[] words) throws Exception {
    Path scratch = Path.of(words[words.length - 1]).toAbsolutePath().resolveSibling(".");
    try (SparkSession session = PlainSession.start(scratch)) {
      switch (words[0]) {
        case "cut" ->
            session
                .read()
                .parquet(words[1])
                .repartition(Integer.parseInt(words[2]))
                .write()
                .parquet(words[3]);
        case "stream" -> stream(session, words[1], words[2], words[3], words[4]);
        default -> compare(session, words[1], words[2]);
      }
    }
  }

  private static void stream(
      SparkSession session, String model, String input, String output, String checkpoint)
      throws Exception {
    Dataset<Row> rows =
        session
            .readStream()
            .schema(session.read().parquet(input).schema())
            .option("maxFilesPerTrigger", 1)
            .parquet(input);
    PlainScoring.columns(PipelineModel.load(model).transform(rows))
        .writeStream()
        .format("delta")
        .option("checkpointLocation", checkpoint)
        .trigger(Trigger.AvailableNow())
        .start(output)
        .awaitTermination();
  }

  private static void compare(SparkSession session, String ours, String theirs) {
    Dataset<Row> own = session.read().format("delta").load(ours);
    Dataset<Row> other = session.read().format("delta").load(theirs);
    long rows = own.count();
    long same =
        own.selectExpr("id", "probability AS p")
            .join(other.selectExpr("id", "probability AS q"), "id")
            .filter("p = q")
            .count();
    if (rows != same || rows != other.count()) {
      throw new IllegalStateException(
          "%d rows by Millrace, %d by hand, %d of them with equal probabilities"
              .formatted(rows, other.count(), same));
    }
    System.out.println(rows + " rows with the same probabilities, to the bit");
    print("millrace", session, ours);
    print("by hand", session, theirs);
  }

  /** Time between the commits of a table: what a batch takes once the job is under way. */
  private static void print(String name, SparkSession session, String table) {
    List<Long> times = new ArrayList<>();
    for (Row row :
        session
            .read()
            .text(table + "/_delta_log/*.json")
            .selectExpr("DISTINCT _metadata.file_name", "_metadata.file_modification_time AS at")
            .sort("file_name")
            .selectExpr("unix_millis(at)")
            .collectAsList()) {
      times.add(row.getLong(0));
    }
    long[] took = new long[times.size() - 1];
    for (int i = 0; i < took.length; i++) {
      took[i] = times.get(i + 1) - times.get(i);
    }
    Arrays.sort(took);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: commit to commit, ms: p50 %d, p99 %d",
            name,
            took[took.length / 2],
            took[(int) Math.min(took.length - 1, Math.ceil(0.99 * took.length) - 1)]));
  }
}
