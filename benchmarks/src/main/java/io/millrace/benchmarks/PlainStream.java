package io.millrace.benchmarks;

import java.nio.file.Path;
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

  /**
   * {@code stream MODEL IN OUT SECONDS FILES CHECKPOINT} with a batch of at most so many files
   * every so many seconds, or, of 0, all that is there; {@code compare A B}.
   */
  public static void main(String[] words) throws Exception {
    Path scratch = Path.of(words[words.length - 1]).toAbsolutePath().resolveSibling(".");
    try (SparkSession session = PlainSession.start(scratch)) {
      switch (words[0]) {
        case "stream" -> stream(session, words);
        default -> compare(session, words[1], words[2]);
      }
    }
  }

  private static void stream(SparkSession session, String[] words) throws Exception {
    String input = words[2];
    int seconds = Integer.parseInt(words[4]);
    Dataset<Row> rows =
        session
            .readStream()
            .schema(session.read().parquet(input).schema())
            .option("maxFilesPerTrigger", words[5])
            .parquet(input);
    PlainScoring.columns(PipelineModel.load(words[1]).transform(rows))
        .writeStream()
        .format("delta")
        .option("checkpointLocation", words[6])
        .trigger(seconds == 0 ? Trigger.AvailableNow() : Trigger.ProcessingTime(seconds * 1000L))
        .start(words[3])
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
  }
}
