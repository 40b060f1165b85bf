package io.millrace.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.functions$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The programs by hand of {@code benchmarks/run batch}: makes the rows, scores them with the stock
 * pipeline of a package as one would without Millrace, and compares what two programs scored.
 */
public final class PlainScoring {
  private PlainScoring() {}

  /**
   * {@code rows N FILES PATH}, {@code score MODEL INPUT OUTPUT} or {@code compare OUTPUT OUTPUT}.
   */
  public static void main(String[] words) throws Exception {
    Path scratch = Path.of(words[words.length - 1]).toAbsolutePath().resolveSibling(".");
    try (SparkSession session = PlainSession.start(scratch)) {
      switch (words[0]) {
        case "rows" ->
            rows(session, Long.parseLong(words[1]), Integer.parseInt(words[2]))
                .write()
                .parquet(words[3]);
        case "score" -> score(session, words[1], words[2]).write().parquet(words[3]);
        default -> requireSame(session, words[1], words[2]);
      }
    }
  }

  /** The command that makes rows, in files that hold as many each, with ids in one piece. */
  static List<String> making(long rows, int files, Path path) {
    return JavaCommand.of(
        PlainScoring.class.getName(), "rows", "" + rows, "" + files, path.toString());
  }

  /** Hashes of the id, so that every machine makes the same rows; some values are missing. */
  private static Dataset<Row> rows(SparkSession session, long count, int files) {
    return session
        .range(0, count, 1, files)
        .selectExpr(
            "id",
            "if(pmod(xxhash64(id, 1), 20) = 0, null, 18 + pmod(xxhash64(id, 2), 60) + 0.0D) AS age",
            "if(pmod(xxhash64(id, 3), 30) = 0, null, pmod(xxhash64(id, 4), 9000) / 100.0D) AS"
                + " monthly",
            "pmod(xxhash64(id, 5), 9) + 0.0D AS calls",
            "element_at(array('basic', 'plus', 'pro', 'team'), int(pmod(xxhash64(id, 6), 4) + 1))"
                + " AS plan",
            "concat('region-', pmod(xxhash64(id, 7), 40)) AS region",
            "if(pmod(xxhash64(id, 5), 9) + pmod(xxhash64(id, 8), 8) > 8, 'yes', 'no') AS churn");
  }

  private static Dataset<Row> score(SparkSession session, String model, String input) {
    Dataset<Row> rows = session.read().parquet(input);
    return columns(PipelineModel.load(model).transform(rows));
  }

  /** The columns that Millrace hands on. */
  static Dataset<Row> columns(Dataset<Row> scored) {
    return scored.select(
        functions.col("id"),
        functions.col("age"),
        functions.col("monthly"),
        functions.col("calls"),
        functions.col("plan"),
        functions.col("region"),
        functions.col("churn"),
        functions$
            .MODULE$
            .vector_to_array(functions.col("rawPrediction"), "float64")
            .as("rawPrediction"),
        functions$
            .MODULE$
            .vector_to_array(functions.col("probability"), "float64")
            .as("probability"),
        functions.col("prediction"));
  }

  private static void requireSame(SparkSession session, String ours, String theirs) {
    Dataset<Row> own = session.read().parquet(ours).selectExpr("id", "probability AS p");
    Dataset<Row> other = session.read().parquet(theirs).selectExpr("id", "probability AS q");
    long rows = own.count();
    long same = own.join(other, "id").filter("p = q").count();
    if (rows != same || rows != other.count()) {
      throw new IllegalStateException(
          "%d rows by Millrace, %d by hand, %d of them with equal probabilities"
              .formatted(rows, other.count(), same));
    }
    System.out.println(rows + " rows with the same probabilities, to the bit");
  }
}
