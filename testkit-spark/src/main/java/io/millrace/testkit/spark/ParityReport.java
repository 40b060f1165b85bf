package io.millrace.testkit.spark;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.model.scoring.ScoringVector;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * How far a portable form is from the stage itself.
 *
 * @param rows rows that both were given
 * @param kept rows that came out of the stage in Spark
 * @param values values that were compared
 * @param different values that are not equal to the bit
 * @param largest the largest difference of numbers; infinite, where a number stands beside none
 * @param firstDifference the first of the different values, told in a sentence; null if all are
 *     equal
 */
public record ParityReport(
    int rows,
    int kept,
    long values,
    long different,
    double largest,
    @Nullable String firstDifference) {
  /** Fails unless all values are equal to the bit. */
  public void assertEqualBits() {
    if (different > 0) {
      throw new AssertionError(
          "%d of %d values differ, the first: %s".formatted(different, values, firstDifference));
    }
  }

  /** Fails if a difference is larger than that. */
  public void assertWithin(double tolerance) {
    if (!(largest <= tolerance)) {
      throw new AssertionError(
          "values differ by up to %s, the first: %s".formatted(largest, firstDifference));
    }
  }

  /** Adds up differences row by row. */
  static final class Collector {
    private final List<Column> columns;
    private long values;
    private long different;
    private double largest;
    private @Nullable String first;

    Collector(List<Column> columns) {
      this.columns = columns;
    }

    void compare(Row input, @Nullable Row expected, List<@Nullable Object> scored) {
      for (int i = 0; i < columns.size(); i++) {
        LogicalType type = columns.get(i).type();
        Object right = expected == null ? null : SlotValues.plain(type, expected.get(i));
        values++;
        if (expected == null || !sameBits(right, scored.get(i))) {
          different++;
          largest = Math.max(largest, distance(right, scored.get(i)));
          note(input, columns.get(i).name(), expected == null ? "no row" : right, scored.get(i));
        }
      }
    }

    ParityReport finish(int rows, int kept) {
      long expected = (long) kept * columns.size();
      if (values != expected) {
        different += Math.abs(values - expected);
        largest = Double.POSITIVE_INFINITY;
        first =
            "%d rows come out of Spark and %d of the scorer"
                .formatted(kept, values / Math.max(1, columns.size()));
      }
      return new ParityReport(rows, kept, values, different, largest, first);
    }

    private void note(Row input, String column, @Nullable Object right, @Nullable Object scored) {
      if (first == null) {
        first =
            "of %s Spark makes %s = %s, and the scorer %s"
                .formatted(input, column, text(right), text(scored));
      }
    }

    private static String text(@Nullable Object value) {
      if (value instanceof ScoringVector vector) {
        String held = Arrays.toString(Arrays.copyOf(vector.values(), vector.count()));
        return vector.isDense()
            ? held
            : "(%d, %s, %s)"
                .formatted(
                    vector.size(),
                    Arrays.toString(Arrays.copyOf(vector.indices(), vector.count())),
                    held);
      }
      return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }

    /** Doubles in boxes are equal by their bits; a NaN is like any other. */
    private static boolean sameBits(@Nullable Object a, @Nullable Object b) {
      if (a instanceof ScoringVector x && b instanceof ScoringVector y) {
        return x.size() == y.size()
            && x.isDense() == y.isDense()
            && x.count() == y.count()
            && Arrays.equals(x.values(), 0, x.count(), y.values(), 0, y.count())
            && (x.isDense() || Arrays.equals(x.indices(), 0, x.count(), y.indices(), 0, y.count()));
      }
      return a instanceof byte[] x && b instanceof byte[] y
          ? Arrays.equals(x, y)
          : java.util.Objects.equals(a, b);
    }

    private static double distance(@Nullable Object a, @Nullable Object b) {
      if (a instanceof Number x && b instanceof Number y) {
        return finite(Math.abs(x.doubleValue() - y.doubleValue()));
      }
      if (a instanceof ScoringVector x && b instanceof ScoringVector y && x.size() == y.size()) {
        double most = 0;
        for (int i = 0; i < x.size(); i++) {
          boolean same = Double.compare(x.at(i), y.at(i)) == 0;
          most = Math.max(most, same ? 0 : finite(Math.abs(x.at(i) - y.at(i))));
        }
        return most;
      }
      return Double.POSITIVE_INFINITY;
    }

    private static double finite(double difference) {
      return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }
  }
}
