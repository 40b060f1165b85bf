package io.millrace.spark.profile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.LongsSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/** Tallies values of at most eight bytes. A block of them is sorted, so that equal ones meet. */
final class FixedTally extends ColumnTally {
  private final DataType type;
  private final FixedWidth width;
  private final double unit;
  private final @Nullable LongsSketch frequent;
  private final long[] codes = new long[BLOCK];
  private int gathered;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  FixedTally(DataType type, @Nullable NumberTally numbers, boolean tracks) {
    super(numbers);
    this.type = type;
    this.width = FixedWidth.of(type);
    this.unit = type instanceof DecimalType decimal ? Math.pow(10, decimal.scale()) : 1;
    this.frequent = tracks ? new LongsSketch(TRACKED) : null;
  }

  @Override
  void add(InternalRow row, int place) {
    if (width.isPresent(row, place)) {
      codes[gathered++] = width.code(row, place, type);
      if (gathered == BLOCK) {
        flush();
      }
    }
  }

  @Override
  void flush() {
    if (gathered == 0) {
      return;
    }
    Arrays.sort(codes, 0, gathered);
    least = Math.min(least, codes[0]);
    greatest = Math.max(greatest, codes[gathered - 1]);
    for (int start = 0; start < gathered; ) {
      int end = start + 1;
      while (end < gathered && codes[end] == codes[start]) {
        end++;
      }
      distinct.offerHashed(XXH64.hashLong(codes[start], 0));
      if (frequent != null) {
        frequent.update(codes[start], end - start);
      }
      start = end;
    }
    if (numbers != null) {
      numbers.add(sorted(numbers.block()), gathered);
    }
    present += gathered;
    gathered = 0;
  }

  private double[] sorted(double[] doubles) {
    for (int i = 0; i < gathered; i++) {
      doubles[i] = width.asDouble(codes[i]) / unit;
    }
    return doubles;
  }

  @Override
  public @Nullable Object least() {
    return present == 0 ? null : width.value(least, type);
  }

  @Override
  public @Nullable Object greatest() {
    return present == 0 ? null : width.value(greatest, type);
  }

  @Override
  public List<Frequent> frequent(int top) {
    List<LongsSketch.Row> rows = new ArrayList<>();
    if (frequent != null) {
      rows.addAll(
          List.of(
              frequent.getFrequentItems(
                  frequent.getMaximumError() + 1, ErrorType.NO_FALSE_POSITIVES)));
    }
    rows.sort(
        Comparator.comparingLong(LongsSketch.Row::getEstimate)
            .reversed()
            .thenComparing(LongsSketch.Row::getItem));
    return rows.stream()
        .limit(top)
        .map(row -> new Frequent(width.value(row.getItem(), type), row.getEstimate()))
        .toList();
  }

  @Override
  void writeValues(DataOutput out) throws IOException {
    out.writeLong(least);
    out.writeLong(greatest);
    if (frequent != null) {
      writeBytes(out, frequent.serializeToString().getBytes(US_ASCII));
    }
  }

  @Override
  void mergeValues(DataInput in) throws IOException {
    least = Math.min(least, in.readLong());
    greatest = Math.max(greatest, in.readLong());
    if (frequent != null) {
      frequent.merge(LongsSketch.getInstance(new String(readBytes(in), US_ASCII)));
    }
  }
}
