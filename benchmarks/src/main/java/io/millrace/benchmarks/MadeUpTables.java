package io.millrace.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Makes tables whose values follow from the number of the row: the same ones everywhere. */
public final class MadeUpTables {
  /** How many columns a wide table has; every fifth one holds texts. */
  static final int WIDTH = 50;

  private static final int FILES = 4;
  private static final long YEAR = 365L * 24 * 3600;

  private MadeUpTables() {}

  /** Arguments: what to make, where, how many rows, how many keys; or {@code sums TABLE}. */
  public static void main(String[] arguments) throws IOException {
    Path place = Path.of(arguments[1]);
    SparkSession spark = PlainSession.start(place);
    switch (arguments[0]) {
      case "sums" -> printSums(spark, place);
      case "events" -> events(spark, place, number(arguments, 2), number(arguments, 3));
      case "skewed" -> skewed(spark, place, number(arguments, 2), number(arguments, 3));
      case "wide" -> wide(spark, place, number(arguments, 2));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    spark.stop();
  }

  private static long number(String[] arguments, int index) {
    return Long.parseLong(arguments[index]);
  }

  /** Payments, and ten times as many rows of what was known of the cards since when. */
  private static void events(SparkSession spark, Path place, long rows, long keys) {
    write(
        spark
            .range(0, rows, 1, FILES)
            .select(
                col("id").as("event"),
                concat(lit("card-"), below(keys, 1)).as("card"),
                time(2).as("at"),
                uniform(3).as("amount")),
        place.resolve("events"));
    write(
        spark
            .range(0, 10 * rows, 1, FILES)
            .select(
                concat(lit("card-"), below(keys, 4)).as("card"),
                time(5).as("since"),
                col("id").as("version"),
                uniform(6).as("f1"),
                uniform(7).as("f2"),
                uniform(8).as("f3")),
        place.resolve("features"));
  }

  /** Payments of which 30 % are of one shop, and a row for each shop. */
  private static void skewed(SparkSession spark, Path place, long rows, long keys) {
    write(
        spark
            .range(0, rows, 1, FILES)
            .select(
                col("id").as("event"),
                when(uniform(1).lt(0.3), lit("shop-0"))
                    .otherwise(concat(lit("shop-"), below(keys, 2)))
                    .as("shop"),
                uniform(3).as("amount"),
                uniform(4).as("risk")),
        place.resolve("events"));
    write(
        spark
            .range(0, keys, 1, FILES)
            .select(
                concat(lit("shop-"), col("id")).as("shop"),
                uniform(5).as("age"),
                uniform(6).as("size"),
                concat(
                        lit("a text of the shop, so long that rows are not small: "),
                        xxhash64(col("id")))
                    .as("about")),
        place.resolve("shops"));
  }

  private static void wide(SparkSession spark, Path place, long rows) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      Column value = i % 5 == 0 ? concat(lit("value "), below(1000, i)) : uniform(i);
      columns.add(when(uniform(WIDTH + i).geq(0.05), value).as("c" + i));
    }
    write(
        spark.range(0, rows, 1, FILES).select(columns.toArray(Column[]::new)),
        place.resolve("wide"));
  }

  private static Column below(long bound, int salt) {
    return pmod(xxhash64(col("id"), lit(salt)), lit(bound));
  }

  private static Column uniform(int salt) {
    return below(1_000_000_000L, salt).divide(1e9);
  }

  private static Column time(int salt) {
    return timestamp_seconds(lit(1_750_000_000L).plus(below(YEAR, salt)));
  }

  private static void write(Dataset<Row> frame, Path place) {
    frame.write().parquet(place.toString());
  }

  /** How many rows a Delta table holds, and a number that any other content would change. */
  private static void printSums(SparkSession spark, Path table) throws IOException {
    Dataset<Row> frame = spark.read().format("delta").load(table.toString());
    Column[] columns =
        Arrays.stream(frame.columns()).sorted().map(MadeUpTables::number).toArray(Column[]::new);
    Row sums =
        frame
            .agg(
                count(lit(1)).cast("double"),
                sum(pmod(xxhash64(columns), lit(1_000_003L))).cast("double"))
            .head();
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("rows", sums.getDouble(0));
    named.put("content", sums.getDouble(1));
    MetricsDocument.print(named, System.out);
  }

  /** A hash skips what is missing, so that it could not tell in which column. */
  private static Column number(String name) {
    return org.apache.spark.sql.functions.coalesce(col(name).cast("string"), lit("missing"));
  }
}
