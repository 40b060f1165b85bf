package io.millrace.serving.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.schema.Column;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ServedModel;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one model's signature. Columns that the model does not take are passed over, as
 * MLflow does; one that it takes must be there in each row, and once. Immutable.
 */
public final class RowReader {
  private final List<Column> columns;
  private final Map<String, Integer> indices;
  private final @Nullable ValuePlaces places;

  private RowReader(
      List<Column> columns, Map<String, Integer> indices, @Nullable ValuePlaces places) {
    this.columns = columns;
    this.indices = indices;
    this.places = places;
  }

  private static RowReader made(ServedModel model) {
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < model.inputs().size(); i++) {
      indices.put(model.inputs().get(i).name(), i);
    }
    return new RowReader(model.inputs(), indices, null);
  }

  /** The same, for one body: notes where its values are. */
  RowReader noting(ValuePlaces noted) {
    return new RowReader(columns, indices, noted);
  }

  /** The reader of a model's rows, made once. */
  public static RowReader of(ServedModel model) {
    return model.derived(RowReader.class, RowReader::made);
  }

  /** The columns. */
  public List<Column> columns() {
    return columns;
  }

  /** The column's place in the signature; null if the model does not take it. */
  public @Nullable Integer index(String name) {
    return indices.get(name);
  }

  /** No rows yet. */
  public InputRows newRows(int expected) {
    return new InputRows(columns, expected);
  }

  /** Adds a row, if the limit allows one more. */
  public int addRow(InputRows rows, int limit) {
    if (rows.rows() >= limit) {
      throw tooManyRows(limit);
    }
    return rows.addRow();
  }

  /** Refuses a body of too many rows. */
  public static CallRefused tooManyRows(int limit) {
    return new CallRefused(
        CallRefused.Reason.TOO_LARGE,
        "The body holds more than %d rows, the limit of this server: send fewer at a time."
            .formatted(limit));
  }

  /** Reads an object of column names and values, at whose beginning the parser stands. */
  public void record(JsonParser parser, InputRows rows, int limit) throws IOException {
    int row = addRow(rows, limit);
    int expected = 0;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      int index = indexFrom(expected, name);
      if (index < 0) {
        parser.skipChildren();
        continue;
      }
      cell(parser, rows, row, index);
      expected = index + 1;
    }
    requireAll(rows, row);
  }

  /** Most senders keep the signature's order, which saves the look-up. */
  private int indexFrom(int expected, String name) {
    if (expected < columns.size() && columns.get(expected).name().equals(name)) {
      return expected;
    }
    Integer index = indices.get(name);
    return index == null ? -1 : index;
  }

  /**
   * Reads a list of values, at whose beginning the parser stands.
   *
   * @param order the column of each value, below 0 where the model takes none
   */
  public void list(JsonParser parser, int[] order, InputRows rows, int limit) throws IOException {
    int row = addRow(rows, limit);
    int at = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (at == order.length) {
        throw CallRefused.badInput(
            "Row %d holds more than %d values, one for each column.".formatted(row, order.length));
      }
      int index = order[at++];
      if (index < 0) {
        parser.skipChildren();
      } else {
        cell(parser, rows, row, index);
      }
    }
    if (at < order.length) {
      throw CallRefused.badInput(
          "Row %d holds %d values, and there are %d columns.".formatted(row, at, order.length));
    }
    requireAll(rows, row);
  }

  /** Reads the value at which the parser stands into a cell that must not be set yet. */
  public void cell(JsonParser parser, InputRows rows, int row, int index) throws IOException {
    Column column = columns.get(index);
    if (rows.isSet(row, index)) {
      throw CellMistake.twice(row, column);
    }
    if (places != null) {
      places.note(parser, row, index);
    }
    JsonCells.read(parser, column, rows, row, index);
  }

  /** Is told that the parser stands at the request's id. */
  public void atId(JsonParser parser) {
    if (places != null) {
      places.noteId(parser);
    }
  }

  /** The double at which the parser stands, as one of a column's values. */
  public double number(JsonParser parser, int row, int index) throws IOException {
    return JsonCells.number(parser, row, columns.get(index));
  }

  /** Reads a text without quotes into a cell; null stands for no value. */
  public void textCell(@Nullable String text, InputRows rows, int row, int index) {
    TextCells.read(text, columns.get(index), rows, row, index);
  }

  /** Refuses a row of which a column is not set. */
  public void requireAll(InputRows rows, int row) {
    for (int i = 0; i < columns.size(); i++) {
      if (!rows.isSet(row, i)) {
        throw CellMistake.lacks(row, columns.get(i));
      }
    }
  }

  /**
   * The places of named columns in the signature, below 0 where the model does not take one.
   *
   * @throws CallRefused BAD_INPUT if a column is named twice, or one that the model takes is
   *     missing
   */
  public int[] order(List<String> names) {
    int[] order = new int[names.size()];
    boolean[] seen = new boolean[columns.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = indexFrom(i, names.get(i));
      if (order[i] >= 0 && seen[order[i]]) {
        throw CallRefused.badInput(
            "The column '%s' is named twice.".formatted(columns.get(order[i]).name()));
      }
      if (order[i] >= 0) {
        seen[order[i]] = true;
      }
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        throw missing(columns.get(i).name());
      }
    }
    return order;
  }

  /** The signature's own order. */
  public int[] order() {
    int[] order = new int[columns.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    return order;
  }

  /** Refuses a body that lacks a column. */
  public CallRefused missing(String column) {
    return CallRefused.badInput(
        "The column '%s' is missing; the model takes %s."
            .formatted(column, String.join(", ", columns.stream().map(Column::name).toList())));
  }
}
