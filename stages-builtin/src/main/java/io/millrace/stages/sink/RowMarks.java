package io.millrace.stages.sink;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import io.millrace.stages.sink.Expectation.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Rows that break an expectation by what other rows hold. */
final class RowMarks {
  private RowMarks() {}

  /** The main input with a column for each rule that keeps such rows back. */
  static Dataset<Row> mark(List<ExpectationRule> rules, Map<String, Dataset<Row>> inputs) {
    Dataset<Row> frame = ExpectSink.main(inputs);
    Dataset<Row> marked = frame;
    for (ExpectationRule rule : rules) {
      if (rule.isMarked()) {
        marked =
            rule.check() == Check.UNIQUE
                ? repeated(rule, marked, frame)
                : unknown(rule, marked, inputs);
      }
    }
    return marked;
  }

  /** How many rows break a rule that keeps none back, in a job that moves its columns only. */
  static long count(ExpectationRule rule, Map<String, Dataset<Row>> inputs) {
    Dataset<Row> keys =
        ExpectSink.main(inputs).filter(known(rule.columns())).select(Columns.cols(rule.columns()));
    if (rule.check() == Check.UNIQUE) {
      Row sums =
          keys.groupBy(Columns.cols(rule.columns()))
              .count()
              .selectExpr("coalesce(sum(count - 1), 0)")
              .head();
      return sums.getLong(0);
    }
    return keys.join(referenced(rule, inputs), rule.columns().toArray(String[]::new), "left_anti")
        .count();
  }

  /** Of rows with the same values, all but one: the same one, in whatever order they come. */
  private static Dataset<Row> repeated(
      ExpectationRule rule, Dataset<Row> marked, Dataset<Row> frame) {
    Column number =
        row_number()
            .over(
                Window.partitionBy(Columns.cols(rule.columns()))
                    .orderBy(RowHash.uniform(frame.schema(), List.of(), 0)));
    return marked.withColumn(rule.mark(), number.gt(1).and(known(rule.columns())));
  }

  private static Dataset<Row> unknown(
      ExpectationRule rule, Dataset<Row> marked, Map<String, Dataset<Row>> inputs) {
    String found = rule.mark() + "_found";
    Dataset<Row> others = referenced(rule, inputs).withColumn(found, lit(true));
    Dataset<Row> joined = marked.join(others, rule.columns().toArray(String[]::new), "left");
    List<Column> columns = new ArrayList<>(List.of(Columns.cols(List.of(marked.columns()))));
    columns.add(
        coalesce(Columns.col(found), lit(false))
            .equalTo(false)
            .and(known(rule.columns()))
            .as(rule.mark()));
    return joined.select(columns.toArray(Column[]::new));
  }

  /** The values that may be there, each once, under the names of the main input. */
  private static Dataset<Row> referenced(ExpectationRule rule, Map<String, Dataset<Row>> inputs) {
    String name = String.valueOf(rule.expectation().input());
    Dataset<Row> other = inputs.get(name);
    if (other == null) {
      throw new IllegalArgumentException("no input is named " + name);
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < rule.columns().size(); i++) {
      columns.add(Columns.col(rule.expectation().referenced().get(i)).as(rule.columns().get(i)));
    }
    return other.select(columns.toArray(Column[]::new)).distinct();
  }

  private static Column known(List<String> columns) {
    return columns.stream()
        .map(name -> Columns.col(name).isNotNull())
        .reduce(Column::and)
        .orElse(lit(true));
  }
}
