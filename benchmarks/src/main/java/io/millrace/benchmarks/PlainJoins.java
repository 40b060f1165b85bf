package io.millrace.benchmarks;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** The jobs of {@link FrameJobs} as a user of Spark SQL writes them. */
public final class PlainJoins {
  /** A range join, and of all feature rows before an event the newest. */
  private static final String AS_OF =
      """
      SELECT event, card, at, amount, version, f1, f2, f3 FROM (
        SELECT e.event, e.card, e.at, e.amount, f.version, f.f1, f.f2, f.f3,
          row_number() OVER (PARTITION BY e.event ORDER BY f.since DESC, f.version DESC) AS n
        FROM events e LEFT JOIN features f ON e.card = f.card AND f.since <= e.at
      ) WHERE n = 1
      """;

  private static final String SKEW =
      """
      SELECT e.shop, e.event, e.amount, e.risk, s.age, s.size, s.about
      FROM events e LEFT JOIN shops s ON e.shop = s.shop
      """;

  private PlainJoins() {}

  /** Arguments: the job, the directory of the data, the one to write to. */
  public static void main(String[] arguments) {
    Path data = Path.of(arguments[1]);
    Path output = Path.of(arguments[2]);
    SparkSession spark = PlainSession.start(output);
    if (arguments[0].equals("profile")) {
      profile(spark.read().parquet(data.resolve("wide").toString()));
      spark.stop();
      return;
    }
    boolean asOf = arguments[0].equals("as-of");
    view(spark, data, "events");
    view(spark, data, asOf ? "features" : "shops");
    Dataset<Row> joined = spark.sql(asOf ? AS_OF : SKEW);
    joined.write().format("delta").save(output.resolve("joined").toString());
    spark.stop();
  }

  private static void profile(Dataset<Row> wide) {
    for (StructField field : wide.schema().fields()) {
      String figures =
          "count(%1$s), approx_count_distinct(%1$s), min(%1$s), max(%1$s), approx_top_k(%1$s, 3, 1000)"
              .formatted(field.name());
      if (field.dataType() instanceof NumericType) {
        figures +=
            ", avg(%1$s), stddev_samp(%1$s), percentile_approx(%1$s, array(0.25, 0.5, 0.75), 1000)"
                .formatted(field.name());
      }
      System.out.println(
          field.name() + " " + wide.selectExpr("count(1)", "struct(" + figures + ")").head());
    }
  }

  private static void view(SparkSession spark, Path data, String name) {
    spark.read().parquet(data.resolve(name).toString()).createOrReplaceTempView(name);
  }
}
