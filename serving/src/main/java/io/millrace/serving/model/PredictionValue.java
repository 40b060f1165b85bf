package io.millrace.serving.model;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import java.util.List;

/**
 * One number that stands for a prediction, to compare versions by: the last place of the
 * probability vector; without one, the first number among the outputs; else the first output's text
 * by its hash.
 */
public final class PredictionValue {
  private PredictionValue() {}

  /** The index of the output that the number comes from; -1 if there is no output. */
  public static int column(List<Column> outputs) {
    int number = -1;
    for (int i = 0; i < outputs.size(); i++) {
      Column column = outputs.get(i);
      if (column.type() instanceof VectorOf && column.name().equals("probability")) {
        return i;
      }
      if (number < 0 && isNumber(column)) {
        number = i;
      }
    }
    return number < 0 && !outputs.isEmpty() ? 0 : number;
  }

  private static boolean isNumber(Column column) {
    return column.type() == Simple.DOUBLE
        || column.type() == Simple.FLOAT
        || column.type() == Simple.INT
        || column.type() == Simple.LONG
        || column.type() == Simple.BOOLEAN;
  }

  /** The number of a row; NaN if there is none. */
  public static double of(ScoredRows rows, int row, int column) {
    if (column < 0 || rows.isNull(row, column)) {
      return Double.NaN;
    }
    if (rows.columns().get(column).type() instanceof Simple simple) {
      switch (simple) {
        case DOUBLE, FLOAT -> {
          return rows.number(row, column);
        }
        case INT, LONG, BOOLEAN, DATE, TIMESTAMP -> {
          return rows.whole(row, column);
        }
        case STRING, BINARY -> {}
      }
    }
    Object value = rows.object(row, column);
    return value instanceof double[] vector
        ? vector.length == 0 ? Double.NaN : vector[vector.length - 1]
        : String.valueOf(value).hashCode();
  }
}
