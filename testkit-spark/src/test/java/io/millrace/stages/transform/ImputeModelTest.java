package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.ImputeModelOptions.Learner;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Missing values filled by what the other columns predict. */
@ExtendWith(SparkExtension.class)
final class ImputeModelTest {
  private static final String ODD = "a.b `c` d'é";
  private static final @Nullable Double[][] NUMBERS = {
    {1.0, 2.1, 3.5},
    {2.0, 3.9, 1.0},
    {3.0, null, 4.5},
    {4.0, 8.2, 2.0},
    {5.0, 9.8, Double.NaN},
    {null, 12.1, 3.0},
    {7.0, 14.2, 5.0},
    {8.0, 15.9, 1.5},
    {9.0, null, null},
    {10.0, 20.1, 2.5},
    {11.0, 21.8, 4.0}
  };

  private static final Schema THREE =
      Schema.of(
          Column.nullable(ODD, Simple.DOUBLE),
          Column.nullable("y", Simple.DOUBLE),
          Column.nullable("z", Simple.DOUBLE));

  private static Dataset<Row> numbers(SparkTestFrames frames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Arrays.stream(NUMBERS).forEach(row -> rows.add(Arrays.asList((Object[]) row)));
    return frames.frame(THREE, rows);
  }

  private static ImputeModelOptions options(
      Learner learner, int rounds, List<String> predictors, String... columns) {
    return new ImputeModelOptions(
        List.of(columns), predictors, learner, rounds, 0, 5, 5, "_missing");
  }

  private static FittedStage fit(Record options, Dataset<Row> train) {
    return FittedStage.fit(BuiltIn.of(options), options, train);
  }

  /**
   * As IterativeImputer of scikit-learn 1.9.1 fills them, with LinearRegression, the columns in
   * their order, max_iter 1 and 3.
   */
  @Test
  @Tag("full")
  void chainedLinearModelsFillAsScikitLearnDoes(SparkTestFrames frames) {
    Dataset<Row> train = numbers(frames);
    Dataset<Row> other = frames.frame(THREE, List.of(Arrays.asList(null, null, 3.0)));
    FittedStage once = fit(options(Learner.LINEAR, 1, List.of(), ODD, "y", "z"), train);
    FittedStage thrice = fit(options(Learner.LINEAR, 3, List.of(), ODD, "y", "z"), train);

    assertFilled(
        frames.rows(once.apply(train)),
        6.105223288279567,
        1.9739108830730991,
        6.050860191404084,
        17.96502510305222,
        3.06018356061654);
    assertFilled(
        frames.rows(thrice.apply(train)),
        6.153903799677473,
        1.8309474783671273,
        6.041234803090028,
        17.97365254976543,
        3.0731658565184414);
    List<@Nullable Object> row = frames.rows(thrice.apply(other)).get(0);
    assertThat((Double) row.get(0)).isCloseTo(6.001185340310813, within(1e-6));
    assertThat((Double) row.get(1)).isCloseTo(12.021231660482611, within(1e-6));
    assertThat(row.subList(2, 6)).isEqualTo(List.of(3.0, true, true, false));
    assertThat(frames.rows(thrice.applyStock(train))).isEqualTo(frames.rows(thrice.apply(train)));
  }

  private static void assertFilled(List<List<@Nullable Object>> rows, double... expected) {
    int[][] cells = {{2, 1}, {4, 2}, {5, 0}, {8, 1}, {8, 2}};
    for (int i = 0; i < cells.length; i++) {
      assertThat((Double) rows.get(cells[i][0]).get(cells[i][1]))
          .isCloseTo(expected[i], within(1e-6));
    }
    assertThat(rows.get(0)).isEqualTo(List.of(1.0, 2.1, 3.5, false, false, false));
  }

  private static final Schema MIXED =
      Schema.of(
          Column.nullable("size", Simple.STRING),
          Column.nullable("whole", Simple.INT),
          Column.nullable("large", Simple.BOOLEAN),
          Column.required("x", Simple.DOUBLE));

  private static Dataset<Row> mixed(SparkTestFrames frames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      boolean large = i % 2 == 1;
      rows.add(
          Arrays.asList(
              i % 7 == 3 ? null : large ? "it's L" : "S",
              i % 5 == 2 ? null : large ? 10 : 2,
              i % 11 == 4 ? null : large,
              (large ? 10 : 2) + i % 3 * 0.1));
    }
    return frames.frame(MIXED, rows);
  }

  @Test
  @Tag("full")
  void categoriesWholeNumbersAndBooleansKeepTheirType(SparkTestFrames frames) {
    Dataset<Row> train = mixed(frames);
    for (Learner learner : Learner.values()) {
      FittedStage stage =
          fit(
              new ImputeModelOptions(
                  List.of("size", "whole", "large"),
                  List.of("x"),
                  learner,
                  1,
                  learner == Learner.LINEAR ? 1e-3 : 0,
                  3,
                  5,
                  null),
              train);

      Dataset<Row> filled = stage.apply(train);

      List<List<@Nullable Object>> rows = frames.rows(filled);
      for (int i = 0; i < rows.size(); i++) {
        boolean large = i % 2 == 1;
        assertThat(rows.get(i).subList(0, 3))
            .as("%s, row %d", learner, i)
            .isEqualTo(List.of(large ? "it's L" : "S", large ? 10 : 2, large));
      }
      assertThat(frames.rows(stage.applyStock(train))).isEqualTo(rows);
    }
  }

  @Test
  void unseenCategoriesStayAndTellNothing(SparkTestFrames frames) {
    FittedStage stage = fit(options(Learner.TREE, 1, List.of("size", "x"), "whole"), mixed(frames));
    Dataset<Row> strange =
        frames.frame(
            MIXED,
            List.of(Arrays.asList("XL", null, null, 10.0), Arrays.asList(null, 7, true, 1.0)));

    assertThat(frames.rows(stage.apply(strange)))
        .isEqualTo(
            List.of(
                Arrays.asList("XL", 10, null, 10.0, true),
                Arrays.asList(null, 7, true, 1.0, false)));
  }

  @Test
  void columnsThatCantBeLearntAreNamed(SparkTestFrames frames, StageHarness harness) {
    Dataset<Row> train = numbers(frames);
    assertFails(
        () -> fit(options(Learner.LINEAR, 1, List.of(), ODD, "y"), train.where("false")),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' has no value in the training rows to learn from: drop it.");
    assertFails(
        () ->
            fit(
                options(Learner.LINEAR, 1, List.of("z"), "y"),
                train.selectExpr("y", "double('infinity') as z")),
        StandardError.UNUSABLE_COLUMN,
        "The column 'z' holds infinite values, which no model can learn from: bound it with"
            + " transform/outliers.");
    Schema schema =
        Schema.of(Column.required("a", Simple.INT), Column.required("v", new VectorOf(2)));
    assertThat(
            harness.stage("use: transform/impute-model\nwith: { columns: [a] }").problems(schema))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] one column can't be predicted by itself: name"
                + " predictors, or more columns (stage 'stage')");
    assertThat(
            harness
                .stage("use: transform/impute-model\nwith: { columns: [a], predictors: [v] }")
                .problems(schema))
        .containsExactly(
            "stage.yaml:2:36: [COLUMN_TYPE] column 'v' has the type vector(2), and"
                + " transform/impute-model takes numbers, strings and booleans");
  }
}
