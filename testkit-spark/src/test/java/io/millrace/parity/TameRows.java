package io.millrace.parity;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.ParityRows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows that every stage can learn from: finite numbers of usual sizes, few texts, no nulls. */
final class TameRows {
  private static final List<String> TEXTS =
      List.of("", "0", "-0.0", "Zürich", "Running fast", "a b", "the cats are running", "NaN");

  private final Random random = new Random(5);

  private TameRows() {}

  static Dataset<Row> of(Schema schema, int rows) {
    TameRows source = new TameRows();
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Column column : schema.columns()) {
        row.add(source.value(column.type()));
      }
      values.add(row);
    }
    return ParityRows.frame(schema, values);
  }

  private Object value(LogicalType type) {
    if (type instanceof VectorOf vector) {
      return vector(Math.max(vector.size(), 4));
    }
    if (type instanceof ArrayOf array) {
      List<Object> elements = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        elements.add(value(array.element()));
      }
      return elements;
    }
    if (type instanceof DecimalOf decimal) {
      return BigDecimal.valueOf(random.nextInt(1000), decimal.scale());
    }
    return switch ((Simple) type) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt(4);
      case LONG -> (long) random.nextInt(4);
      case FLOAT -> (float) (random.nextInt(40) / 8.0);
      case DOUBLE -> random.nextInt(40) / 7.0;
      case DATE -> LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1000));
      case TIMESTAMP -> Instant.ofEpochSecond(1_600_000_000L + random.nextInt(10_000_000));
      default -> TEXTS.get(random.nextInt(TEXTS.size()));
    };
  }

  private Vector vector(int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(3) == 0 ? 0 : i == 0 ? random.nextInt(3) : random.nextGaussian();
    }
    Vector dense = Vectors.dense(values);
    return random.nextBoolean() ? dense : dense.toSparse();
  }
}
