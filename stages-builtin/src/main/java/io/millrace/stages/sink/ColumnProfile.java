package io.millrace.stages.sink;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.spark.api.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** What is told of one column. A missing value is null, or no number where numbers stand. */
record ColumnProfile(StructField field, ProfileFactory.Options options) {
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

  private static final int TRACKED = 1000;

  private boolean isNumeric() {
    return field.dataType() instanceof NumericType;
  }

  private Column present() {
    Column value = Columns.col(field.name());
    DataType type = field.dataType();
    boolean floating = type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
    return floating ? when(not(isnan(value)), value) : value;
  }

  /** All figures in one struct: one aggregation tells those of all columns. */
  Column figures() {
    List<Column> figures = new ArrayList<>();
    figures.add(count(present()).as("present"));
    figures.add(approx_count_distinct(present()).as("distinct"));
    figures.add(min(present()).cast("string").as("min"));
    figures.add(max(present()).cast("string").as("max"));
    if (isNumeric()) {
      Column number = present().cast("double");
      figures.add(avg(number).as("mean"));
      figures.add(stddev_samp(number).as("sd"));
      figures.add(
          percentile_approx(
                  number,
                  array(lit(0.25), lit(0.5), lit(0.75)),
                  lit((int) Math.min(Integer.MAX_VALUE, Math.ceil(1 / options.relativeError()))))
              .as("quantiles"));
    }
    if (options.top() > 0) {
      figures.add(
          call_function("approx_top_k", present(), lit(options.top()), lit(TRACKED)).as("top"));
    }
    return struct(figures.toArray(Column[]::new));
  }

  /** The line of the table. */
  List<String> line(Row figures, long rows) {
    long present = figures.getAs("present");
    List<String> line = new ArrayList<>();
    line.add(field.name());
    line.add(field.dataType().simpleString());
    line.add(Long.toString(rows - present));
    line.add(String.valueOf(figures.<Object>getAs("distinct")));
    line.add(isNumeric() ? text(figures.getAs("mean")) : "");
    line.add(isNumeric() ? text(figures.getAs("sd")) : "");
    line.add(text(figures.getAs("min")));
    List<?> quantiles = isNumeric() ? figures.getList(figures.fieldIndex("quantiles")) : null;
    for (int i = 0; i < 3; i++) {
      line.add(quantiles == null ? "" : text(quantiles.get(i)));
    }
    line.add(text(figures.getAs("max")));
    line.add(options.top() > 0 ? frequent(figures) : "");
    return line;
  }

  private static String frequent(Row figures) {
    List<String> told = new ArrayList<>();
    for (Row value : figures.<Row>getList(figures.fieldIndex("top"))) {
      if (!value.isNullAt(0)) {
        told.add(value.get(0) + " (" + value.get(1) + ")");
      }
    }
    return String.join(", ", told);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }
}
