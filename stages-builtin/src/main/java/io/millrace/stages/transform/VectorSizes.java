package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;

/** How many slots vectors have, where the column's metadata may not say it. */
final class VectorSizes {
  private VectorSizes() {}

  /** As the metadata says, or else as the first vector has. */
  static int of(Dataset<Row> train, String column) {
    int size =
        AttributeGroup.fromStructField(train.schema().fields()[train.schema().fieldIndex(column)])
            .size();
    if (size >= 0) {
      return size;
    }
    List<Row> first =
        train.select(Columns.col(column)).filter(Columns.col(column).isNotNull()).takeAsList(1);
    if (first.isEmpty()) {
      throw unusable(
          "The column '%s' has no vector in the training rows to tell its slots by."
              .formatted(column));
    }
    return first.get(0).<Vector>getAs(0).size();
  }

  /** Lets the vectors through that are there and have the size of those of the training rows. */
  static UDF1<Vector, Vector> exactly(String column, int size) {
    return vector -> {
      if (vector == null) {
        throw unusable("The column '%s' holds a row without a vector.".formatted(column));
      }
      if (vector.size() != size) {
        throw unusable(
            "The column '%s' holds a vector of %d slots, and those of the training rows have %d."
                .formatted(column, vector.size(), size));
      }
      return vector;
    };
  }

  /** Lets the vectors through that have all slots that options name. */
  static UDF1<Vector, Vector> atLeast(String column, int size) {
    return vector -> {
      if (vector.size() < size) {
        throw unusable(
            "The column '%s' holds a vector of %d slots, and the options name %d."
                .formatted(column, vector.size(), size));
      }
      return vector;
    };
  }

  private static MillraceException unusable(String message) {
    return new MillraceException(StandardError.UNUSABLE_COLUMN, message);
  }
}
