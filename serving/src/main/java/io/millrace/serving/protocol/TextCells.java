package io.millrace.serving.protocol;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads fields of a text format into cells by the types of their columns. */
final class TextCells {
  private TextCells() {}

  /**
   * Reads one field; arrays, structs and vectors are JSON within it.
   *
   * @param text null for no value
   * @throws CallRefused BAD_INPUT if the column does not take it
   */
  static void read(@Nullable String text, Column column, InputRows rows, int row, int index) {
    if (text == null) {
      JsonCells.setNull(column, rows, row, index);
      return;
    }
    LogicalType type = column.type();
    if (type instanceof Simple simple) {
      simple(text, simple, column, rows, row, index);
    } else if (type instanceof DecimalOf decimal) {
      rows.setObject(row, index, orMistake(TextValues.decimal(text, decimal), text, row, column));
    } else {
      json(text, column, rows, row, index);
    }
  }

  private static void simple(
      String text, Simple type, Column column, InputRows rows, int row, int index) {
    switch (type) {
      case DOUBLE ->
          rows.setNumber(row, index, orMistake(TextValues.number(text), text, row, column));
      case FLOAT ->
          rows.setNumber(row, index, orMistake(TextValues.narrow(text), text, row, column));
      case INT -> {
        long value = orMistake(TextValues.whole(text), text, row, column);
        rows.setWhole(
            row, index, orMistake(value == (int) value ? value : null, text, row, column));
      }
      case LONG -> rows.setWhole(row, index, orMistake(TextValues.whole(text), text, row, column));
      case BOOLEAN ->
          rows.setWhole(row, index, orMistake(TextValues.truth(text), text, row, column) ? 1 : 0);
      case DATE -> rows.setWhole(row, index, orMistake(TextValues.date(text), text, row, column));
      case TIMESTAMP ->
          rows.setWhole(row, index, orMistake(TextValues.timestamp(text), text, row, column));
      case STRING -> rows.setObject(row, index, text);
      case BINARY ->
          rows.setObject(row, index, orMistake(TextValues.bytes(text), text, row, column));
    }
  }

  private static void json(String text, Column column, InputRows rows, int row, int index) {
    try {
      Json.readText(
          text,
          parser -> {
            if (parser.nextToken() == null) {
              throw CellMistake.text(row, column, text);
            }
            JsonCells.read(parser, column, rows, row, index);
            if (parser.nextToken() != null) {
              throw CellMistake.text(row, column, text);
            }
            return rows;
          });
    } catch (IOException e) {
      throw CellMistake.text(row, column, text);
    }
  }

  private static <T> T orMistake(@Nullable T value, String text, int row, Column column) {
    if (value == null) {
      throw CellMistake.text(row, column, text);
    }
    return value;
  }
}
