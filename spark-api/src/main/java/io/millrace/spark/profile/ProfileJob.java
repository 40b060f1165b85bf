package io.millrace.spark.profile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import scala.Tuple2;

/**
 * Tallies all columns of a frame in one pass, where its rows lie. As aggregates of Spark SQL, some
 * hundreds in one query would be more code than the JVM compiles, and each keeps its numbers boxed.
 * Tallies are put together in the order of the partitions, so that a repeat finds the same.
 *
 * @param types of the frame's columns
 * @param error of quantiles, as a share of the rows
 * @param tracks whether frequent values are looked for
 */
public record ProfileJob(List<DataType> types, double error, boolean tracks)
    implements Serializable {
  /** So many partitions send their tallies to the driver; of more, groups are merged before. */
  private static final int DIRECT = 32;

  /**
   * What was found.
   *
   * @param rows how many there are
   * @param columns a tally a column
   */
  public record Found(long rows, List<ColumnTally> columns) {}

  /** Tallies the columns of a frame, which has just those. */
  public Found run(Dataset<Row> columns) {
    JavaRDD<InternalRow> rows = columns.queryExecution().toRdd().toJavaRDD();
    JavaRDD<byte[]> tallies = rows.mapPartitions(part -> List.of(tallied(part)).iterator());
    int partitions = rows.getNumPartitions();
    return merged(
        (partitions > DIRECT ? inGroups(tallies, partitions) : tallies).collect().iterator());
  }

  private JavaRDD<byte[]> inGroups(JavaRDD<byte[]> tallies, int partitions) {
    int size = (int) Math.ceil(Math.sqrt(partitions));
    int groups = (partitions + size - 1) / size;
    JavaPairRDD<Integer, byte[]> numbered =
        JavaPairRDD.fromJavaRDD(
            tallies.mapPartitionsWithIndex(
                (index, part) -> List.of(new Tuple2<>(index, part.next())).iterator(), false));
    return numbered
        .mapToPair(one -> new Tuple2<>(one._1() / size, one))
        .groupByKey(groups)
        .sortByKey(true, groups)
        .map(group -> written(merged(inOrder(group._2()))));
  }

  private static Iterator<byte[]> inOrder(Iterable<Tuple2<Integer, byte[]>> numbered) {
    return StreamSupport.stream(numbered.spliterator(), false)
        .sorted((left, right) -> Integer.compare(left._1(), right._1()))
        .map(Tuple2::_2)
        .iterator();
  }

  private byte[] tallied(Iterator<InternalRow> rows) {
    ColumnTally[] tallies = empty(new RankSummary.Scratch()).toArray(ColumnTally[]::new);
    long count = 0;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      count++;
      for (int i = 0; i < tallies.length; i++) {
        tallies[i].add(row, i);
      }
    }
    return written(new Found(count, List.of(tallies)));
  }

  private List<ColumnTally> empty(RankSummary.Scratch scratch) {
    return types.stream().map(type -> empty(type, scratch)).toList();
  }

  private ColumnTally empty(DataType type, RankSummary.Scratch scratch) {
    NumberTally numbers = type instanceof NumericType ? new NumberTally(error, scratch) : null;
    return FixedWidth.holds(type)
        ? new FixedTally(type, numbers, tracks)
        : new ObjectTally(type, numbers, tracks);
  }

  private static byte[] written(Found found) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeLong(found.rows());
      for (ColumnTally tally : found.columns()) {
        tally.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Found merged(Iterator<byte[]> parts) {
    RankSummary.Scratch scratch = new RankSummary.Scratch();
    List<ColumnTally> tallies = empty(scratch);
    long rows = 0;
    try {
      while (parts.hasNext()) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(parts.next()));
        rows += in.readLong();
        for (ColumnTally tally : tallies) {
          tally.merge(in, error, scratch);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Found(rows, tallies);
  }
}
