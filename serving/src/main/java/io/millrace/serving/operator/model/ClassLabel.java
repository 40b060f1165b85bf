package io.millrace.serving.operator.model;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code class-label}: the class at a place (a double), of {@code labels}, texts that are read as
 * the output's type: a string, a boolean or a number. Missing stays missing.
 */
public final class ClassLabel implements ScoringOperator {
  @Override
  public String name() {
    return "class-label";
  }

  /** Sets a label. */
  private interface Setter {
    void set(ScoringRow row, int slot, int place);
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    List<String> labels =
        step.params().texts("labels").stream().<String>map(String::valueOf).toList();
    Setter setter = setter(labels, step.output(0).type());
    int count = labels.size();
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      if (row.isNull(from)) {
        row.setNull(to);
        return;
      }
      int place = (int) row.number(from);
      if (place < 0 || place >= count) {
        throw new RowRefused(
            StandardError.UNUSABLE_COLUMN,
            "The model's scores of this row are no numbers, so that none is the largest.");
      }
      setter.set(row, to, place);
    };
  }

  private static Setter setter(List<String> labels, LogicalType type) {
    if (type == Simple.DOUBLE || type == Simple.FLOAT) {
      double[] numbers = labels.stream().mapToDouble(text -> number(text, type)).toArray();
      return (row, slot, place) -> row.setNumber(slot, numbers[place]);
    }
    if (type == Simple.INT || type == Simple.LONG || type == Simple.BOOLEAN) {
      long[] wholes = labels.stream().mapToLong(text -> whole(text, type)).toArray();
      return (row, slot, place) -> row.setWhole(slot, wholes[place]);
    }
    Object[] objects = labels.stream().map(text -> object(text, type)).toArray();
    return (row, slot, place) -> row.setObject(slot, objects[place]);
  }

  private static double number(String text, LogicalType type) {
    return type == Simple.FLOAT ? Float.parseFloat(text) : Double.parseDouble(text);
  }

  private static long whole(String text, LogicalType type) {
    if (type == Simple.BOOLEAN) {
      return Boolean.parseBoolean(text) ? 1 : 0;
    }
    return Long.parseLong(text);
  }

  private static Object object(@Nullable String text, LogicalType type) {
    String label = String.valueOf(text);
    return type instanceof DecimalOf decimal
        ? new BigDecimal(label).setScale(decimal.scale())
        : label;
  }
}
