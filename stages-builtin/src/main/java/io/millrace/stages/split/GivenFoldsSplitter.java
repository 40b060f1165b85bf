package io.millrace.stages.split;

import io.millrace.api.Parts;
import io.millrace.api.StageContext;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Holds out the rows of each value of a column in turn. Reads that column once. */
final class GivenFoldsSplitter implements FoldSplitter {
  /**
   * As many as {@code split/k-fold} makes; a fit for each is meant, so an id would be a mistake.
   */
  private static final int MOST_FOLDS = 1000;

  private final String column;

  GivenFoldsSplitter(String column) {
    this.column = column;
  }

  @Override
  public Schema schema(Map<String, Schema> inputs, Problems problems) {
    Schema input = Inputs.single(inputs);
    Strata.check(input, "column", column, problems);
    return input;
  }

  @Override
  public List<Parts<Dataset<Row>>> split(
      Map<String, Dataset<Row>> inputs, StageContext<Dataset<Row>> context) {
    Dataset<Row> frame = Inputs.single(inputs);
    Column fold = Columns.col(column);
    List<Row> values = frame.select(fold).distinct().orderBy(fold).takeAsList(MOST_FOLDS + 2);
    check(values);
    context.fact("folds", Integer.toString(values.size()));
    return values.stream()
        .map(value -> value.get(0))
        .map(value -> FoldSplitter.fold(frame, fold.notEqual(value), fold.equalTo(value)))
        .toList();
  }

  /** Missing values come first in their order. */
  private void check(List<Row> values) {
    if (!values.isEmpty() && values.get(0).isNullAt(0)) {
      throw unusable(
          "The column '%s' does not say of all rows which fold they belong to: fill or drop those with nulls.");
    }
    if (values.isEmpty()) {
      throw new MillraceException(
          StandardError.EMPTY_INPUT, "There are no rows to make folds of '%s'.".formatted(column));
    }
    if (values.size() == 1) {
      throw unusable(
          "The column '%s' has one value only: there have to be two folds at least, so that some rows are left to learn from.");
    }
    if (values.size() > MOST_FOLDS) {
      throw unusable(
          "The column '%s' has more than "
              + MOST_FOLDS
              + " values, each of which would be a fold: name a column with fewer, or use split/k-fold with keys.");
    }
  }

  private MillraceException unusable(String message) {
    return new MillraceException(StandardError.UNUSABLE_COLUMN, message.formatted(column));
  }
}
