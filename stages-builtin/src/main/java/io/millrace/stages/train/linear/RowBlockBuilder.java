package io.millrace.stages.train.linear;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/** Packs rows until a block is full. */
final class RowBlockBuilder {
  /** Large enough for arrays to be read in one go, small enough to be spilled one by one. */
  private static final int FULL = 1 << 17;

  private final int size;
  private int rows;
  private int count;
  private int[] starts = new int[1024];
  private int[] slots = new int[4096];
  private double[] values = new double[4096];
  private double[] labels = new double[1024];
  private double[] weights = new double[1024];

  /** A builder of blocks with vectors of so many slots. */
  RowBlockBuilder(int size) {
    this.size = size;
  }

  boolean isFull() {
    return Math.max(count, rows) >= FULL;
  }

  void add(double label, double weight, Vector vector) {
    if (vector.size() != size) {
      throw new MillraceException(
          StandardError.UNUSABLE_COLUMN,
          "The vectors to learn from differ in size: one has %d slots and another %d."
              .formatted(size, vector.size()));
    }
    if (rows + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      labels = Arrays.copyOf(labels, labels.length * 2);
      weights = Arrays.copyOf(weights, weights.length * 2);
    }
    labels[rows] = label;
    weights[rows] = weight;
    if (vector instanceof SparseVector sparse) {
      add(sparse.indices(), sparse.values());
    } else {
      add(((DenseVector) vector).values());
    }
    starts[++rows] = count;
  }

  private void add(int[] from, double[] given) {
    reserve(given.length);
    for (int i = 0; i < given.length; i++) {
      if (given[i] != 0) {
        slots[count] = from[i];
        values[count++] = given[i];
      }
    }
  }

  private void add(double[] given) {
    reserve(given.length);
    for (int i = 0; i < given.length; i++) {
      if (given[i] != 0) {
        slots[count] = i;
        values[count++] = given[i];
      }
    }
  }

  private void reserve(int more) {
    if (count + more > values.length) {
      int length = Math.max(count + more, values.length * 2);
      slots = Arrays.copyOf(slots, length);
      values = Arrays.copyOf(values, length);
    }
  }

  /** The block; the builder is not used again. */
  RowBlock build() {
    double[] ownLabels = Arrays.copyOf(labels, rows);
    double[] ownWeights = Arrays.copyOf(weights, rows);
    long whole = (long) rows * size * Double.BYTES;
    if (whole <= (long) count * (Double.BYTES + Integer.BYTES)) {
      return whole(ownLabels, ownWeights);
    }
    return new RowBlock(
        size,
        Arrays.copyOf(starts, rows + 1),
        Arrays.copyOf(slots, count),
        Arrays.copyOf(values, count),
        ownLabels,
        ownWeights);
  }

  private RowBlock whole(double[] ownLabels, double[] ownWeights) {
    double[] all = new double[rows * size];
    int[] begins = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      begins[row + 1] = (row + 1) * size;
      for (int place = starts[row]; place < starts[row + 1]; place++) {
        all[row * size + slots[place]] = values[place];
      }
    }
    return new RowBlock(size, begins, null, all, ownLabels, ownWeights);
  }
}
