package io.millrace.serving.protocol;

import io.millrace.api.schema.Column;
import io.millrace.serving.model.InputRows;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is the same in bodies that one sender makes: all but the values. A body whose other bytes
 * are those of one that was read by a parser means the same but for its values. Immutable.
 *
 * @param <T> what a body is read as
 */
final class BodyLayout<T> {
  private final T example;
  private final List<Column> columns;
  private final int rowCount;
  private final ValuePlaces places;
  private final byte[][] between;

  private BodyLayout(
      T example, List<Column> columns, int rowCount, ValuePlaces places, byte[][] between) {
    this.example = example;
    this.columns = columns;
    this.rowCount = rowCount;
    this.places = places;
    this.between = between;
  }

  /**
   * The layout of a body.
   *
   * @param example what it was read as
   * @param places where a parser found its values, in their order
   * @return null if it has none: not all values have plain forms
   */
  static <T> @Nullable BodyLayout<T> of(
      byte[] body, T example, InputRows rows, ValuePlaces places) {
    CellScanner scanner = new CellScanner(body);
    InputRows again = new InputRows(rows.columns(), rows.rows());
    again.addRows(rows.rows());
    byte[][] between = new byte[places.count() + 1][];
    int from = 0;
    int cells = 0;
    for (int i = 0; i < places.count(); i++) {
      between[i] = Arrays.copyOfRange(body, from, Math.max(from, places.offset(i)));
      if (!scanner.pass(between[i]) || !scan(scanner, places, i, again)) {
        return null;
      }
      from = scanner.offset();
      cells += places.row(i) == ValuePlaces.ID ? 0 : 1;
    }
    between[places.count()] = Arrays.copyOfRange(body, from, body.length);
    return cells == rows.rows() * rows.columns().size()
        ? new BodyLayout<>(example, rows.columns(), rows.rows(), places, between)
        : null;
  }

  /** What the body was read as that it was learned from. */
  T example() {
    return example;
  }

  int rowCount() {
    return rowCount;
  }

  /** Reads a body; null if it has another layout, or a value that has no plain form. */
  @Nullable Values read(byte[] body) {
    CellScanner scanner = new CellScanner(body);
    if (!scanner.pass(between[0])) {
      return null;
    }
    InputRows rows = new InputRows(columns, rowCount);
    rows.addRows(rowCount);
    String id = null;
    for (int i = 0; i < places.count(); i++) {
      boolean isId = places.row(i) == ValuePlaces.ID;
      id = isId ? scanner.text() : id;
      boolean read = isId ? id != null : scan(scanner, places, i, rows);
      if (!read || !scanner.pass(between[i + 1])) {
        return null;
      }
    }
    return scanner.isAtEnd() ? new Values(rows, id) : null;
  }

  private static boolean scan(CellScanner scanner, ValuePlaces places, int i, InputRows rows) {
    int row = places.row(i);
    if (row == ValuePlaces.ID) {
      return scanner.text() != null;
    }
    int index = places.column(i);
    Column column = rows.columns().get(index);
    return CellScanner.takes(column.type()) && scanner.cell(column, rows, row, index);
  }

  /**
   * The values of a body.
   *
   * @param id the request's id; null where the layout has no text for it
   */
  record Values(InputRows rows, @Nullable String id) {}
}
