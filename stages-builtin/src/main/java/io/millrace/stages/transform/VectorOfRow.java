package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** Makes one vector of a row's doubles and vectors; runs once a row, so it makes no garbage. */
final class VectorOfRow implements UDF1<Row, Vector> {
  private static final long serialVersionUID = 1;
  private final String[] columns;
  private final int[] widths;
  private final boolean keep;

  VectorOfRow(Slots slots, boolean keep) {
    this.columns = slots.columns().toArray(String[]::new);
    this.widths = slots.widths();
    this.keep = keep;
  }

  @Override
  public Vector call(Row row) {
    Buffer buffer = new Buffer();
    for (int i = 0; i < columns.length; i++) {
      Object value = row.get(i);
      if (value instanceof Double number && (keep || !number.isNaN())) {
        buffer.add(number);
      } else if (value instanceof SparseVector vector) {
        buffer.addAll(vector);
      } else if (value instanceof DenseVector vector) {
        buffer.addAll(vector);
      } else if (keep) {
        buffer.addMissing(widths[i]);
      } else {
        throw missing(columns[i], value);
      }
    }
    return buffer.vector();
  }

  private static MillraceException missing(String column, @Nullable Object value) {
    return new MillraceException(
        StandardError.UNUSABLE_COLUMN,
        "The column '%s' holds %s: fill it with transform/impute, or set handleInvalid of transform/assemble to skip or keep."
            .formatted(column, value == null ? "null" : "a value that is not a number"));
  }

  /** The slots that are not zero, so far. */
  private static final class Buffer {
    private int[] indices = new int[16];
    private double[] values = new double[16];
    private int size;
    private int slots;

    void add(double value) {
      put(slots++, value);
    }

    void addAll(SparseVector vector) {
      for (int i = 0; i < vector.indices().length; i++) {
        put(slots + vector.indices()[i], vector.values()[i]);
      }
      slots += vector.size();
    }

    void addAll(DenseVector vector) {
      for (double value : vector.values()) {
        put(slots++, value);
      }
    }

    void addMissing(int width) {
      for (int i = 0; i < width; i++) {
        put(slots++, Double.NaN);
      }
    }

    private void put(int index, double value) {
      if (value == 0) {
        return;
      }
      if (size == indices.length) {
        indices = Arrays.copyOf(indices, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      indices[size] = index;
      values[size++] = value;
    }

    /** Dense or sparse, whichever is smaller. */
    Vector vector() {
      return Vectors.sparse(slots, Arrays.copyOf(indices, size), Arrays.copyOf(values, size))
          .compressed();
    }
  }
}
