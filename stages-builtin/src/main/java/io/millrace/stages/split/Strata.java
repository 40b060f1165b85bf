package io.millrace.stages.split;

import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Cuts the rows of each class into stretches by the rank of their hash: the shares of every class
 * are exact to one row, up to rows of equal content, which fall together. Rows with a missing class
 * are a class of their own.
 */
final class Strata {
  /** The hash has as many bits as a double holds exactly. */
  private static final double NUMBERS = 0x1.0p53;

  private Strata() {}

  /** Reports a column that can't hold classes. */
  static void check(Schema input, String option, String name, Problems problems) {
    input
        .column(name)
        .filter(
            column ->
                column.type() == Simple.BINARY
                    || !(column.type() instanceof Simple || column.type() instanceof DecimalOf))
        .ifPresent(
            column ->
                problems.report(
                    option,
                    StandardError.COLUMN_TYPE,
                    "column '%s' has the type %s, which can't hold classes"
                        .formatted(name, column.type().text())));
  }

  /**
   * The number of the stretch that a row falls into, from 0. Runs a few jobs that count rows.
   *
   * @param ends where stretches end, as shares of each class; the last one ends at 1 and is not
   *     listed
   */
  static Column stretch(Dataset<Row> frame, String label, long seed, List<Double> ends) {
    Column stratum =
        functions.coalesce(
            functions.concat(functions.lit("="), Columns.col(label).cast("string")),
            functions.lit(""));
    Column number = RowHash.uniform(frame.schema(), List.of(), seed).multiply(NUMBERS).cast("long");
    Map<String, long[]> starts =
        ExactRanks.find(
            frame,
            stratum,
            number,
            (long) NUMBERS - 1,
            size -> ends.stream().mapToLong(end -> Math.round(size * end)).toArray());
    Column result = functions.lit(0);
    for (int i = 0; i < ends.size() && !starts.isEmpty(); i++) {
      Column start = functions.element_at(constants(starts, i), stratum);
      result = result.plus(functions.when(number.geq(start), 1).otherwise(0));
    }
    return result;
  }

  private static Column constants(Map<String, long[]> starts, int index) {
    List<Column> entries = new ArrayList<>();
    starts.forEach(
        (stratum, numbers) ->
            entries.addAll(Arrays.asList(functions.lit(stratum), functions.lit(numbers[index]))));
    return functions.map(entries.toArray(Column[]::new));
  }
}
