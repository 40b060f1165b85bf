package io.millrace.model.scoring;

import java.util.Arrays;

/**
 * A vector of doubles, dense or sparse, that is filled again for row after row. Which of the two it
 * is matters: sums of products are added up in the order of the values that are held.
 */
public final class ScoringVector {
  private int size;
  private boolean dense = true;
  private int count;
  private double[] values = new double[16];
  private int[] indices = new int[16];

  /** A dense vector of those values. */
  public static ScoringVector dense(double... values) {
    ScoringVector vector = new ScoringVector();
    System.arraycopy(values, 0, vector.becomeDense(values.length), 0, values.length);
    return vector;
  }

  /** A sparse vector of those values at those places, which rise. */
  public static ScoringVector sparse(int size, int[] indices, double[] values) {
    ScoringVector vector = new ScoringVector();
    vector.becomeSparse(size);
    for (int i = 0; i < indices.length; i++) {
      vector.append(indices[i], values[i]);
    }
    return vector;
  }

  /** The number of places. */
  public int size() {
    return size;
  }

  /** Whether a value is held for each place. */
  public boolean isDense() {
    return dense;
  }

  /** How many values are held: all of a dense vector, those that were appended of a sparse one. */
  public int count() {
    return count;
  }

  /** The values held; of them {@link #count} count. */
  public double[] values() {
    return values;
  }

  /** The places of the values of a sparse vector, rising; of them {@link #count} count. */
  public int[] indices() {
    return indices;
  }

  /** The value at a place. */
  public double at(int place) {
    if (dense) {
      return values[place];
    }
    int found = Arrays.binarySearch(indices, 0, count, place);
    return found < 0 ? 0 : values[found];
  }

  /** Becomes dense, of that size; the caller fills all places of the array that is returned. */
  public double[] becomeDense(int newSize) {
    size = newSize;
    count = newSize;
    dense = true;
    if (values.length < newSize) {
      values = new double[newSize];
    }
    return values;
  }

  /** Becomes sparse, of that size, and empty. */
  public void becomeSparse(int newSize) {
    size = newSize;
    count = 0;
    dense = false;
  }

  /** Adds a value to a sparse vector, behind all others, zero or not. */
  public void append(int place, double value) {
    if (count == indices.length || count == values.length) {
      int more = Math.max(16, 2 * count);
      indices = Arrays.copyOf(indices, more);
      values = Arrays.copyOf(values, more);
    }
    indices[count] = place;
    values[count++] = value;
  }

  /**
   * Becomes dense or sparse without zeros, whichever Spark's {@code Vector.compressed} chooses: the
   * one that takes less memory.
   */
  public void compress() {
    int nonZeros = 0;
    for (int i = 0; i < count; i++) {
      nonZeros += values[i] != 0 ? 1 : 0;
    }
    // The bytes of both, as Spark 4.1 reckons them.
    if (12L * nonZeros + 28 < 8L * size + 12) {
      dropZeros(nonZeros);
    } else {
      spread();
    }
  }

  private void dropZeros(int nonZeros) {
    if (!dense && nonZeros == count) {
      return;
    }
    if (indices.length < values.length) {
      indices = Arrays.copyOf(indices, values.length);
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] != 0) {
        indices[kept] = dense ? i : indices[i];
        values[kept++] = values[i];
      }
    }
    dense = false;
    count = kept;
  }

  private void spread() {
    if (dense) {
      return;
    }
    if (values.length < size) {
      values = Arrays.copyOf(values, size);
    }
    // From the end: a value never moves to a place before its own.
    int next = count - 1;
    for (int place = size - 1; place >= 0; place--) {
      boolean held = next >= 0 && indices[next] == place;
      values[place] = held ? values[next--] : 0;
    }
    dense = true;
    count = size;
  }
}
