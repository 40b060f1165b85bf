package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.AppliesTo;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.OutliersOptions.Action;
import io.millrace.stages.transform.OutliersOptions.Method;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stages that learn bounds and shares, or choose among rows. */
@ExtendWith(SparkExtension.class)
final class RowsAndBoundsTest {
  private static final String ODD = "a.b `c` d'é";
  private static final Schema NUMBERS =
      Schema.of(
          Column.nullable(ODD, Simple.DOUBLE),
          Column.required("i", Simple.INT),
          Column.nullable("m", new DecimalOf(3, 1)));

  private final SparkTestFrames frames;
  private final Dataset<Row> numbers;

  RowsAndBoundsTest(SparkTestFrames frames) {
    this.frames = frames;
    numbers =
        frames.frame(
            NUMBERS,
            List.of(
                Arrays.asList(1.0, 1, new BigDecimal("1.0")),
                Arrays.asList(2.0, 2, new BigDecimal("2.0")),
                Arrays.asList(3.0, 3, new BigDecimal("3.0")),
                Arrays.asList(4.0, 4, new BigDecimal("4.0")),
                Arrays.asList(100.0, 100, new BigDecimal("99.9")),
                Arrays.asList(Double.NaN, 3, null),
                Arrays.asList(null, 3, null)));
  }

  private static OutliersOptions outliers(
      Method method, double factor, Action action, String... columns) {
    return new OutliersOptions(List.of(columns), method, factor, 0.1, 0.9, action, "_out.`x`");
  }

  private FittedStage fit(OutliersOptions options) {
    return FittedStage.fit(new OutliersFactory(), options, numbers);
  }

  @Test
  void valuesBeyondTheBoundsAreClippedInTheColumnsType() {
    // numpy.quantile of 1, 2, 3, 4, 100: quartiles 2 and 4, so -1 to 7; 10 and 90 %: 1.4 and 61.6.
    FittedStage iqr = fit(outliers(Method.IQR, 1.5, Action.CLIP, ODD, "i", "m"));
    FittedStage quantiles = fit(outliers(Method.QUANTILE, 1, Action.CLIP, ODD, "i", "m"));

    assertThat(frames.column(iqr.apply(numbers), ODD))
        .containsExactly(1.0, 2.0, 3.0, 4.0, 7.0, Double.NaN, null);
    assertThat(frames.column(quantiles.apply(numbers), ODD).subList(0, 4))
        .containsExactly(1.4, 2.0, 3.0, 4.0);
    assertThat((Double) frames.column(quantiles.apply(numbers), ODD).get(4))
        .isCloseTo(61.6, within(1e-9));
    assertThat(frames.column(quantiles.apply(numbers), "m").subList(0, 5))
        .containsExactly(
            new BigDecimal("1.4"),
            new BigDecimal("2.0"),
            new BigDecimal("3.0"),
            new BigDecimal("4.0"),
            new BigDecimal("61.5"));
    assertThat(frames.rows(iqr.applyStock(numbers))).isEqualTo(frames.rows(iqr.apply(numbers)));
  }

  @Test
  void zScoresUseMeanAndStandardDeviationOfTheSample() {
    // Mean 22, sample standard deviation sqrt(7610 / 4) = 43.618: one of it reaches to 65.618.
    Dataset<Row> withInfinity =
        numbers.unionByName(
            frames.frame(NUMBERS, List.of(Arrays.asList(Double.POSITIVE_INFINITY, 3, null))));
    FittedStage stage =
        FittedStage.fit(
            new OutliersFactory(), outliers(Method.Z_SCORE, 1, Action.CLIP, ODD), withInfinity);

    List<@Nullable Object> clipped = frames.column(stage.apply(withInfinity), ODD);

    assertThat((Double) clipped.get(4)).isCloseTo(65.618, within(1e-3));
    assertThat(clipped.get(7)).isEqualTo(clipped.get(4));
  }

  @Test
  void valuesBeyondTheBoundsBecomeMissingOrAreFlaggedOrTheirRowsGo() {
    FittedStage missing = fit(outliers(Method.IQR, 1.5, Action.NULL, ODD));
    FittedStage flagged = fit(outliers(Method.IQR, 1.5, Action.FLAG, ODD));
    FittedStage dropped = fit(outliers(Method.IQR, 1.5, Action.DROP_FROM_TRAINING, ODD, "m"));

    assertThat(frames.column(missing.apply(numbers), ODD))
        .containsExactly(1.0, 2.0, 3.0, 4.0, null, Double.NaN, null);
    assertThat(frames.column(flagged.apply(numbers), ODD + "_out.`x`"))
        .containsExactly(false, false, false, false, true, false, false);
    assertThat(frames.column(dropped.apply(numbers), "i")).containsExactly(1, 2, 3, 4, 3, 3);
    assertThat(dropped.stage().appliesTo()).isEqualTo(AppliesTo.TRAINING);
    assertThat(flagged.stage().appliesTo()).isEqualTo(AppliesTo.ALL);
    for (FittedStage stage : List.of(missing, flagged)) {
      assertThat(frames.rows(stage.applyStock(numbers)))
          .isEqualTo(frames.rows(stage.apply(numbers)));
    }
  }

  @Test
  void boundsNeedValuesThatAreNumbers(StageHarness harness) {
    assertFails(
        () ->
            FittedStage.fit(
                new OutliersFactory(),
                outliers(Method.IQR, 1.5, Action.CLIP, ODD),
                numbers.limit(0)),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' has too few values in the training rows to learn bounds of them:"
            + " leave it out of transform/outliers.");
    assertThat(
            harness
                .stage("use: transform/outliers\nwith: { columns: [s] }")
                .problems(Schema.of(Column.nullable("s", Simple.STRING))))
        .containsExactly(
            "stage.yaml:2:19: [COLUMN_TYPE] column 's' has the type string, and only numbers have"
                + " bounds");
  }

  private static final Schema VERSIONS =
      Schema.of(
          Column.nullable(ODD, Simple.STRING),
          Column.nullable("day", Simple.INT),
          Column.nullable("v", Simple.DOUBLE));

  private Dataset<Row> versions() {
    return frames.frame(
        VERSIONS,
        List.of(
            Arrays.asList("x", 1, 0.1),
            Arrays.asList("x", 3, 0.3),
            Arrays.asList("x", null, 0.9),
            Arrays.asList("y", 2, 0.5),
            Arrays.asList("y", 2, 0.6),
            Arrays.asList(null, 1, Double.NaN),
            Arrays.asList(null, 0, 0.7),
            Arrays.asList(null, 1, Double.NaN)));
  }

  private List<List<@Nullable Object>> distinct(Dataset<Row> frame, @Nullable String newestBy) {
    FittedStage stage =
        FittedStage.fit(
            new DeduplicateFactory(),
            new DeduplicateFactory.Options(newestBy == null ? List.of() : List.of(ODD), newestBy),
            frame);
    return frames.rows(
        stage.apply(frame).orderBy(functions.col("`a.b ``c`` d'é`").asc_nulls_last()));
  }

  @Test
  void theNewestOfEqualKeysStaysTheSameOneInAnyOrder() {
    List<List<@Nullable Object>> kept = distinct(versions(), "day");

    assertThat(kept).hasSize(3);
    assertThat(kept.get(0)).isEqualTo(List.of("x", 3, 0.3));
    assertThat(kept.get(1).subList(0, 2)).isEqualTo(List.of("y", 2));
    assertThat(kept.get(2)).isEqualTo(Arrays.asList(null, 1, Double.NaN));
    assertThat(distinct(versions().orderBy(functions.desc("v")).repartition(3), "day"))
        .isEqualTo(kept);
    assertThat(distinct(versions(), null)).hasSize(7);
    assertThat(distinct(versions().limit(0), "day")).isEmpty();
    assertThatThrownBy(
            () -> new DeduplicateFactory().create(new DeduplicateFactory.Options(List.of(), "day")))
        .hasMessage("newestBy needs keys: rows that are wholly equal are all as new");
  }

  @Test
  void keysMustBeComparable(StageHarness harness) {
    assertThat(
            harness
                .stage("use: transform/deduplicate\nwith: { keys: [a] }")
                .problems(
                    Schema.of(
                        Column.nullable(
                            "a", io.millrace.api.schema.LogicalType.parse("array<int>")))))
        .containsExactly(
            "stage.yaml:2:16: [COLUMN_TYPE] column 'a' has the type array<int>, and only simple"
                + " values can be compared");
  }

  @Test
  void aSampleKeepsSharesOfClassesAndTheSameRowsHoweverTheyLie() {
    Dataset<Row> rows =
        frames
            .session()
            .range(0, 4_000, 1, 3)
            .selectExpr(
                "id", "CASE id % 4 WHEN 0 THEN 'rare' WHEN 1 THEN NULL ELSE 'often' END AS c");
    SampleFactory.Options options =
        new SampleFactory.Options(null, "c", Map.of("often", 0.25, "rare", 0.0), List.of());
    FittedStage stage = FittedStage.fit(new SampleFactory(), options, rows);

    List<Row> counts = stage.apply(rows).groupBy("c").count().orderBy("c").collectAsList();

    assertThat(counts).hasSize(2);
    assertThat(counts.get(0).isNullAt(0)).isTrue();
    assertThat(counts.get(0).getLong(1)).isEqualTo(1000);
    // Five standard deviations of a binomial count of 2,000.
    assertThat(counts.get(1).getLong(1)).isBetween(404L, 596L);
    assertThat(frames.rows(stage.apply(rows.repartition(5)).orderBy("id")))
        .isEqualTo(frames.rows(stage.apply(rows).orderBy("id")));
    assertThat(stage.stage().appliesTo()).isEqualTo(AppliesTo.TRAINING);
  }

  @Test
  void aSampleOfGroupsKeepsThemWhole() {
    Dataset<Row> rows = frames.session().range(0, 1_000).selectExpr("id", "id % 100 AS `g.1`");
    FittedStage stage =
        FittedStage.fit(
            new SampleFactory(), new SampleFactory.Options(0.5, null, null, List.of("g.1")), rows);

    List<Row> groups = stage.apply(rows).groupBy("`g.1`").count().collectAsList();

    assertThat(groups.size()).isBetween(25, 75);
    assertThat(groups).allSatisfy(group -> assertThat(group.getLong(1)).isEqualTo(10));
    assertThatThrownBy(
            () -> new SampleFactory().create(new SampleFactory.Options(0.5, "c", null, List.of())))
        .hasMessage("label and fractions go together: give both, or fraction");
  }

  @Test
  void rowsGoWhereTooMuchIsMissing() {
    FittedStage all = dropping(List.of(), 0.5, null);
    FittedStage two = dropping(List.of(ODD, "m"), 0.5, null);
    FittedStage any = dropping(List.of(ODD), 0.0, null);

    assertThat(frames.column(all.apply(numbers), "i")).containsExactly(1, 2, 3, 4, 100);
    assertThat(frames.rows(two.applyStock(numbers))).isEqualTo(frames.rows(two.apply(numbers)));
    assertThat(frames.rows(any.applyStock(numbers)))
        .hasSize(5)
        .isEqualTo(frames.rows(any.apply(numbers)));
  }

  @Test
  void columnsGoWhereTooManyTrainingRowsLackThem() {
    FittedStage some = dropping(List.of(), null, 0.25);
    FittedStage none = dropping(List.of(), null, 0.5);

    assertThat(some.apply(numbers).columns()).containsExactly("i");
    assertThat(frames.rows(some.applyStock(numbers))).isEqualTo(frames.rows(some.apply(numbers)));
    assertThat(none.apply(numbers.limit(1)).columns()).containsExactly(ODD, "i", "m");
    assertFails(
        () ->
            FittedStage.fit(
                new DropMissingFactory(),
                new DropMissingFactory.Options(List.of(), null, 0.1),
                numbers.select("m").where("m IS NULL")),
        StandardError.UNUSABLE_COLUMN,
        "Every column is missing in more than 0.1 of the training rows: raise columnsAbove, or look"
            + " at the source.");
  }

  private FittedStage dropping(
      List<String> columns, @Nullable Double rowsAbove, @Nullable Double columnsAbove) {
    return FittedStage.fit(
        new DropMissingFactory(),
        new DropMissingFactory.Options(columns, rowsAbove, columnsAbove),
        numbers);
  }
}
