package io.millrace.stages.split;

import io.millrace.api.StageContext;
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
import java.util.stream.LongStream;
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

  private static final int MOST_NAMED = 5;

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
   * The number of the stretch that a row falls into, from 0. Runs a few jobs that count rows. Warns
   * of classes of which a stretch holds no row.
   *
   * @param what a stretch is, for the warning
   * @param ends where stretches end, as shares of each class; the last one ends at 1 and is not
   *     listed
   */
  static Column stretch(
      Dataset<Row> frame,
      String label,
      List<Double> ends,
      String what,
      StageContext<Dataset<Row>> context) {
    Column stratum =
        functions.coalesce(
            functions.concat(functions.lit("="), Columns.col(label).cast("string")),
            functions.lit(""));
    Column number =
        RowHash.uniform(frame.schema(), List.of(), context.seed()).multiply(NUMBERS).cast("long");
    Map<String, long[]> starts =
        ExactRanks.find(
            frame,
            stratum,
            number,
            (long) NUMBERS - 1,
            size ->
                LongStream.concat(
                        LongStream.of(0), ends.stream().mapToLong(end -> Math.round(size * end)))
                    .toArray());
    warn(starts, label, what, context);
    Column result = functions.lit(0);
    for (int i = 0; i < ends.size() && !starts.isEmpty(); i++) {
      Column start = functions.element_at(constants(starts, i + 1), stratum);
      result = result.plus(functions.when(number.geq(start), 1).otherwise(0));
    }
    return result;
  }

  /** A stretch is empty if the next one starts where it does, or none starts behind the rows. */
  private static void warn(
      Map<String, long[]> starts, String label, String what, StageContext<?> context) {
    List<String> lacking = new ArrayList<>();
    starts.forEach(
        (stratum, numbers) -> {
          boolean all = numbers[numbers.length - 1] < Long.MAX_VALUE;
          for (int i = 1; i < numbers.length; i++) {
            all &= numbers[i] > numbers[i - 1];
          }
          if (!all) {
            lacking.add(stratum.isEmpty() ? "missing values" : "'" + stratum.substring(1) + "'");
          }
        });
    if (!lacking.isEmpty()) {
      String more =
          lacking.size() > MOST_NAMED ? " and %d more".formatted(lacking.size() - MOST_NAMED) : "";
      context.warn(
          "not every %s has rows of each class of '%s', as these are too few, or equal: %s%s"
              .formatted(
                  what,
                  label,
                  String.join(", ", lacking.subList(0, Math.min(MOST_NAMED, lacking.size()))),
                  more));
    }
  }

  private static Column constants(Map<String, long[]> starts, int index) {
    List<Column> entries = new ArrayList<>();
    starts.forEach(
        (stratum, numbers) ->
            entries.addAll(Arrays.asList(functions.lit(stratum), functions.lit(numbers[index]))));
    return functions.map(entries.toArray(Column[]::new));
  }
}
