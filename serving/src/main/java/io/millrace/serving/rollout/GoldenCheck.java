package io.millrace.serving.rollout;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.GoldenRows;
import io.millrace.model.GoldenRows.Golden;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ScoredRows;
import io.millrace.serving.model.ServedModel;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Predicts a package's golden rows again, and compares. */
final class GoldenCheck {
  /**
   * Equal bits are the rule; a platform's own {@code exp} or {@code log} may differ in the last.
   */
  private static final double TOLERANCE = 1e-9;

  private static final long FOREVER = Long.MAX_VALUE / 4;

  private final ServedModel model;
  private final List<Golden> rows;
  private final InputRows inputs;

  private GoldenCheck(ServedModel model, List<Golden> rows) {
    this.model = model;
    this.rows = rows;
    this.inputs = inputs(model, rows);
  }

  /**
   * Reads the golden rows of a model's package.
   *
   * @throws MillraceException PACKAGE_CORRUPT, if they do not fit the signature
   */
  static GoldenCheck of(ServedModel model) {
    return new GoldenCheck(model, GoldenRows.of(model.modelPackage()).rows());
  }

  /** The same, read once: a version that is loaded needs its files no more. */
  static GoldenCheck kept(ServedModel model) {
    return model.derived(GoldenCheck.class, GoldenCheck::of);
  }

  /** The rows to warm up with; a row of nulls, if the package has none. */
  InputRows inputs() {
    if (inputs.rows() > 0) {
      return inputs;
    }
    InputRows one = new InputRows(model.inputs(), 1);
    int row = one.addRow();
    for (int i = 0; i < model.inputs().size(); i++) {
      one.setNull(row, i);
    }
    return one;
  }

  /**
   * Predicts and compares.
   *
   * @throws MillraceException PACKAGE_CORRUPT, if a row is refused or predicted otherwise
   */
  void run() {
    if (rows.isEmpty()) {
      return;
    }
    ScoredRows scored;
    try {
      scored = model.score(inputs, System.nanoTime() + FOREVER);
    } catch (CallRefused e) {
      throw failed("a row of golden.json can't be predicted: " + e.getMessage());
    }
    for (int row = 0; row < rows.size(); row++) {
      compare(row, scored);
    }
  }

  private void compare(int row, ScoredRows scored) {
    List<@Nullable Object> expected = rows.get(row).outputsOrNull();
    String dropped = scored.dropped().get(row);
    if ((expected == null) != (dropped != null)) {
      throw failed(
          dropped == null
              ? "row %d of golden.json is to be left out, and is predicted.".formatted(row)
              : "row %d of golden.json is to be predicted, and is left out: %s."
                  .formatted(row, dropped));
    }
    if (expected == null) {
      return;
    }
    List<String> given = scored.columns().stream().map(Column::name).toList();
    List<Column> outputs = model.signature().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      int at = given.indexOf(outputs.get(i).name());
      if (at >= 0) {
        compare(row, outputs.get(i), expected.get(i), value(scored, row, at));
      }
    }
  }

  private void compare(
      int row, Column column, @Nullable Object expected, @Nullable Object predicted) {
    if (!same(expected, predicted)) {
      throw failed(
          "row %d of golden.json is to have %s in '%s', and has %s."
              .formatted(row, expected, column.name(), predicted));
    }
  }

  private MillraceException failed(String what) {
    return new MillraceException(
        PACKAGE_CORRUPT,
        "The model package at %s predicts otherwise than when it was written: %s"
            .formatted(model.modelPackage().directory(), what));
  }

  private static boolean same(@Nullable Object expected, @Nullable Object predicted) {
    if (expected == null || predicted == null) {
      return expected == predicted;
    }
    if (expected instanceof List<?> list && predicted instanceof List<?> other) {
      if (list.size() != other.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!same(list.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (expected instanceof BigDecimal decimal) {
      return predicted instanceof BigDecimal other && decimal.compareTo(other) == 0;
    }
    if (expected instanceof Number number && predicted instanceof Number other) {
      return same(number.doubleValue(), other.doubleValue());
    }
    return expected.equals(predicted);
  }

  private static boolean same(double expected, double predicted) {
    return Double.compare(expected, predicted) == 0
        || Math.abs(expected - predicted)
            <= TOLERANCE * Math.max(1, Math.max(Math.abs(expected), Math.abs(predicted)));
  }

  private static InputRows inputs(ServedModel model, List<Golden> rows) {
    InputRows inputs = new InputRows(model.inputs(), rows.size());
    for (Golden golden : rows) {
      int row = inputs.addRow();
      for (int i = 0; i < golden.inputs().size(); i++) {
        set(inputs, row, i, golden.inputs().get(i));
      }
    }
    return inputs;
  }

  private static void set(InputRows inputs, int row, int column, @Nullable Object value) {
    Object kept = kept(value, inputs.columns().get(column));
    if (kept == null) {
      inputs.setNull(row, column);
    } else if (kept instanceof Double || kept instanceof Float) {
      inputs.setNumber(row, column, ((Number) kept).doubleValue());
    } else if (kept instanceof Long || kept instanceof Integer) {
      inputs.setWhole(row, column, ((Number) kept).longValue());
    } else if (kept instanceof Boolean truth) {
      inputs.setWhole(row, column, truth ? 1 : 0);
    } else {
      inputs.setObject(row, column, kept);
    }
  }

  private static @Nullable Object kept(@Nullable Object value, Column column) {
    if (value instanceof List<?> list && column.type() instanceof VectorOf) {
      return ScoringVector.dense(
          list.stream().mapToDouble(place -> ((Number) place).doubleValue()).toArray());
    }
    return kept(value);
  }

  /** A value of the engine's as a scoring row keeps it. */
  private static @Nullable Object kept(@Nullable Object value) {
    if (value instanceof LocalDate date) {
      return (int) date.toEpochDay();
    }
    if (value instanceof Instant time) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.forEach(element -> values.add(kept(element)));
      return values;
    }
    return value;
  }

  /** A scored cell as a golden row has it. */
  private static @Nullable Object value(ScoredRows rows, int row, int column) {
    if (rows.isNull(row, column)) {
      return null;
    }
    if (rows.columns().get(column).type() instanceof Simple simple) {
      return switch (simple) {
        case FLOAT, DOUBLE -> (Object) rows.number(row, column);
        case BOOLEAN -> (Object) (rows.whole(row, column) != 0);
        case INT, LONG -> (Object) rows.whole(row, column);
        case DATE -> LocalDate.ofEpochDay(rows.whole(row, column));
        case TIMESTAMP -> Instant.EPOCH.plus(rows.whole(row, column), ChronoUnit.MICROS);
        case STRING -> rows.object(row, column);
        case BINARY ->
            rows.object(row, column) instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : null;
      };
    }
    Object value = rows.object(row, column);
    if (value instanceof double[] places) {
      List<Double> list = new ArrayList<>();
      for (double place : places) {
        list.add(place);
      }
      return list;
    }
    return value;
  }
}
