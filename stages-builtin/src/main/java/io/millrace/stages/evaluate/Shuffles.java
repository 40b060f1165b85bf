package io.millrace.stages.evaluate;

import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/**
 * Rows, again and again, each time with the values of one column shuffled among them: all in one
 * frame, so that they are predicted and measured by one job. The rows are in the order of their
 * content's hash, so that the same shuffles come of them wherever they lie.
 */
final class Shuffles implements AutoCloseable {
  /** The column that tells which shuffle a row is of. */
  static final String SHUFFLE = "millrace_shuffle";

  private static final String HASH = "millrace_hash";
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Dataset<Row> source;
  private final Broadcast<Row[]> rows;
  private final long seed;

  private Shuffles(Dataset<Row> source, Broadcast<Row[]> rows, long seed) {
    this.source = source;
    this.rows = rows;
    this.seed = seed;
  }

  /** Of so many rows at most. */
  static Shuffles of(Dataset<Row> source, int most, long seed) {
    List<Row> chosen =
        source
            .withColumn(HASH, RowHash.uniform(source.schema(), List.of(), seed))
            .orderBy(Columns.col(HASH))
            .limit(most)
            .drop(HASH)
            .collectAsList();
    Broadcast<Row[]> rows =
        source
            .sparkSession()
            .sparkContext()
            .broadcast(chosen.toArray(Row[]::new), ClassTag$.MODULE$.apply(Row[].class));
    return new Shuffles(source, rows, seed);
  }

  int rows() {
    return rows.value().length;
  }

  /**
   * One shuffle.
   *
   * @param column the place of the column; -1 for the rows as they are
   * @param repeat a number for each shuffle of a column
   */
  record Shuffle(int column, int repeat) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The rows as they are. */
    static final Shuffle NONE = new Shuffle(-1, 0);

    String text() {
      return column + "/" + repeat;
    }

    /** For each row the one whose value it gets. */
    private int[] order(int rows, long seed) {
      List<Integer> places = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
      if (column >= 0) {
        Collections.shuffle(places, new Random(seed + GOLDEN * (column * 1009L + repeat + 1)));
      }
      return places.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /** The rows of all those shuffles, one after the other. */
  Dataset<Row> frame(List<Shuffle> shuffles) {
    StructType schema = source.schema().add(SHUFFLE, DataTypes.StringType, false);
    Broadcast<Row[]> all = rows;
    long from = seed;
    FlatMapFunction<Long, Row> shuffled =
        place -> shuffled(all.value(), shuffles.get(place.intValue()), from);
    int tasks =
        Math.min(shuffles.size(), 2 * source.sparkSession().sparkContext().defaultParallelism());
    return source
        .sparkSession()
        .range(0, shuffles.size(), 1, tasks)
        .flatMap(shuffled, Encoders.row(schema));
  }

  private static Iterator<Row> shuffled(Row[] rows, Shuffle shuffle, long seed) {
    int[] order = shuffle.order(rows.length, seed);
    return IntStream.range(0, rows.length)
        .mapToObj(i -> row(rows[i], rows[order[i]], shuffle))
        .iterator();
  }

  private static Row row(Row own, Row other, Shuffle shuffle) {
    Object[] values = new Object[own.size() + 1];
    for (int i = 0; i < own.size(); i++) {
      values[i] = i == shuffle.column() ? other.get(i) : own.get(i);
    }
    values[own.size()] = shuffle.text();
    return RowFactory.create(values);
  }

  @Override
  public void close() {
    rows.destroy();
  }
}
