package io.millrace.spark.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Tallies texts, and decimals of more than eight bytes. Equal values are counted in a map, which is
 * taken in when it is full: where a column has few values, that is once.
 */
final class ObjectTally extends ColumnTally {
  private final DataType type;
  private final @Nullable ItemsSketch<String> frequent;

  /** What other tallies may have missed of a value, beside what the sketch itself may have. */
  private long missed;

  private final Map<Object, long[]> gathered = new HashMap<>();
  private int gatheredRows;
  private @Nullable Object least;
  private @Nullable Object greatest;

  ObjectTally(DataType type, @Nullable NumberTally numbers, boolean tracks) {
    super(numbers);
    this.type = type;
    this.frequent = tracks ? new ItemsSketch<>(TRACKED) : null;
  }

  @Override
  void add(InternalRow row, int place) {
    if (row.isNullAt(place)) {
      return;
    }
    Object value =
        type instanceof DecimalType decimal
            ? row.getDecimal(place, decimal.precision(), decimal.scale())
            : row.getUTF8String(place);
    long[] count = gathered.get(value);
    if (count == null) {
      count = new long[1];
      // The row that a text points into is written over by the next one.
      gathered.put(value instanceof UTF8String text ? text.copy() : value, count);
    }
    count[0]++;
    gatheredRows++;
    if (gathered.size() == BLOCK || numbers != null && gatheredRows == BLOCK) {
      flush();
    }
  }

  @Override
  void flush() {
    if (gatheredRows == 0) {
      return;
    }
    gathered.forEach(
        (value, count) -> {
          String text = value.toString();
          least = least == null || compare(value, least) < 0 ? value : least;
          greatest = greatest == null || compare(value, greatest) > 0 ? value : greatest;
          distinct.offerHashed(hash(text));
          if (frequent != null) {
            frequent.update(text, count[0]);
          }
        });
    if (numbers != null) {
      numbers.add(sorted(numbers.block()), gatheredRows);
    }
    present += gatheredRows;
    gathered.clear();
    gatheredRows = 0;
  }

  private double[] sorted(double[] doubles) {
    int filled = 0;
    for (Map.Entry<Object, long[]> entry : gathered.entrySet()) {
      int end = filled + (int) entry.getValue()[0];
      Arrays.fill(doubles, filled, end, ((Decimal) entry.getKey()).toDouble());
      filled = end;
    }
    Arrays.sort(doubles, 0, gatheredRows);
    return doubles;
  }

  private static int compare(Object left, Object right) {
    return left instanceof UTF8String text
        ? text.compareTo((UTF8String) right)
        : ((Decimal) left).compare((Decimal) right);
  }

  @Override
  public @Nullable Object least() {
    return least;
  }

  @Override
  public @Nullable Object greatest() {
    return greatest;
  }

  @Override
  public List<Frequent> frequent(int top) {
    List<ItemsSketch.Row<String>> rows = new ArrayList<>();
    if (frequent != null) {
      long error = frequent.getMaximumError() + missed;
      rows.addAll(List.of(frequent.getFrequentItems(error + 1, ErrorType.NO_FALSE_POSITIVES)));
    }
    rows.sort(
        Comparator.comparingLong((ItemsSketch.Row<String> row) -> row.getEstimate())
            .reversed()
            .thenComparing(ItemsSketch.Row::getItem));
    return rows.stream()
        .limit(top)
        .map(row -> new Frequent(value(row.getItem()), row.getEstimate() + missed))
        .toList();
  }

  private Object value(String text) {
    return type instanceof DecimalType
        ? Decimal.apply(new BigDecimal(text))
        : UTF8String.fromString(text);
  }

  @Override
  void writeValues(DataOutput out) throws IOException {
    out.writeBoolean(least != null);
    if (least != null) {
      writeBytes(out, least.toString().getBytes(StandardCharsets.UTF_8));
      writeBytes(out, String.valueOf(greatest).getBytes(StandardCharsets.UTF_8));
    }
    if (frequent != null) {
      writeFrequent(out, frequent);
    }
  }

  private void writeFrequent(DataOutput out, ItemsSketch<String> counted) throws IOException {
    List<ItemsSketch.Row<String>> rows =
        List.of(counted.getFrequentItems(0, ErrorType.NO_FALSE_NEGATIVES));
    out.writeLong(counted.getMaximumError() + missed);
    out.writeInt(rows.size());
    for (ItemsSketch.Row<String> row : rows) {
      writeBytes(out, row.getItem().getBytes(StandardCharsets.UTF_8));
      out.writeLong(row.getLowerBound());
    }
  }

  @Override
  void mergeValues(DataInput in) throws IOException {
    if (in.readBoolean()) {
      Object smallest = value(new String(readBytes(in), StandardCharsets.UTF_8));
      Object largest = value(new String(readBytes(in), StandardCharsets.UTF_8));
      least = least == null || compare(smallest, least) < 0 ? smallest : least;
      greatest = greatest == null || compare(largest, greatest) > 0 ? largest : greatest;
    }
    if (frequent != null) {
      mergeFrequent(in, frequent);
    }
  }

  private void mergeFrequent(DataInput in, ItemsSketch<String> counted) throws IOException {
    missed += in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      String text = new String(readBytes(in), StandardCharsets.UTF_8);
      counted.update(text, in.readLong());
    }
  }

  private static long hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return XXH64.hashUnsafeBytes(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length, 0);
  }
}
