package io.millrace.spark.profile;

import static org.apache.spark.sql.functions.udf;

import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.Schemas;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Profiles of frames, as {@link io.millrace.api.Engine#profile} has them. */
public final class Profiles {
  private static final double RANK_ERROR = 0.001;

  private Profiles() {}

  /** What is tallied: a column, or a slot of a vector. */
  private record Tallied(String name, LogicalType type, DataType dataType, Column column) {}

  /** Whether values of a type can be tallied. */
  public static boolean takes(LogicalType type) {
    return type instanceof DecimalOf || type instanceof Simple && type != Simple.BINARY;
  }

  /** The profile of a frame. */
  public static FrameProfile of(Dataset<Row> frame) {
    List<Tallied> tallied = tallied(frame);
    Column[] columns = tallied.stream().map(Tallied::column).toArray(Column[]::new);
    List<DataType> types = new ArrayList<>(tallied.stream().map(Tallied::dataType).toList());
    ProfileJob.Found found = new ProfileJob(types, RANK_ERROR, true).run(frame.select(columns));
    List<ColumnProfile> profiles = new ArrayList<>();
    for (int i = 0; i < tallied.size(); i++) {
      profiles.add(profile(tallied.get(i), found.columns().get(i), found.rows()));
    }
    return new FrameProfile(found.rows(), profiles);
  }

  private static List<Tallied> tallied(Dataset<Row> frame) {
    List<Tallied> tallied = new ArrayList<>();
    for (StructField field : frame.schema().fields()) {
      Optional<LogicalType> type = Schemas.logicalType(field.dataType());
      Column column = Columns.col(field.name());
      if (type.isPresent() && takes(type.get())) {
        tallied.add(new Tallied(field.name(), type.get(), field.dataType(), column));
      } else if (type.isPresent() && type.get() instanceof VectorOf) {
        tallied.addAll(slots(field.name(), size(frame, field)));
      }
    }
    return tallied;
  }

  /** The size of vectors: not every column has it written down, then the first one tells. */
  private static int size(Dataset<Row> frame, StructField field) {
    int written = AttributeGroup.fromStructField(field).size();
    if (written >= 0) {
      return written;
    }
    Column column = Columns.col(field.name());
    List<Row> first = frame.where(column.isNotNull()).select(column).takeAsList(1);
    return first.isEmpty() ? 0 : ((Vector) first.get(0).get(0)).size();
  }

  private static List<Tallied> slots(String name, int size) {
    Column column = Columns.col(name);
    List<Tallied> slots = new ArrayList<>();
    for (int i = 0; i < size && size <= FrameProfile.VECTOR_SLOTS; i++) {
      int place = i;
      // Spark's own vector_to_array fails on a row without a vector.
      UDF1<Vector, Double> value = vector -> vector == null ? null : vector.apply(place);
      Column slot = udf(value, DataTypes.DoubleType).apply(column);
      slots.add(new Tallied(name + "[" + i + "]", Simple.DOUBLE, DataTypes.DoubleType, slot));
    }
    return slots;
  }

  private static ColumnProfile profile(Tallied of, ColumnTally tally, long rows) {
    return new ColumnProfile(
        of.name(),
        of.type(),
        rows - tally.present(),
        tally.distinctValues(),
        plain(of.type(), tally.least()),
        plain(of.type(), tally.greatest()),
        tally.spread().map(Profiles::numbers).orElse(null),
        tally.frequent(FrameProfile.FREQUENT).stream()
            .map(value -> frequent(of.type(), value))
            .toList());
  }

  private static ColumnProfile.Frequent frequent(LogicalType type, ColumnTally.Frequent value) {
    Object plain = plain(type, value.value());
    return new ColumnProfile.Frequent(plain == null ? "" : plain, value.count());
  }

  private static ColumnProfile.Numbers numbers(NumberTally numbers) {
    Double[] quantiles = new Double[FrameProfile.QUANTILE_STEPS + 1];
    Arrays.setAll(quantiles, i -> numbers.quantile((double) i / FrameProfile.QUANTILE_STEPS));
    return new ColumnProfile.Numbers(numbers.mean(), numbers.deviation(), Arrays.asList(quantiles));
  }

  /** What Spark keeps in its own way as a plain value. */
  private static @Nullable Object plain(LogicalType type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (type == Simple.DATE) {
      return LocalDate.ofEpochDay(((Number) value).longValue());
    }
    if (type == Simple.TIMESTAMP) {
      return Instant.EPOCH.plus(((Number) value).longValue(), ChronoUnit.MICROS);
    }
    if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal();
    }
    if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    }
    return value instanceof UTF8String text ? text.toString() : value;
  }
}
