package io.millrace.serving.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.util.Arrays;

/** Where in a body a parser found the values. Used by one thread. */
final class ValuePlaces {
  /** What the id of a request has in place of a row. */
  static final int ID = -1;

  private int[] offsets = new int[16];
  private int[] rows = new int[16];
  private int[] columns = new int[16];
  private int count;
  private boolean known = true;
  private boolean hasId;

  /** Notes that the parser stands at a value. */
  void note(JsonParser parser, int row, int column) {
    long offset = parser.currentTokenLocation().getByteOffset();
    // Values that were kept until their tensor's head was read have no place any more; bytes in
    // UTF-16 have none.
    known &= offset >= 0;
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      rows = Arrays.copyOf(rows, 2 * count);
      columns = Arrays.copyOf(columns, 2 * count);
    }
    offsets[count] = (int) offset;
    rows[count] = row;
    columns[count++] = column;
  }

  /** Notes that the parser stands at the id of the request; one that is no text never changes. */
  void noteId(JsonParser parser) {
    // Of several the last one counts: such a body has no layout.
    known &= !hasId;
    hasId = true;
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      note(parser, ID, 0);
    }
  }

  /** Whether all places are known. */
  boolean areKnown() {
    return known;
  }

  int count() {
    return count;
  }

  int offset(int index) {
    return offsets[index];
  }

  int row(int index) {
    return rows[index];
  }

  int column(int index) {
    return columns[index];
  }
}
