package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowFailures;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.InteractionOptions.Categories;
import io.millrace.stages.transform.StringIndexOptions.Order;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Products of columns. */
@ExtendWith(SparkExtension.class)
final class InteractionsTest {
  private static final String TEXT = "t.ext `x`";
  private static final String NUMBER = "n.umber 'é'";
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable(TEXT, Simple.STRING),
          Column.nullable(NUMBER, Simple.INT),
          Column.nullable("flag", Simple.BOOLEAN),
          Column.nullable("open", new VectorOf(VectorOf.UNKNOWN_SIZE)),
          Column.nullable("sized", new VectorOf(2)),
          Column.nullable("grade", Simple.STRING));

  private static List<@Nullable Object> row(
      @Nullable String text, @Nullable Object number, @Nullable Object open, String grade) {
    return Arrays.asList(text, number, true, open, List.of(1.0, 4.0), grade);
  }

  private static Dataset<Row> frame(
      SparkTestFrames frames, List<? extends List<? extends @Nullable Object>> rows) {
    return frames.frame(SCHEMA, rows);
  }

  private static Dataset<Row> train(SparkTestFrames frames) {
    Dataset<Row> raw =
        frame(
            frames,
            List.of(
                row("a:b", 2, List.of(1.0, 3.0), "low"),
                row("a:b", 3, List.of(0.0, 5.0), "high"),
                row("c", -1, List.of(2.0, 0.0), "low"),
                row(null, 7, List.of(1.0, 1.0), "low")));
    StringIndexOptions index =
        new StringIndexOptions(
            List.of("grade"), null, null, Order.FREQUENCY_DESC, HandleInvalid.ERROR);
    return FittedStage.fit(new StringIndexFactory(), index, raw).apply(raw);
  }

  private static InteractionOptions crosses(Categories categories, List<List<String>> include) {
    List<String> columns = include.stream().flatMap(List::stream).distinct().toList();
    return new InteractionOptions(columns, "made", 2, include, null, categories, 8);
  }

  private static FittedStage fit(InteractionOptions options, Dataset<Row> train) {
    return FittedStage.fit(BuiltIn.of(options), options, train);
  }

  private static List<String> names(Dataset<Row> made) {
    return Arrays.stream(
            AttributeGroup.fromStructField(made.schema().apply("made")).attributes().get())
        .map(attribute -> attribute.name().get())
        .toList();
  }

  @Test
  void columnsOfAllKindsAreMultipliedAndSlotsKeepTheirNames(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    FittedStage stage =
        fit(
            crosses(
                Categories.INDEXED,
                List.of(
                    List.of(TEXT, NUMBER),
                    List.of(NUMBER, "open"),
                    List.of("grade_index", TEXT, "sized"),
                    List.of("flag", NUMBER))),
            train);

    Dataset<Row> made = stage.apply(train);

    assertThat(names(made))
        .containsExactly(
            "t.ext `x`_a:b:n.umber 'é'",
            "t.ext `x`_c:n.umber 'é'",
            "n.umber 'é':open_0",
            "n.umber 'é':open_1",
            "grade_index_low:t.ext `x`_a:b:sized_0",
            "grade_index_low:t.ext `x`_a:b:sized_1",
            "grade_index_low:t.ext `x`_c:sized_0",
            "grade_index_low:t.ext `x`_c:sized_1",
            "grade_index_high:t.ext `x`_a:b:sized_0",
            "grade_index_high:t.ext `x`_a:b:sized_1",
            "grade_index_high:t.ext `x`_c:sized_0",
            "grade_index_high:t.ext `x`_c:sized_1",
            "flag:n.umber 'é'");
    assertThat(frames.column(made, "made"))
        .isEqualTo(
            List.of(
                List.of(2.0, 0.0, 2.0, 6.0, 1.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0),
                List.of(3.0, 0.0, 0.0, 15.0, 0.0, 0.0, 0.0, 0.0, 1.0, 4.0, 0.0, 0.0, 3.0),
                List.of(0.0, -1.0, -2.0, 0.0, 0.0, 0.0, 1.0, 4.0, 0.0, 0.0, 0.0, 0.0, -1.0),
                List.of(0.0, 0.0, 7.0, 7.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 7.0)));
    assertThat(frames.rows(stage.applyStock(train))).isEqualTo(frames.rows(made));
  }

  @Test
  void hashedTextsFillOneBucketForEachPairAndNoneWhereOneIsMissing(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    FittedStage stage =
        fit(
            crosses(
                Categories.HASHED,
                List.of(List.of(TEXT, "grade"), List.of("sized", TEXT, "grade", NUMBER))),
            train);

    Dataset<Row> made = stage.apply(train);

    List<@Nullable Object> vectors = frames.column(made, "made");
    for (int row = 0; row < 3; row++) {
      List<?> vector = (List<?>) vectors.get(row);
      int number = List.of(2, 3, -1).get(row);
      assertThat(vector).hasSize(8 + 2 * 8);
      assertThat(vector.indexOf(1.0)).isBetween(0, 7);
      // The vector's first slot for all buckets, then its second, which is four times as large.
      int bucket = vector.subList(8, 16).indexOf((double) number);
      assertThat(bucket).isNotNegative();
      assertThat(((Double) vector.get(16 + bucket)).intValue()).isEqualTo(4 * number);
      assertThat(vector.stream().filter(slot -> !slot.equals(0.0))).hasSize(3);
    }
    assertThat((List<?>) vectors.get(3)).allMatch(slot -> slot.equals(0.0));
    assertThat(frames.rows(stage.applyStock(train))).isEqualTo(frames.rows(made));
  }

  @Test
  void everyPairAndTripleButTheExcludedOnesAreMade() {
    InteractionOptions options =
        new InteractionOptions(
            List.of("a", "b", "c"),
            "made",
            3,
            null,
            List.of(List.of("c", "a")),
            Categories.INDEXED,
            8);

    assertThat(Crosses.of(options))
        .containsExactly(List.of("a", "b"), List.of("b", "c"), List.of("a", "b", "c"));
  }

  @Test
  void valuesThatCantBeMultipliedAreNamed(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    FittedStage stage = fit(crosses(Categories.INDEXED, List.of(List.of(NUMBER, "open"))), train);

    assertThatThrownBy(
            () ->
                stage
                    .fitted()
                    .apply(frame(frames, List.of(row("c", null, List.of(1.0, 2.0), "low"))))
                    .collectAsList())
        .satisfies(
            failure ->
                assertThat(RowFailures.explain(failure).orElseThrow())
                    .hasMessage(
                        "The column 'n.umber 'é'' holds null: fill it with transform/impute."));
    assertFails(
        () -> stage.apply(frame(frames, List.of(row("c", 1, null, "low")))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'open' holds a row without a vector.");
    assertFails(
        () -> stage.apply(frame(frames, List.of(row("c", 1, List.of(1.0), "low")))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'open' holds a vector of 1 slots, and those of the training rows have 2.");
    assertFails(
        () ->
            fit(
                crosses(Categories.INDEXED, List.of(List.of(NUMBER, "open"))),
                train.where("false")),
        StandardError.UNUSABLE_COLUMN,
        "The column 'open' has no vector in the training rows to tell its slots by.");
    assertFails(
        () ->
            fit(crosses(Categories.INDEXED, List.of(List.of(TEXT, NUMBER))), train.where("false")),
        StandardError.UNUSABLE_COLUMN,
        "The column 't.ext `x`' has no value in the training rows to number: drop it.");
    InteractionOptions wide =
        new InteractionOptions(
            List.of(TEXT, "sized", "open"), "made", 3, null, null, Categories.HASHED, 100_000);
    assertFails(
        () -> fit(wide, train),
        StandardError.INVALID_OPTION,
        "The crosses have 800004 slots, and transform/interactions makes 200000 at most: name fewer"
            + " with include, set categories to hashed, or take fewer buckets.");
  }

  @Test
  void mistakesInTheFileAreFoundWithoutRows(StageHarness harness) {
    Schema schema = Schema.of(Column.required("a", Simple.DATE), Column.required("b", Simple.INT));
    assertThat(
            Stream.of(
                    "columns: [b]",
                    "columns: [a, b], exclude: [[b, a]]",
                    "columns: [a, b], include: [[a, c]]",
                    "columns: [a, b], include: [[a, a]]",
                    "columns: [a, b]")
                .flatMap(
                    with ->
                        harness
                            .stage("use: transform/interactions\nwith: { " + with + " }")
                            .problems(schema)
                            .stream()))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] one column can't be crossed: name two or more (stage"
                + " 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] exclude leaves no cross to make (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] a cross in include names 'c', which columns does not"
                + " (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] a cross in include has to name two or more different"
                + " columns (stage 'stage')",
            "stage.yaml:2:19: [COLUMN_TYPE] column 'a' has the type date, and"
                + " transform/interactions takes numbers, booleans, strings and vectors");
  }
}
