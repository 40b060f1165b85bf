package io.millrace.serving.protocol.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.ScoringVector;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.protocol.RowReader;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code inputs} of one request, a tensor for each column: the first dimension counts
 * rows, the second is 1 or absent, for a vector its size. Values lie flat or nested, row by row.
 */
final class TensorReader {
  private static final long UNKNOWN = -1;

  private final RowReader reader;
  private final int rowLimit;
  private final int bodyLength;
  private final boolean[] seen;
  private @Nullable InputRows rows;

  TensorReader(RowReader reader, int rowLimit, int bodyLength) {
    this.reader = reader;
    this.rowLimit = rowLimit;
    this.bodyLength = bodyLength;
    seen = new boolean[reader.columns().size()];
  }

  /** What is known of a tensor before its data. */
  private static final class Head {
    private @Nullable String name;
    private @Nullable String datatype;
    private long @Nullable [] shape;

    boolean isWhole() {
      return name != null && datatype != null && shape != null;
    }
  }

  /** Reads the list of tensors at whose beginning the parser stands. */
  void readAll(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw CallRefused.badInput("'inputs' has to be a list of tensors.");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw CallRefused.badInput(
            "'inputs' has to hold objects with name, shape, datatype, data.");
      }
      tensor(parser);
    }
  }

  /** The rows, once all tensors were read. */
  InputRows rows() {
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        throw reader.missing(reader.columns().get(i).name());
      }
    }
    return rows == null ? reader.newRows(0) : rows;
  }

  private void tensor(JsonParser parser) throws IOException {
    Head head = new Head();
    boolean filled = false;
    TokenBuffer kept = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "name" -> head.name = text(parser, "name");
        case "datatype" -> head.datatype = text(parser, "datatype");
        case "shape" -> head.shape = shape(parser);
        case "parameters" -> refuseBinary(parser);
        case "data" -> {
          if (filled || kept != null) {
            throw CallRefused.badInput("An input has 'data' twice.");
          }
          if (head.isWhole()) {
            data(parser, head);
            filled = true;
          } else {
            kept = new TokenBuffer(parser);
            kept.copyCurrentStructure(parser);
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (kept != null) {
      try (JsonParser later = kept.asParser()) {
        later.nextToken();
        data(later, head);
      }
    } else if (!filled) {
      throw lacks(head, "data");
    }
  }

  private void data(JsonParser parser, Head head) throws IOException {
    if (head.name == null) {
      throw CallRefused.badInput("An input has no 'name'.");
    }
    if (head.datatype == null) {
      throw lacks(head, "datatype");
    }
    if (head.shape == null) {
      throw lacks(head, "shape");
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw CallRefused.badInput(
          "The 'data' of the input '%s' has to be a list.".formatted(head.name));
    }
    Integer index = reader.index(head.name);
    if (index == null) {
      parser.skipChildren();
      return;
    }
    new ColumnData(head.name, head.datatype, head.shape, index).read(parser);
  }

  private static CallRefused lacks(Head head, String what) {
    return CallRefused.badInput(
        "The input '%s' has no '%s'.".formatted(head.name == null ? "" : head.name, what));
  }

  /** The data of a column that the model takes. */
  private final class ColumnData {
    private final String name;
    private final Column column;
    private final int index;
    private final long[] shape;
    private final int count;
    private final int width;

    ColumnData(String name, String datatype, long[] shape, int index) {
      this.name = name;
      this.column = reader.columns().get(index);
      this.index = index;
      this.shape = shape;
      if (!Datatype.isKnown(datatype) || !Datatype.fits(datatype, column.type())) {
        throw CallRefused.badInput(
            "The input '%s' has the datatype '%s', and the model takes %s."
                .formatted(name, datatype, Datatype.of(column.type())));
      }
      if (seen[index]) {
        throw CallRefused.badInput("The input '%s' is given twice.".formatted(name));
      }
      seen[index] = true;
      count = shape.length == 0 ? 1 : size(0);
      width = width();
      requireRows();
    }

    private int size(int dimension) {
      // A value takes at least a digit: a larger shape is no data, but an attempt on our memory.
      if (shape[dimension] > bodyLength) {
        throw shapeMismatch("fewer");
      }
      return (int) shape[dimension];
    }

    private int width() {
      boolean vector = column.type() instanceof VectorOf;
      long product = 1;
      for (int i = 1; i < shape.length; i++) {
        product *= size(i);
        if (product > bodyLength) {
          throw shapeMismatch("fewer");
        }
      }
      if (!vector && product != 1 || vector && shape.length < 2) {
        throw CallRefused.badInput(
            "The input '%s' has the shape %s, and the model takes [rows, %s]."
                .formatted(
                    name,
                    Arrays.toString(shape),
                    Datatype.width(column.type()) < 0 ? "size" : Datatype.width(column.type())));
      }
      return (int) product;
    }

    private void requireRows() {
      if (count > rowLimit) {
        throw RowReader.tooManyRows(rowLimit);
      }
      if (rows == null) {
        rows = reader.newRows(count);
        rows.addRows(count);
      } else if (rows.rows() != count) {
        throw CallRefused.badInput(
            "The input '%s' has %d rows, and others have %d.".formatted(name, count, rows.rows()));
      }
    }

    void read(JsonParser parser) throws IOException {
      InputRows target = rows == null ? reader.newRows(0) : rows;
      boolean vector = column.type() instanceof VectorOf;
      double[] places = new double[vector ? width : 0];
      long total = (long) count * width;
      long at = 0;
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
          depth++;
        } else if (token == JsonToken.END_ARRAY) {
          depth--;
        } else if (at >= total) {
          throw shapeMismatch("more");
        } else if (vector) {
          places[(int) (at % width)] = place(parser, (int) (at / width));
          if (++at % width == 0) {
            target.setObject((int) (at / width) - 1, index, ScoringVector.dense(places));
          }
        } else {
          value(parser, target, (int) at++);
        }
      }
      if (at < total) {
        throw shapeMismatch("fewer");
      }
    }

    private void value(JsonParser parser, InputRows target, int row) throws IOException {
      if (Datatype.isNested(column.type()) && parser.currentToken() == JsonToken.VALUE_STRING) {
        reader.textCell(parser.getText(), target, row, index);
      } else {
        reader.cell(parser, target, row, index);
      }
    }

    private double place(JsonParser parser, int row) throws IOException {
      return reader.number(parser, row, index);
    }

    private CallRefused shapeMismatch(String what) {
      return CallRefused.badInput(
          "The 'data' of the input '%s' holds %s values than its shape %s says."
              .formatted(name, what, Arrays.toString(shape)));
    }
  }

  private static String text(JsonParser parser, String what) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw CallRefused.badInput("The '%s' of an input has to be a text.".formatted(what));
    }
    return parser.getText();
  }

  private static long[] shape(JsonParser parser) throws IOException {
    long[] shape = new long[2];
    int count = 0;
    boolean sound = parser.currentToken() == JsonToken.START_ARRAY;
    while (sound && parser.nextToken() != JsonToken.END_ARRAY) {
      sound =
          count < 8
              && parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              && parser.getLongValue() > UNKNOWN;
      if (sound) {
        shape = count < shape.length ? shape : Arrays.copyOf(shape, 8);
        shape[count++] = parser.getLongValue();
      }
    }
    if (!sound) {
      throw CallRefused.badInput(
          "The 'shape' of an input has to be a list of up to 8 whole numbers, 0 or above.");
    }
    return Arrays.copyOf(shape, count);
  }

  private static void refuseBinary(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (parser.currentName().equals("binary_data_size")) {
        throw CallRefused.badInput(
            "The server does not read the binary tensor extension: send 'data' in JSON.");
      }
      parser.nextToken();
      parser.skipChildren();
    }
  }
}
