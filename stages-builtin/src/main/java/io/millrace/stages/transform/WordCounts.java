package io.millrace.stages.transform;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.api.java.UDF1;
import scala.Tuple2;

/** Vectors of counts of words. */
final class WordCounts {
  private WordCounts() {}

  /**
   * Lets the vectors through that hold no negative number: Spark's iterations for topics would
   * overflow the stack of an executor, and end it.
   */
  static UDF1<Vector, Vector> of(String column) {
    return vector -> {
      var held = vector.activeIterator();
      while (held.hasNext()) {
        Tuple2<Object, Object> count = held.next();
        if ((double) count._2() < 0) {
          throw new MillraceException(
              StandardError.UNUSABLE_COLUMN,
              "The column '%s' holds a vector with the count %s in slot %s, and no word is counted below 0."
                  .formatted(column, count._2(), count._1()));
        }
      }
      return vector;
    };
  }
}
