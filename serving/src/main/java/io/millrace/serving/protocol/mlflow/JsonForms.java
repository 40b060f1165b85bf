package io.millrace.serving.protocol.mlflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.protocol.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON forms:
 *
 * <ul>
 *   <li>{@code dataframe_split}: {@code {"columns": […], "data": [[…], …]}}
 *   <li>{@code dataframe_records}: {@code [{"column": value, …}, …]}
 *   <li>{@code instances}: records, or lists of values in the signature's order
 *   <li>{@code inputs}: {@code {"column": [value, …], …}}, with single values for one row, or what
 *       {@code instances} takes
 * </ul>
 */
final class JsonForms {
  private final RowReader reader;
  private final int rowLimit;

  JsonForms(RowReader reader, int rowLimit) {
    this.reader = reader;
    this.rowLimit = rowLimit;
  }

  /** Whether a key names a form. */
  static boolean isForm(String key) {
    return switch (key) {
      case "dataframe_split", "dataframe_records", "instances", "inputs" -> true;
      default -> false;
    };
  }

  /** Reads the value of a form's key, at which the parser stands. */
  InputRows read(String form, JsonParser parser) throws IOException {
    return switch (form) {
      case "dataframe_split" -> split(parser);
      case "dataframe_records" -> rows(parser, form, false);
      case "instances" -> rows(parser, form, true);
      default ->
          parser.currentToken() == JsonToken.START_OBJECT
              ? columns(parser)
              : rows(parser, form, true);
    };
  }

  private InputRows rows(JsonParser parser, String form, boolean listsToo) throws IOException {
    require(parser, JsonToken.START_ARRAY, "'%s' has to be a list of rows.".formatted(form));
    InputRows rows = reader.newRows(1);
    int[] order = reader.order();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        reader.record(parser, rows, rowLimit);
      } else if (token == JsonToken.START_ARRAY && listsToo) {
        reader.list(parser, order, rows, rowLimit);
      } else {
        throw CallRefused.badInput(
            "Row %d of '%s' has to be an object%s."
                .formatted(rows.rows(), form, listsToo ? " or a list" : ""));
      }
    }
    return rows;
  }

  private InputRows split(JsonParser parser) throws IOException {
    require(
        parser,
        JsonToken.START_OBJECT,
        "'dataframe_split' has to be an object with 'columns' and 'data'.");
    int[] order = null;
    InputRows rows = null;
    TokenBuffer kept = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      if (key.equals("columns") && order == null) {
        order = reader.order(names(parser));
      } else if (key.equals("data") && rows == null && kept == null) {
        if (order != null) {
          rows = data(parser, order);
        } else {
          kept = new TokenBuffer(parser);
          kept.copyCurrentStructure(parser);
        }
      } else if (key.equals("columns") || key.equals("data")) {
        throw CallRefused.badInput("'dataframe_split' has '%s' twice.".formatted(key));
      } else {
        parser.skipChildren();
      }
    }
    if (order == null || rows == null && kept == null) {
      throw CallRefused.badInput(
          "'dataframe_split' has no '%s'.".formatted(order == null ? "columns" : "data"));
    }
    return rows != null ? rows : later(kept, order);
  }

  private InputRows later(@Nullable TokenBuffer kept, int[] order) throws IOException {
    if (kept == null) {
      throw new IllegalStateException("neither read nor kept");
    }
    try (JsonParser parser = kept.asParser()) {
      parser.nextToken();
      return data(parser, order);
    }
  }

  private InputRows data(JsonParser parser, int[] order) throws IOException {
    String sentence = "The 'data' of 'dataframe_split' has to be a list of lists.";
    require(parser, JsonToken.START_ARRAY, sentence);
    InputRows rows = reader.newRows(1);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser, JsonToken.START_ARRAY, sentence);
      reader.list(parser, order, rows, rowLimit);
    }
    return rows;
  }

  private static List<String> names(JsonParser parser) throws IOException {
    String sentence = "The 'columns' of 'dataframe_split' have to be a list of names.";
    require(parser, JsonToken.START_ARRAY, sentence);
    List<String> names = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      // pandas names columns without names by number.
      if (!parser.currentToken().isScalarValue()) {
        throw CallRefused.badInput(sentence);
      }
      names.add(parser.getText());
    }
    return names;
  }

  private InputRows columns(JsonParser parser) throws IOException {
    InputRows rows = reader.newRows(1);
    int known = 0;
    boolean[] seen = new boolean[reader.columns().size()];
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Integer index = reader.index(name);
      if (index == null) {
        parser.skipChildren();
        continue;
      }
      if (seen[index]) {
        throw CallRefused.badInput("The column '%s' is named twice.".formatted(name));
      }
      seen[index] = true;
      int count = column(parser, rows, index, known == 0);
      if (count != rows.rows()) {
        throw CallRefused.badInput(
            "The column '%s' has %d values, and others have %d."
                .formatted(name, count, rows.rows()));
      }
      known++;
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        throw reader.missing(reader.columns().get(i).name());
      }
    }
    return rows;
  }

  /** Reads a column's values, the first column's making the rows; returns how many there are. */
  private int column(JsonParser parser, InputRows rows, int index, boolean makesRows)
      throws IOException {
    boolean single = parser.currentToken() != JsonToken.START_ARRAY;
    int row = 0;
    while (single ? row == 0 : parser.nextToken() != JsonToken.END_ARRAY) {
      if (makesRows) {
        reader.addRow(rows, rowLimit);
      }
      if (row < rows.rows()) {
        reader.cell(parser, rows, row, index);
      } else {
        parser.skipChildren();
      }
      row++;
    }
    return row;
  }

  private static void require(JsonParser parser, JsonToken token, String sentence) {
    if (parser.currentToken() != token) {
      throw CallRefused.badInput(sentence);
    }
  }
}
