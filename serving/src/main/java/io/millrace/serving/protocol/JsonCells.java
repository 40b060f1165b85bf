package io.millrace.serving.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values into cells by the types of their columns. Numbers are JSON numbers, of NaN and
 * the infinities the texts "NaN", "Infinity" and "-Infinity"; dates and times are texts of ISO
 * 8601, bytes Base64, decimals numbers or texts, vectors lists of numbers or {@code {"size",
 * "indices", "values"}}, structs objects.
 */
final class JsonCells {
  private JsonCells() {}

  /**
   * Reads the value at which the parser stands.
   *
   * @throws CallRefused BAD_INPUT if the column does not take it
   */
  static void read(JsonParser parser, Column column, InputRows rows, int row, int index)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      setNull(column, rows, row, index);
      return;
    }
    if (!(column.type() instanceof Simple simple)) {
      rows.setObject(row, index, object(parser, column.type(), row, column));
      return;
    }
    switch (simple) {
      case DOUBLE -> rows.setNumber(row, index, number(parser, row, column));
      case FLOAT -> rows.setNumber(row, index, narrow(parser, row, column));
      case INT -> rows.setWhole(row, index, whole(parser, row, column, true));
      case LONG -> rows.setWhole(row, index, whole(parser, row, column, false));
      case BOOLEAN -> rows.setWhole(row, index, truth(parser, row, column) ? 1 : 0);
      case DATE, TIMESTAMP -> rows.setWhole(row, index, time(parser, simple, row, column));
      case STRING -> rows.setObject(row, index, text(parser, row, column));
      case BINARY -> rows.setObject(row, index, bytes(parser, row, column));
    }
  }

  static void setNull(Column column, InputRows rows, int row, int index) {
    if (!column.nullable()) {
      throw CellMistake.isNull(row, column);
    }
    rows.setNull(row, index);
  }

  /** A double at which the parser stands. */
  static double number(JsonParser parser, int row, Column column) throws IOException {
    JsonToken token = parser.currentToken();
    Double special = null;
    if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
      double value = parser.getDoubleValue();
      if (value == 0 && token == JsonToken.VALUE_NUMBER_INT && parser.getText().startsWith("-")) {
        return -0.0;
      }
      if (!Double.isInfinite(value)) {
        return value;
      }
    } else if (token == JsonToken.VALUE_STRING) {
      special = TextValues.special(parser.getText());
    }
    return orMistake(special, parser, row, column);
  }

  private static double narrow(JsonParser parser, int row, Column column) throws IOException {
    Double value =
        switch (parser.currentToken()) {
          case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> TextValues.narrow(parser.getText());
          case VALUE_STRING -> TextValues.special(parser.getText());
          default -> null;
        };
    return orMistake(value, parser, row, column);
  }

  private static long whole(JsonParser parser, int row, Column column, boolean narrow)
      throws IOException {
    Long value = null;
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      value = parser.getLongValue();
    } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      value = TextValues.whole(parser.getText());
    }
    if (value != null && narrow && value != value.intValue()) {
      value = null;
    }
    return orMistake(value, parser, row, column);
  }

  private static boolean truth(JsonParser parser, int row, Column column) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw mistake(parser, row, column);
    };
  }

  private static String text(JsonParser parser, int row, Column column) throws IOException {
    return orMistake(stringOrNull(parser), parser, row, column);
  }

  private static long time(JsonParser parser, Simple type, int row, Column column)
      throws IOException {
    String text = text(parser, row, column);
    Long value = type == Simple.DATE ? TextValues.date(text) : TextValues.timestamp(text);
    return orMistake(value, parser, row, column);
  }

  private static byte[] bytes(JsonParser parser, int row, Column column) throws IOException {
    return orMistake(TextValues.bytes(text(parser, row, column)), parser, row, column);
  }

  private static Object object(JsonParser parser, LogicalType type, int row, Column column)
      throws IOException {
    if (type instanceof DecimalOf decimal) {
      boolean written = parser.currentToken().isNumeric() || stringOrNull(parser) != null;
      return orMistake(
          written ? TextValues.decimal(parser.getText(), decimal) : null, parser, row, column);
    }
    if (type instanceof ArrayOf array) {
      requireToken(JsonToken.START_ARRAY, parser, row, column);
      List<@Nullable Object> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(boxed(parser, array.element(), row, column));
      }
      return values;
    }
    if (type instanceof StructOf struct) {
      return struct(parser, struct, row, column);
    }
    return VectorCells.read(parser, (VectorOf) type, row, column);
  }

  /** A value within an array or a struct. */
  private static @Nullable Object boxed(JsonParser parser, LogicalType type, int row, Column column)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!(type instanceof Simple simple)) {
      return object(parser, type, row, column);
    }
    return switch (simple) {
      case DOUBLE -> number(parser, row, column);
      case FLOAT -> (float) narrow(parser, row, column);
      case INT -> (int) whole(parser, row, column, true);
      case DATE -> (int) time(parser, simple, row, column);
      case LONG -> whole(parser, row, column, false);
      case TIMESTAMP -> time(parser, simple, row, column);
      case BOOLEAN -> truth(parser, row, column);
      case STRING -> text(parser, row, column);
      case BINARY -> bytes(parser, row, column);
    };
  }

  /** The values of a struct in the order of its fields; what it does not know is passed over. */
  private static List<@Nullable Object> struct(
      JsonParser parser, StructOf struct, int row, Column column) throws IOException {
    requireToken(JsonToken.START_OBJECT, parser, row, column);
    List<@Nullable Object> values = new ArrayList<>();
    struct.fields().forEach(field -> values.add(null));
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int at = fieldIndex(struct, parser.currentName());
      parser.nextToken();
      if (at < 0) {
        parser.skipChildren();
      } else {
        values.set(at, boxed(parser, struct.fields().get(at).type(), row, column));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null && !struct.fields().get(i).nullable()) {
        throw CellMistake.isNo(
            row, column, "a value without '" + struct.fields().get(i).name() + "'");
      }
    }
    return values;
  }

  private static int fieldIndex(StructOf struct, String name) {
    for (int i = 0; i < struct.fields().size(); i++) {
      if (struct.fields().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  static void requireToken(JsonToken token, JsonParser parser, int row, Column column)
      throws IOException {
    if (parser.currentToken() != token) {
      throw mistake(parser, row, column);
    }
  }

  private static @Nullable String stringOrNull(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
  }

  private static <T> T orMistake(@Nullable T value, JsonParser parser, int row, Column column)
      throws IOException {
    if (value == null) {
      throw mistake(parser, row, column);
    }
    return value;
  }

  static CallRefused mistake(JsonParser parser, int row, Column column) throws IOException {
    return CellMistake.isNo(row, column, shown(parser));
  }

  private static String shown(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> "the text " + CellMistake.quoted(parser.getText());
      case VALUE_NULL -> "null inside";
      default -> CellMistake.shortened(parser.getText());
    };
  }
}
