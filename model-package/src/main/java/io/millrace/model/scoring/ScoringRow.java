package io.millrace.model.scoring;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The values of one row in numbered slots, made once and used for row after row by one thread.
 *
 * <p>What a slot holds follows from its column's type:
 *
 * <ul>
 *   <li>float and double: {@link #number}
 *   <li>int, long, boolean (0 or 1), date (days since 1970-01-01), timestamp (microseconds since
 *       1970-01-01T00:00:00Z): {@link #whole}
 *   <li>string ({@link String}), decimal ({@link java.math.BigDecimal} of the type's scale), binary
 *       ({@code byte[]}), array and struct ({@link java.util.List} of boxed values: Boolean,
 *       Integer, Long, Float, Double, and for dates and timestamps Integer and Long): {@link
 *       #object}
 *   <li>vector: {@link #vector}
 * </ul>
 *
 * <p>The setters take away a null; reading a slot that {@link #isNull} gives what stood there
 * before.
 */
public final class ScoringRow {
  private final boolean[] nulls;
  private final double[] numbers;
  private final long[] wholes;
  private final @Nullable Object[] objects;
  private final @Nullable ScoringVector[] buffers;
  private @Nullable String dropReason;

  /** A row of so many slots, all null. */
  public ScoringRow(int slots) {
    nulls = new boolean[slots];
    java.util.Arrays.fill(nulls, true);
    numbers = new double[slots];
    wholes = new long[slots];
    objects = new @Nullable Object[slots];
    buffers = new @Nullable ScoringVector[slots];
  }

  /** Whether there is no value. */
  public boolean isNull(int slot) {
    return nulls[slot];
  }

  /** Takes the value away. */
  public void setNull(int slot) {
    nulls[slot] = true;
  }

  /** The value of a float or a double. */
  public double number(int slot) {
    return numbers[slot];
  }

  /** Sets a float or a double. */
  public void setNumber(int slot, double value) {
    nulls[slot] = false;
    numbers[slot] = value;
  }

  /** The value of an int, a long, a boolean, a date or a timestamp. */
  public long whole(int slot) {
    return wholes[slot];
  }

  /** Sets an int, a long, a boolean, a date or a timestamp. */
  public void setWhole(int slot, long value) {
    nulls[slot] = false;
    wholes[slot] = value;
  }

  /** The value of a string, a decimal, a binary, an array or a struct. */
  public Object object(int slot) {
    return requireNonNull(objects[slot], "the slot was never set");
  }

  /** Sets a string, a decimal, a binary, an array or a struct, or a vector that all rows share. */
  public void setObject(int slot, Object value) {
    nulls[slot] = false;
    objects[slot] = value;
  }

  /** The value of a vector; only to be read. */
  public ScoringVector vector(int slot) {
    return (ScoringVector) object(slot);
  }

  /** Makes the slot's own vector its value, to be filled by the caller; it holds what it held. */
  public ScoringVector ownVector(int slot) {
    ScoringVector own = buffers[slot];
    if (own == null) {
      own = new ScoringVector();
      buffers[slot] = own;
    }
    setObject(slot, own);
    return own;
  }

  /** Makes one slot's value another's too. The slots have the same type. */
  public void copy(int from, int to) {
    nulls[to] = nulls[from];
    numbers[to] = numbers[from];
    wholes[to] = wholes[from];
    objects[to] = objects[from];
  }

  /** Ends the work on the row: a stage leaves it out, as the engine would. */
  public void drop(String reason) {
    dropReason = reason;
  }

  /** Why the row is left out; null if it is not. */
  public @Nullable String dropReason() {
    return dropReason;
  }

  /** Makes the row ready for other inputs. */
  public void renew() {
    dropReason = null;
  }
}
