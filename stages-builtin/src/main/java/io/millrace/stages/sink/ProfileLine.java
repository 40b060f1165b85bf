package io.millrace.stages.sink;

import io.millrace.spark.profile.ColumnTally;
import io.millrace.spark.profile.NumberTally;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.util.TimestampFormatter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The line that is told of one column. A missing value is null, or no number where numbers stand.
 */
record ProfileLine(StructField field, int top, ZoneId zone) {
  static final List<String> TITLES =
      List.of(
          "column",
          "type",
          "missing",
          "distinct",
          "mean",
          "sd",
          "min",
          "q25",
          "median",
          "q75",
          "max",
          "most frequent");

  List<String> line(ColumnTally tally, long rows) {
    NumberTally numbers = tally.spread().orElse(null);
    List<String> line = new ArrayList<>();
    line.add(field.name());
    line.add(field.dataType().simpleString());
    line.add(Long.toString(rows - tally.present()));
    line.add(Long.toString(tally.distinctValues()));
    line.add(numbers == null ? "" : Double.toString(numbers.mean()));
    line.add(numbers == null || tally.present() < 2 ? "" : Double.toString(numbers.deviation()));
    line.add(text(tally.least()));
    line.add(numbers == null ? "" : Double.toString(numbers.quantile(0.25)));
    line.add(numbers == null ? "" : Double.toString(numbers.quantile(0.5)));
    line.add(numbers == null ? "" : Double.toString(numbers.quantile(0.75)));
    line.add(text(tally.greatest()));
    line.add(
        tally.frequent(top).stream()
            .map(value -> text(value.value()) + " (" + value.count() + ")")
            .collect(Collectors.joining(", ")));
    return line;
  }

  /** As Spark writes a value that it keeps in its own way. */
  private String text(@Nullable Object value) {
    DataType type = field.dataType();
    if (value == null) {
      return "";
    } else if (type instanceof DateType) {
      return LocalDate.ofEpochDay((int) value).toString();
    } else if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return TimestampFormatter.getFractionFormatter(
              type instanceof TimestampType ? zone : ZoneOffset.UTC)
          .format((long) value);
    }
    return value.toString();
  }
}
