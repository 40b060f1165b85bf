package io.millrace.stages.sink;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.millrace.spark.api.Columns;
import io.millrace.stages.sink.Expectation.Check;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * One line of the table of results: an expectation of a column, or of several together.
 *
 * @param number its place among all
 */
record ExpectationRule(int number, Expectation expectation, List<String> columns) {
  /** A rule for each column, where an expectation is of each for itself. */
  static List<ExpectationRule> of(List<Expectation> expectations) {
    List<ExpectationRule> rules = new ArrayList<>();
    for (Expectation expectation : expectations) {
      if (expectation.check().comparesRows() || expectation.columns().isEmpty()) {
        rules.add(new ExpectationRule(rules.size(), expectation, expectation.columns()));
      } else {
        for (String column : expectation.columns()) {
          rules.add(new ExpectationRule(rules.size(), expectation, List.of(column)));
        }
      }
    }
    return rules;
  }

  Check check() {
    return expectation.check();
  }

  /** Whether a row that breaks it is told by a column that {@link RowMarks} adds. */
  boolean isMarked() {
    return check().comparesRows() && expectation.onFail().keepsBack();
  }

  /** The name of that column. */
  String mark() {
    return "millrace_breaks_" + number;
  }

  String title() {
    String name = expectation.name();
    if (name != null) {
      return columns.size() < 2 && expectation.columns().size() > 1
          ? name + " (" + columns.get(0) + ")"
          : name;
    }
    String what = columns.isEmpty() ? expectation.condition() : String.join(", ", columns);
    String check = ExpectationChecks.text(check());
    return what == null ? check : check + " (" + what + ")";
  }

  /** Whether a row breaks it; never null. */
  Column broken(Dataset<Row> frame) {
    if (isMarked()) {
      return Columns.col(mark());
    }
    Column broken =
        switch (check()) {
          case NOT_NULL -> missing(frame);
          case RANGE -> outside(frame);
          case DOMAIN -> not(isListed(frame));
          case MATCHES ->
              not(Columns.col(columns.get(0)).rlike("\\A(?:" + expectation.pattern() + ")\\z"));
          case SQL -> not(condition());
          case UNIQUE, REFERENCES, ROW_COUNT, AGGREGATE ->
              throw new IllegalStateException(check() + " is not told by one row");
        };
    return coalesce(broken, lit(false));
  }

  /** The user's condition. */
  Column condition() {
    return expr("(" + expectation.condition() + "\n)");
  }

  private DataType type(Dataset<Row> frame) {
    return frame.schema().apply(columns.get(0)).dataType();
  }

  private boolean isFloating(Dataset<Row> frame) {
    return type(frame).equals(DataTypes.DoubleType) || type(frame).equals(DataTypes.FloatType);
  }

  private Column missing(Dataset<Row> frame) {
    Column value = Columns.col(columns.get(0));
    return isFloating(frame) ? value.isNull().or(isnan(value)) : value.isNull();
  }

  /** What is no number lies in no range. */
  private Column outside(Dataset<Row> frame) {
    Column value = Columns.col(columns.get(0));
    Column outside = isFloating(frame) ? isnan(value) : lit(false);
    if (expectation.min() != null) {
      outside = outside.or(value.lt(expectation.min()));
    }
    if (expectation.max() != null) {
      outside = outside.or(value.gt(expectation.max()));
    }
    if (expectation.earliest() != null) {
      outside = outside.or(value.lt(lit(expectation.earliest()).cast(type(frame))));
    }
    if (expectation.latest() != null) {
      outside = outside.or(value.gt(lit(expectation.latest()).cast(type(frame))));
    }
    return outside;
  }

  private Column isListed(Dataset<Row> frame) {
    Column value = Columns.col(columns.get(0));
    return type(frame) instanceof NumericType
        ? value.cast("double").isin(expectation.values().stream().map(Double::valueOf).toArray())
        : value.cast("string").isin(expectation.values().toArray());
  }
}
