package io.millrace.testkit.spark;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.score.Scorer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Values of Spark's rows in the slots of a scoring row, and back. */
final class SlotValues {
  private SlotValues() {}

  /** Sets a slot to what stands in a row of Spark. */
  static void set(ScoringRow row, int slot, LogicalType type, @Nullable Object value) {
    if (value == null) {
      row.setNull(slot);
    } else if (type == Simple.FLOAT || type == Simple.DOUBLE) {
      row.setNumber(slot, ((Number) value).doubleValue());
    } else if (isWhole(type)) {
      row.setWhole(slot, whole(value));
    } else {
      row.setObject(slot, object(type, value));
    }
  }

  /** What the slots of the outputs hold, as Spark's rows would hold it. */
  static List<@Nullable Object> read(ScoringRow row, Scorer scorer) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < scorer.outputs().size(); i++) {
      values.add(value(row, scorer.outputSlot(i), scorer.outputs().get(i).type()));
    }
    return values;
  }

  private static @Nullable Object value(ScoringRow row, int slot, LogicalType type) {
    if (row.isNull(slot)) {
      return null;
    }
    if (type == Simple.DOUBLE) {
      return row.number(slot);
    }
    if (type == Simple.FLOAT) {
      return (float) row.number(slot);
    }
    if (isWhole(type)) {
      return boxed(type, row.whole(slot));
    }
    return type instanceof VectorOf ? copy(row.vector(slot)) : row.object(slot);
  }

  private static Object boxed(LogicalType type, long whole) {
    return switch ((Simple) type) {
      case BOOLEAN -> whole != 0;
      case INT, DATE -> Math.toIntExact(whole);
      default -> whole;
    };
  }

  /** What a row of Spark holds, in the form in which {@link #read} gives it. */
  static @Nullable Object plain(LogicalType type, @Nullable Object value) {
    if (value == null || type == Simple.FLOAT || type == Simple.DOUBLE) {
      return value;
    }
    return isWhole(type) ? boxed(type, whole(value)) : object(type, value);
  }

  private static boolean isWhole(LogicalType type) {
    return type == Simple.BOOLEAN
        || type == Simple.INT
        || type == Simple.LONG
        || type == Simple.DATE
        || type == Simple.TIMESTAMP;
  }

  private static long whole(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof java.sql.Date date) {
      return DateTimeUtils.fromJavaDate(date);
    }
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof java.sql.Timestamp time) {
      return DateTimeUtils.fromJavaTimestamp(time);
    }
    return value instanceof Instant time
        ? DateTimeUtils.instantToMicros(time)
        : ((Number) value).longValue();
  }

  private static Object object(LogicalType type, Object value) {
    if (value instanceof DenseVector dense) {
      return ScoringVector.dense(dense.values());
    }
    if (value instanceof SparseVector sparse) {
      return ScoringVector.sparse(sparse.size(), sparse.indices(), sparse.values());
    }
    if (type instanceof DecimalOf) {
      return ((BigDecimal) value);
    }
    if (type instanceof LogicalType.ArrayOf array) {
      Collection<?> elements =
          value instanceof Collection<?> java
              ? java
              : CollectionConverters.asJava((scala.collection.Seq<?>) value);
      List<@Nullable Object> plain = new ArrayList<>();
      elements.forEach(element -> plain.add(plain(array.element(), element)));
      return plain;
    }
    if (type instanceof LogicalType.StructOf struct) {
      List<@Nullable Object> plain = new ArrayList<>();
      for (int i = 0; i < struct.fields().size(); i++) {
        plain.add(plain(struct.fields().get(i).type(), ((Row) value).get(i)));
      }
      return plain;
    }
    return value;
  }

  private static ScoringVector copy(ScoringVector vector) {
    double[] values = java.util.Arrays.copyOf(vector.values(), vector.count());
    return vector.isDense()
        ? ScoringVector.dense(values)
        : ScoringVector.sparse(
            vector.size(), java.util.Arrays.copyOf(vector.indices(), vector.count()), values);
  }
}
