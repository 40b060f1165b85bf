package io.millrace.serving.model;

import io.millrace.api.schema.Column;
import io.millrace.model.scoring.ScoringRow;
import java.util.List;

/**
 * The rows of one request, as a protocol's codec read them: the columns are the signature's inputs,
 * each cell is set or null. Filled by one thread; once scored, nobody writes to it, so that a
 * request log or a shadow may keep it. Vectors are {@link
 * io.millrace.model.scoring.ScoringVector}s.
 */
public final class InputRows extends RowTable {
  /** No rows yet, of those columns. */
  public InputRows(List<Column> columns, int expectedRows) {
    super(columns, expectedRows);
  }

  /** Sets a slot of a scoring row to a cell's value. */
  void fill(ScoringRow to, int slot, ValueKind kind, int row, int column) {
    if (isNull(row, column)) {
      to.setNull(slot);
      return;
    }
    switch (kind) {
      case NUMBER -> to.setNumber(slot, number(row, column));
      case WHOLE -> to.setWhole(slot, whole(row, column));
      case OBJECT, VECTOR -> {
        Object value = object(row, column);
        if (value != null) {
          to.setObject(slot, value);
        }
      }
    }
  }
}
