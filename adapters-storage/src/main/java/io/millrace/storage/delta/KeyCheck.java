package io.millrace.storage.delta;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** The columns that identify a row of a table. */
final class KeyCheck {
  private final String what;
  private final List<String> keys;

  /**
   * @param what how messages call the table
   */
  KeyCheck(String what, List<String> keys) {
    this.what = what;
    this.keys = keys;
  }

  /** Refuses keys that the frame lacks, and such as can't be compared. */
  void requireIn(StructType frame) {
    for (String key : keys) {
      StructField field =
          Arrays.stream(frame.fields())
              .filter(f -> f.name().equals(key))
              .findFirst()
              .orElseThrow(
                  () ->
                      failure(
                          StandardError.UNKNOWN_COLUMN,
                          "the frame has no key column '" + key + "'; correct keys."));
      if (!isSimple(field)) {
        throw failure(
            StandardError.COLUMN_TYPE,
            "'" + key + "' is no single value and can't be a key; take columns of plain types.");
      }
    }
  }

  private static boolean isSimple(StructField field) {
    return !(field.dataType() instanceof ArrayType
        || field.dataType() instanceof StructType
        || field.dataType() instanceof MapType
        || field.dataType() instanceof UserDefinedType<?>);
  }

  /** The key columns of a frame, under names that clash with nothing. */
  Dataset<Row> keysOf(Dataset<Row> frame) {
    Column[] columns =
        IntStream.range(0, keys.size())
            .mapToObj(i -> Columns.col(keys.get(i)).as(keyName(i)))
            .toArray(Column[]::new);
    return frame.select(columns);
  }

  private static String keyName(int index) {
    return "key" + index;
  }

  /** The rows whose key is, or is not, among those; missing values count as equal. */
  Dataset<Row> matching(Dataset<Row> rows, Dataset<Row> keyRows, boolean wanted) {
    Column condition = lit(true);
    for (int i = 0; i < keys.size(); i++) {
      Column own = rows.col(Columns.quote(keys.get(i)));
      condition = condition.and(own.eqNullSafe(keyRows.col(keyName(i))));
    }
    return rows.join(keyRows, condition, wanted ? "left_semi" : "left_anti");
  }

  /**
   * Refuses keys that stand in more than one row. One job over the key columns, with partial sums
   * where the rows lie; missing values count as equal.
   *
   * @param rows as {@link #keysOf} gives them
   */
  void requireUnique(Dataset<Row> rows) {
    Column[] columns =
        IntStream.range(0, keys.size()).mapToObj(i -> col(keyName(i))).toArray(Column[]::new);
    List<Column> example = new ArrayList<>(List.of(columns));
    example.add(col("rows"));
    Row found =
        rows.groupBy(columns)
            .agg(count(lit(1)).as("rows"))
            .filter(col("rows").gt(1))
            .agg(count(lit(1)), min(struct(example.toArray(Column[]::new))))
            .head();
    if (found.getLong(0) > 0) {
      throw duplicates(found.getLong(0), found.getStruct(1));
    }
  }

  private MillraceException duplicates(long count, Row example) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      parts.add(keys.get(i) + " = " + example.get(i));
    }
    return failure(
        StandardError.DUPLICATE_KEYS,
        (count == 1 ? "one key stands" : count + " keys stand")
            + " in more than one row, as "
            + String.join(", ", parts)
            + " in "
            + example.getLong(keys.size())
            + " rows; nothing was published; drop the surplus rows or correct keys.");
  }

  private MillraceException failure(StandardError code, String message) {
    return new MillraceException(code, capital(what) + ": " + message);
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
