package io.millrace.serving.model;

import io.millrace.api.schema.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of rows, row after row in flat arrays: three arrays a request, however many rows it has.
 * Numbers lie as their bits beside whole ones. What a cell holds follows from its column's type as
 * in {@link io.millrace.model.scoring.ScoringRow}.
 */
public abstract class RowTable {
  private static final byte UNSET = 0;
  private static final byte NULL = 1;
  private static final byte VALUE = 2;

  private final List<Column> columns;
  private final int width;
  private int rows;
  private byte[] states;
  private long[] bits;
  private @Nullable Object[] objects;

  RowTable(List<Column> columns, int expectedRows) {
    this.columns = columns;
    this.width = columns.size();
    int cells = Math.multiplyExact(Math.max(1, expectedRows), width);
    states = new byte[cells];
    bits = new long[cells];
    objects = new @Nullable Object[cells];
  }

  /** The columns, in the order of their indices. */
  public final List<Column> columns() {
    return columns;
  }

  /** The number of rows. */
  public final int rows() {
    return rows;
  }

  /** Adds a row of which nothing is set, and returns its index. */
  public final int addRow() {
    addRows(1);
    return rows - 1;
  }

  /** Adds rows of which nothing is set. */
  public final void addRows(int count) {
    int cells = Math.multiplyExact(rows + count, width);
    if (cells > states.length) {
      int capacity = Math.max(cells, states.length + (states.length >> 1));
      states = Arrays.copyOf(states, capacity);
      bits = Arrays.copyOf(bits, capacity);
      objects = Arrays.copyOf(objects, capacity);
    }
    rows += count;
  }

  /** Whether a value or a null was set. */
  public final boolean isSet(int row, int column) {
    return states[cell(row, column)] != UNSET;
  }

  /** Whether there is no value. */
  public final boolean isNull(int row, int column) {
    return states[cell(row, column)] != VALUE;
  }

  /** The value of a float or a double. */
  public final double number(int row, int column) {
    return Double.longBitsToDouble(bits[cell(row, column)]);
  }

  /** The value of an int, a long, a boolean (0 or 1), a date (days) or a timestamp (micros). */
  public final long whole(int row, int column) {
    return bits[cell(row, column)];
  }

  /** The value of any other type; null where there is none. */
  public final @Nullable Object object(int row, int column) {
    return objects[cell(row, column)];
  }

  /** Says that there is no value. */
  public final void setNull(int row, int column) {
    int cell = cell(row, column);
    states[cell] = NULL;
    objects[cell] = null;
  }

  /** Sets a float or a double. */
  public final void setNumber(int row, int column, double value) {
    int cell = cell(row, column);
    states[cell] = VALUE;
    bits[cell] = Double.doubleToRawLongBits(value);
  }

  /** Sets an int, a long, a boolean, a date or a timestamp. */
  public final void setWhole(int row, int column, long value) {
    int cell = cell(row, column);
    states[cell] = VALUE;
    bits[cell] = value;
  }

  /** Sets a value of any other type. */
  public final void setObject(int row, int column, Object value) {
    int cell = cell(row, column);
    states[cell] = VALUE;
    objects[cell] = value;
  }

  private int cell(int row, int column) {
    return row * width + column;
  }
}
