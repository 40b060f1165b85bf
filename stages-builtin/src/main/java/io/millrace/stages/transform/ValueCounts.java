package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.udaf;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Counts the values of a column, as text and with null for one, in an aggregate: beside others in
 * one job. All values come together in one task, as they then do in what is learnt.
 */
final class ValueCounts extends Aggregator<String, HashMap<String, long[]>, Row> {
  private static final long serialVersionUID = 1;

  private static final StructType COUNTS =
      new StructType()
          .add("values", DataTypes.createArrayType(DataTypes.StringType, true), false)
          .add("counts", DataTypes.createArrayType(DataTypes.LongType, false), false);

  private ValueCounts() {}

  /** The aggregate of a column, to be read by {@link #read}. */
  static Column of(String column) {
    return udaf(new ValueCounts(), Encoders.STRING()).apply(FittedCodes.text(column));
  }

  /** How many rows have each value, in the order of the values, null first. */
  static SortedMap<@Nullable String, Long> read(Row counts) {
    SortedMap<@Nullable String, Long> read =
        new TreeMap<>(Comparator.nullsFirst(Comparator.<String>naturalOrder()));
    List<@Nullable String> values = counts.getList(0);
    List<Long> numbers = counts.getList(1);
    for (int i = 0; i < values.size(); i++) {
      read.put(values.get(i), numbers.get(i));
    }
    return Collections.unmodifiableSortedMap(read);
  }

  @Override
  public HashMap<String, long[]> zero() {
    return new HashMap<>();
  }

  @Override
  public HashMap<String, long[]> reduce(HashMap<String, long[]> counts, String value) {
    counts.computeIfAbsent(value, key -> new long[1])[0]++;
    return counts;
  }

  @Override
  public HashMap<String, long[]> merge(
      HashMap<String, long[]> left, HashMap<String, long[]> right) {
    right.forEach((value, count) -> left.computeIfAbsent(value, key -> new long[1])[0] += count[0]);
    return left;
  }

  @Override
  public Row finish(HashMap<String, long[]> counts) {
    String[] values = new String[counts.size()];
    long[] numbers = new long[values.length];
    int filled = 0;
    for (Map.Entry<String, long[]> entry : counts.entrySet()) {
      values[filled] = entry.getKey();
      numbers[filled++] = entry.getValue()[0];
    }
    return RowFactory.create(values, numbers);
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // The class does not tell its type arguments.
  public Encoder<HashMap<String, long[]>> bufferEncoder() {
    // Kryo's can't be sent to tasks (SPARK-52819).
    return (Encoder) Encoders.javaSerialization(HashMap.class);
  }

  @Override
  public Encoder<Row> outputEncoder() {
    return Encoders.row(COUNTS);
  }
}
