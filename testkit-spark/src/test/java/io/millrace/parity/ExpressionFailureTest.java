package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.serving.score.Operators;
import io.millrace.serving.score.Scorer;
import io.millrace.spark.api.Schemas;
import io.millrace.spark.scoring.SqlScoring;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.SparkExtension;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fails in Spark fails in the scorer, and what has no portable form is named. */
@ExtendWith(SparkExtension.class)
class ExpressionFailureTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("i", Simple.INT),
          Column.nullable("l", Simple.LONG),
          Column.nullable("d", Simple.DOUBLE),
          Column.nullable("s", Simple.STRING),
          Column.nullable("n", new DecimalOf(38, 10)));

  private static final List<Object> VALUES =
      List.of(
          Integer.MAX_VALUE,
          Long.MIN_VALUE,
          1e20,
          "abc",
          new BigDecimal("9".repeat(28) + ".5000000000"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "i + 1 | A number is too large for the type int of 'add'.",
        "l - 1 | A number is too large for the type long of 'subtract'.",
        "i * 2 | A number is too large for the type int of 'multiply'.",
        "-l | A number is too large for the type long of 'negate'.",
        "abs(l) | A number is too large for the type long of 'abs'.",
        "d / 0 | A number is divided by zero.",
        "i % 0 | A number is divided by zero.",
        "l div -1L | A number is too large for the type long of 'div'.",
        "cast(s as int) | The text 'abc' is no int: correct it, or use try_cast.",
        "cast(s as double) | The text 'abc' is no double: correct it, or use try_cast.",
        "cast(s as boolean) | The text 'abc' is no boolean: correct it, or use try_cast.",
        "cast(s as date) | The text 'abc' is no date: correct it, or use try_cast.",
        "cast(s as decimal(5, 1)) | The text 'abc' is no decimal(5,1): correct it, or use"
            + " try_cast.",
        "cast(d as int) | The number 1.0E20 is too large for the type int.",
        "cast(l as int) | The number -9223372036854775808 is too large for the type int.",
        "cast(n as int) | The number 9999999999999999999999999999.5000000000 is too large for the"
            + " type int.",
        "n * n | The number 9.99999999999999999999999999900000000000E+55 is too large for the type"
            + " decimal(38,6).",
        "make_date(2024, 2, 30) + i | There is no date of year 2024, month 2, day 30.",
        "element_at(split(s, 'b'), 5) | An array has 2 elements, and no element 5.",
        "split(s, 'b')[2] | An array has 2 elements, and no element 2.",
        "regexp_extract(s, 'a', 1) | A regular expression has 0 groups, and no group 1.",
        "raise_error(concat('no ', s)) | no abc",
        "i > 0 and s = 5 | The text 'abc' is no long: correct it, or use try_cast.",
      })
  void failsAsInSpark(String expression, String message) {
    Dataset<Row> before = ParityRows.frame(SCHEMA, List.of(VALUES));
    Dataset<Row> after = before.selectExpr("cast(" + expression + " as string) as x");
    Throwable inSpark = catchThrowable(after::collectAsList);
    List<ScoringStep> steps = SqlScoring.between(before, after);

    assertThat(inSpark).as("in Spark").isNotNull();
    assertThatThrownBy(() -> score(before, steps))
        .isInstanceOf(RowRefused.class)
        .hasMessage(message);
  }

  private static void score(Dataset<Row> before, List<ScoringStep> steps) {
    List<Column> inputs = Schemas.fromSpark(before.schema()).columns();
    Scorer scorer = Scorer.of(new ScoringProgram(inputs, steps, List.of("x")), Operators.builtIn());
    ScoringRow row = scorer.newRow();
    row.renew();
    row.setWhole(0, (int) VALUES.get(0));
    row.setWhole(1, (long) VALUES.get(1));
    row.setNumber(2, (double) VALUES.get(2));
    row.setObject(3, VALUES.get(3));
    row.setObject(4, VALUES.get(4));
    boolean unused = scorer.score(row);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "soundex(s) | 'soundex' has no portable form",
        "d + rand() | 'rand' has no portable form",
        "cast(current_date() as string) | 'current_date' has no portable form",
        "s collate unicode = 'a' | 'collate' has no portable form",
        "cast(i as tinyint) | values of the type TINYINT can't be computed: cast them to INT",
        "d + unix_timestamp() | 'current_timestamp' has no portable form",
        "cast('today' as date) | what 'today' means depends on the clock",
        "map('a', i) | 'map' has no portable form",
        "cast(d as timestamp) | a cast of double to timestamp has no portable form",
        "array(i, 2) = array(1, 2) | '=' of ARRAY<INT> has no portable form",
      })
  void namesWhatHasNoPortableForm(String expression, String clause) {
    Dataset<Row> before = ParityRows.frame(SCHEMA, List.of(VALUES));
    assertThatThrownBy(() -> SqlScoring.between(before, before.selectExpr(expression + " as x")))
        .isInstanceOf(MillraceException.class)
        .hasMessage(clause);
  }

  @Test
  void namesStepsOfAQueryThatAreNotRowByRow() {
    Dataset<Row> before = ParityRows.frame(SCHEMA, List.of(VALUES));
    assertThatThrownBy(() -> SqlScoring.between(before, before.distinct()))
        .hasMessage("a step of the query, 'Deduplicate', is not row by row");
  }
}
