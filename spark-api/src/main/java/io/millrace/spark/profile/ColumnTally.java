package io.millrace.spark.profile;

import com.clearspring.analytics.stream.cardinality.CardinalityMergeException;
import com.clearspring.analytics.stream.cardinality.HyperLogLogPlus;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one column while its rows go by. Values are gathered and taken in by blocks,
 * equal ones at once. Sketches of Apache DataSketches travel here without its Memory classes, which
 * refuse every Java after 21.
 */
public abstract class ColumnTally {
  /** How many values are gathered. */
  static final int BLOCK = 8192;

  /** Frequent values are looked for among three quarters as many. */
  static final int TRACKED = 2048;

  /** 2 to this power registers: an estimate of many distinct values is wrong by 1.6 %. */
  private static final int LG_REGISTERS = 12;

  /** While values are few, they are told apart by so many bits. */
  private static final int SPARSE_BITS = 25;

  long present;
  final HyperLogLogPlus distinct = new HyperLogLogPlus(LG_REGISTERS, SPARSE_BITS);
  final @Nullable NumberTally numbers;

  ColumnTally(@Nullable NumberTally numbers) {
    this.numbers = numbers;
  }

  /**
   * A frequent value.
   *
   * @param value as Spark keeps it
   * @param count how many there are, or a little more
   */
  public record Frequent(Object value, long count) {}

  /** Adds the value of a row, unless it is null or no number. */
  abstract void add(InternalRow row, int place);

  /** Takes in what has been gathered; to be called before anything is asked or merged. */
  abstract void flush();

  /** How many values there are. */
  public long present() {
    return present;
  }

  /** How many different values there are; an estimate, if they are many. */
  public long distinctValues() {
    return distinct.cardinality();
  }

  /** How numbers spread; empty of others, and if there is no value. */
  public Optional<NumberTally> spread() {
    return present == 0 ? Optional.empty() : Optional.ofNullable(numbers);
  }

  /** The smallest value as Spark keeps it; null if there is none. */
  public abstract @Nullable Object least();

  /** The largest value as Spark keeps it; null if there is none. */
  public abstract @Nullable Object greatest();

  /** The most frequent values, the first ones first; none that may only seem frequent. */
  public abstract List<Frequent> frequent(int top);

  abstract void mergeValues(DataInput in) throws IOException;

  abstract void writeValues(DataOutput out) throws IOException;

  void write(DataOutput out) throws IOException {
    flush();
    out.writeLong(present);
    writeBytes(out, distinct.getBytes());
    if (numbers != null) {
      numbers.write(out);
    }
    writeValues(out);
  }

  /** Adds what a tally of the same column wrote. */
  void merge(DataInput in, double error, RankSummary.Scratch scratch) throws IOException {
    present += in.readLong();
    addDistinct(HyperLogLogPlus.Builder.build(readBytes(in)));
    if (numbers != null) {
      NumberTally others = new NumberTally(error, scratch);
      others.read(in);
      numbers.merge(others);
    }
    mergeValues(in);
  }

  private void addDistinct(HyperLogLogPlus others) {
    try {
      distinct.addAll(others);
    } catch (CardinalityMergeException e) {
      throw new IllegalStateException("Both are made with the same precision.", e);
    }
  }

  static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
