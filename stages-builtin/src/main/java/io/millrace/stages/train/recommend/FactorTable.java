package io.millrace.stages.train.recommend;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;

import io.millrace.spark.api.Columns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.functions$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The users, or the items, of the training rows. Tables are written to disk at once: they are read
 * several times, and Spark knows then how large they are.
 *
 * @param side {@link Ratings#USER} or {@link Ratings#ITEM}
 * @param numbered one row each: {@link #ID}, {@link #NUMBER}, {@link #MEAN}, {@link #ROWS}
 */
record FactorTable(String side, Dataset<Row> numbered) {
  /** As the training rows have it. */
  static final String ID = "id";

  /** The mean of the ratings. */
  static final String MEAN = "mean";

  /** What was learnt: a vector. */
  static final String FACTORS = "factors";

  /** What stands for it inside: equal to the id, or its place in their order. */
  static final String NUMBER = "number";

  /** How many training rows it has. */
  static final String ROWS = "rows";

  /** The numbers of those on the other side that it has training rows with, sorted. */
  static final String SEEN = "seen";

  /** Gives each user, or item, an int: itself, or its place in ascending order. */
  static FactorTable numbered(Ratings ratings, String side, Path directory) {
    Dataset<Row> all =
        ratings
            .frame()
            .groupBy(Columns.col(side).as(ID))
            .agg(avg(Columns.col(Ratings.RATING)).as(MEAN), count(lit(1)).as(ROWS));
    DataType type = all.schema().fields()[0].dataType();
    boolean isInt = type.equals(DataTypes.IntegerType);
    Dataset<Row> numbered = isInt ? all.withColumn(NUMBER, Columns.col(ID)) : places(all, type);
    return new FactorTable(side, written(numbered, directory));
  }

  /** By content: the same ids have the same places, however they are distributed. */
  private static Dataset<Row> places(Dataset<Row> all, DataType type) {
    StructType schema =
        new StructType()
            .add(ID, type, false)
            .add(MEAN, DataTypes.DoubleType, false)
            .add(ROWS, DataTypes.LongType, false)
            .add(NUMBER, DataTypes.IntegerType, false);
    return all.sparkSession()
        .createDataFrame(
            all.sort(Columns.col(ID))
                .toJavaRDD()
                .zipWithIndex()
                .map(
                    pair ->
                        RowFactory.create(
                            pair._1().get(0),
                            pair._1().get(1),
                            pair._1().get(2),
                            Math.toIntExact(pair._2()))),
            schema);
  }

  private static Dataset<Row> written(Dataset<Row> table, Path directory) {
    SparkSession session = table.sparkSession();
    table
        .coalesce(session.sparkContext().defaultParallelism())
        .write()
        .parquet(directory.toUri().toString());
    return read(session, directory);
  }

  /** A table that was written. */
  static Dataset<Row> read(SparkSession session, Path directory) {
    return session.read().parquet(directory.toUri().toString());
  }

  /** The ratings with numbers in place of ids. */
  Dataset<Row> numbering(Dataset<Row> ratings) {
    List<Column> columns = new ArrayList<>();
    for (String name : ratings.columns()) {
      columns.add(name.equals(side) ? Columns.col(NUMBER).as(side) : Columns.col(name));
    }
    return ratings
        .join(numbered, Columns.col(side).equalTo(Columns.col(ID)))
        .select(columns.toArray(Column[]::new));
  }

  /** Those of the other side that each has training rows with: its number, {@link #SEEN}. */
  Dataset<Row> seen(Dataset<Row> numberedRatings, String other) {
    return numberedRatings
        .groupBy(Columns.col(side).as("place"))
        .agg(sort_array(collect_set(Columns.col(other))).as(SEEN));
  }

  /**
   * What was learnt of each: {@link #ID}, {@link #MEAN}, {@link #FACTORS}.
   *
   * @param factors Spark ML's, by number
   * @param directory to be made
   * @return the directory, which holds the table
   */
  Path described(Dataset<Row> factors, Path directory) {
    return described(factors, List.of(), directory);
  }

  /** The same, with further columns of this table or of the factors. */
  Path described(Dataset<Row> factors, List<String> more, Path directory) {
    Column vector = functions$.MODULE$.array_to_vector(Columns.col("features"));
    List<String> kept = new ArrayList<>(List.of(ID, MEAN, FACTORS));
    kept.addAll(more);
    written(
        factors
            .withColumnRenamed("id", "place")
            .withColumn(FACTORS, vector)
            .join(numbered, Columns.col("place").equalTo(Columns.col(NUMBER)))
            .select(Columns.cols(kept)),
        directory);
    return directory;
  }
}
