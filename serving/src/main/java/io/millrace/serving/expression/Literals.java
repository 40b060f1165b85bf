package io.millrace.serving.expression;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Constants of trees. */
final class Literals {
  private Literals() {}

  /** A constant in a slot of its own. */
  static Operand operand(@Nullable Object json, LogicalType type, int slot) {
    if (json == null) {
      return new Operand(slot, type, row -> row.setNull(slot));
    }
    Object value;
    try {
      value = value(json, type);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new MillraceException(
          PACKAGE_CORRUPT, "An expression's constant %s is no %s.".formatted(json, type.text()), e);
    }
    return new Constant(slot, type, value).operand();
  }

  /** A value that is set for each row anew, and can be read before. */
  record Constant(int slot, LogicalType type, Object value) implements StepWork {
    Operand operand() {
      return new Operand(slot, type, this);
    }

    @Override
    public void run(ScoringRow row) {
      Boxes.set(row, slot, type, value);
    }
  }

  /** A value in a box as arrays hold it. */
  private static Object value(Object json, LogicalType type) {
    if (type instanceof DecimalOf decimal) {
      return new BigDecimal((String) json).setScale(decimal.scale());
    }
    if (type instanceof ArrayOf array) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Object each : (List<?>) json) {
        values.add(each == null ? null : value(each, array.element()));
      }
      return values;
    }
    if (!(type instanceof Simple simple)) {
      throw new IllegalArgumentException("no constants");
    }
    return switch (simple) {
      case BOOLEAN -> (Boolean) json;
      case INT, DATE -> Math.toIntExact(((Number) json).longValue());
      case LONG, TIMESTAMP -> ((Number) json).longValue();
      case FLOAT -> Float.parseFloat((String) json);
      case DOUBLE -> Double.parseDouble((String) json);
      case STRING -> (String) json;
      case BINARY -> HexFormat.of().parseHex((String) json);
    };
  }

  /** The value of an argument that is the same for all rows; null if it is not, or is null. */
  static @Nullable Object constant(Operand operand) {
    return operand.work() instanceof Constant constant ? constant.value() : null;
  }
}
