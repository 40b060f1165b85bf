package com.example.winsorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Schemas;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.Parity;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The stage on the Spark session that all tests of this JVM share, with stores in memory. */
@ExtendWith(SparkExtension.class)
final class WinsorizeTest {
  private static final String INCOME = "yearly income, in $.";

  private static final Schema SCHEMA =
      Schema.of(Column.nullable("id", Simple.STRING), Column.nullable(INCOME, Simple.INT));

  private final StageContext<Dataset<Row>> context = TestStageContext.of("clip");

  @Test
  void limitsAreLearntFromTheTrainingRowsAndAppliedToOthers(
      SparkTestFrames frames, StageHarness harness) {
    HarnessedStage stage =
        harness.stage(
            """
            use: transform/winsorize
            with: { columns: ["yearly income, in $."], lower: 0.1, upper: 0.9 }
            """);
    FittedTransformer<Dataset<Row>> fitted = stage.fit(oneTo101(frames));

    Dataset<Row> test =
        frames.frame(
            SCHEMA,
            List.of(
                List.of("low", -7),
                List.of("middle", 50),
                List.of("high", 1_000_000),
                Arrays.asList("missing", null)));
    // Of 1 … 101, the quantile q is 1 + 100 q.
    assertThat(frames.rows(fitted.apply(test)))
        .containsExactly(
            List.of("low", 11.0),
            List.of("middle", 50.0),
            List.of("high", 91.0),
            Arrays.asList("missing", null));
  }

  @Test
  void whatWasLearntIsTheSameAfterATripThroughItsDirectory(
      SparkTestFrames frames, @TempDir Path directory) {
    StateDirectory state = new StateDirectory(directory);
    Dataset<Row> train = oneTo101(frames);
    FittedTransformer<Dataset<Row>> fitted = stage().fit(train, context).fitted();

    fitted.save(state);

    assertThat(frames.rows(stage().load(state).apply(train)))
        .isEqualTo(frames.rows(fitted.apply(train)));
  }

  /** Nulls, NaN, infinities, the smallest and the largest: each value has to have the same bits. */
  @Test
  void theScorerGivesWhatSparkGives(SparkTestFrames frames, StageHarness harness) {
    FittedTransformer<Dataset<Row>> fitted =
        harness
            .stage(
                """
                use: transform/winsorize
                with: { columns: ["yearly income, in $."], lower: 0.1, upper: 0.9 }
                """)
            .fit(oneTo101(frames));
    Schema doubles =
        Schema.of(Column.nullable("id", Simple.STRING), Column.nullable(INCOME, Simple.DOUBLE));

    Parity.of(fitted, ParityRows.of(SCHEMA, 1)).assertEqualBits();
    Parity.of(fitted, ParityRows.of(doubles, 1)).assertEqualBits();
  }

  @Test
  void theSchemaSaysBeforeTheRunWhatTheFrameHoldsAfterIt(SparkTestFrames frames) {
    Dataset<Row> train = oneTo101(frames);
    Dataset<Row> clipped = stage().fit(train, context).fitted().apply(train);

    List<String> problems = new ArrayList<>();
    Schema planned = stage().schema(SCHEMA, (option, code, text) -> problems.add(text));

    assertThat(Schemas.fromSpark(clipped.schema())).isEqualTo(planned);
    assertThat(problems).isEmpty();
  }

  @Test
  void mistakesAreReportedAtPlanTimeWhereTheyStand(StageHarness harness) {
    HarnessedStage ofText =
        harness.stage(
            """
            use: transform/winsorize
            with:
              columns: [id]
            """);
    HarnessedStage turned =
        harness.stage(
            """
            use: transform/winsorize
            with: { columns: ["yearly income, in $."], lower: 0.9, upper: 0.1 }
            """);

    assertThat(ofText.problems(SCHEMA))
        .containsExactly(
            "stage.yaml:3:13: [COLUMN_TYPE] column 'id' is of type string; only numbers can be"
                + " clipped");
    assertThat(turned.problems(SCHEMA))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] lower (0.9) is not below upper (0.1) (stage"
                + " 'stage')");
  }

  @Test
  void aColumnWithoutValuesIsRefused(SparkTestFrames frames) {
    Dataset<Row> empty = frames.frame(SCHEMA, List.of(Arrays.asList("a", null)));

    assertThatThrownBy(() -> stage().fit(empty, context))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(StandardError.UNUSABLE_COLUMN))
        .hasMessage(
            "Column '"
                + INCOME
                + "' has no value in the training rows: leave it out of winsorize.");
  }

  private static Transformer<Dataset<Row>> stage() {
    return (Transformer<Dataset<Row>>)
        new WinsorizeFactory().create(new WinsorizeOptions(List.of(INCOME), 0.1, 0.9));
  }

  private static Dataset<Row> oneTo101(SparkTestFrames frames) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 1; i <= 101; i++) {
      rows.add(List.of("row " + i, i));
    }
    return frames.frame(SCHEMA, rows);
  }
}
