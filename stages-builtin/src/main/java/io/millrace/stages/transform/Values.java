package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.RowFailures;
import java.util.function.Predicate;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** What a stage of the table reads, and what it makes of a missing value. */
enum Values {
  /** Texts; a missing one stays missing. */
  TEXT("text", type -> type == Simple.STRING),
  /** Lists of words; a missing one stays missing. */
  WORDS("lists of text", type -> type instanceof ArrayOf list && list.element() == Simple.STRING),
  /** Lists of words to be counted; a missing one counts as empty. */
  COUNTED_WORDS("lists of text", WORDS.accepted),
  /** Numbers; a missing one stays missing. */
  NUMBER("numbers", LogicalType::isNumeric),
  /** Numbers; a missing one is no number, and handleInvalid says what becomes of it. */
  VALID_NUMBER("numbers", LogicalType::isNumeric),
  /** Vectors; a missing one is refused, as there is no vector to stand for it. */
  VECTOR("vectors", type -> type instanceof VectorOf),
  /** Vectors of counts of words; a missing one is refused, and so is a negative count. */
  COUNTS("vectors", VECTOR.accepted);

  private final String text;
  private final Predicate<LogicalType> accepted;

  Values(String text, Predicate<LogicalType> accepted) {
    this.text = text;
    this.accepted = accepted;
  }

  /** As messages name them, in the plural. */
  String text() {
    return text;
  }

  boolean accepts(LogicalType type) {
    return accepted.test(type);
  }

  /** The column as Spark ML takes it: without nulls, where it would fail on them. */
  Column present(String name, boolean refusing) {
    Column column = Columns.col(name);
    return switch (this) {
      case TEXT -> coalesce(column, lit(""));
      case WORDS, COUNTED_WORDS -> coalesce(column, array().cast("array<string>"));
      case NUMBER -> column.cast("double");
      case VALID_NUMBER -> valid(name, column.cast("double"), refusing);
      case VECTOR -> vector(name, column);
      case COUNTS ->
          functions
              .udf(WordCounts.of(name), SQLDataTypes.VectorType())
              .asNonNullable()
              .apply(vector(name, column));
    };
  }

  private static Column vector(String name, Column column) {
    return coalesce(
        column,
        RowFailures.raise(
            StandardError.UNUSABLE_COLUMN,
            "",
            lit("The column '%s' holds a row without a vector.".formatted(name))));
  }

  private static Column valid(String name, Column number, boolean refusing) {
    Column invalid =
        refusing
            ? RowFailures.raise(StandardError.UNUSABLE_COLUMN, "", lit(refusal(name)))
            : lit(Double.NaN);
    return functions
        .when(number.isNotNull().and(functions.isnan(number).unary_$bang()), number)
        .otherwise(invalid);
  }

  /** What is said of a value that is no number, where that is refused. */
  static String refusal(String column) {
    return "The column '%s' holds a value that is no number: set handleInvalid to keep or skip."
        .formatted(column);
  }

  /** What was made of it, with nulls where there was nothing to make something of. */
  Column made(String input, Column output) {
    return this == TEXT || this == WORDS
        ? functions.when(Columns.col(input).isNotNull(), output)
        : output;
  }

  /** {@link #present} in SQL. */
  String presentSql(String quoted) {
    return switch (this) {
      case TEXT -> "coalesce(%s, '')".formatted(quoted);
      case WORDS, COUNTED_WORDS -> "coalesce(%s, CAST(array() AS ARRAY<STRING>))".formatted(quoted);
      case NUMBER -> "CAST(%s AS DOUBLE)".formatted(quoted);
      case VALID_NUMBER -> "coalesce(CAST(%s AS DOUBLE), DOUBLE('NaN'))".formatted(quoted);
      case VECTOR, COUNTS ->
          "coalesce(%s, raise_error('there is a row without a vector'))".formatted(quoted);
    };
  }

  /** {@link #made} in SQL. */
  String madeSql(String quoted, String output) {
    return this == TEXT || this == WORDS
        ? "CASE WHEN %s IS NOT NULL THEN %s END".formatted(quoted, output)
        : output;
  }
}
