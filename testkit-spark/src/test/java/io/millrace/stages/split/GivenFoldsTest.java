package io.millrace.stages.split;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.SplitterContract;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class GivenFoldsTest extends SplitterContract<Dataset<Row>> {
  private static final String FOLD = "my.`fold` ü";
  private static final Schema SCHEMA =
      Schema.of(Column.nullable("id", Simple.LONG), Column.nullable(FOLD, Simple.STRING));

  private final SparkTestFrames frames;

  GivenFoldsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @Override
  protected Frames<Dataset<Row>> frames() {
    return frames;
  }

  @Override
  @SuppressWarnings("unchecked") // The factory makes splitters.
  protected Splitter<Dataset<Row>> stage() {
    return (Splitter<Dataset<Row>>)
        new GivenFoldsFactory().create(new GivenFoldsFactory.Options(FOLD));
  }

  @Override
  protected Map<String, Dataset<Row>> inputs() {
    return Map.of("input", folds("b", "a", "NaN", "b", "a"));
  }

  private Dataset<Row> folds(@Nullable String... folds) {
    return frames.frame(
        SCHEMA,
        LongStream.range(0, folds.length)
            .mapToObj(id -> Arrays.<Object>asList(id, folds[(int) id]))
            .toList());
  }

  private static HarnessedStage stage(StageHarness harness) {
    return harness.stage("use: split/given-folds\nwith: { column: \"" + FOLD + "\" }");
  }

  @Test
  void eachValueIsAFoldInTheirOrder(StageHarness harness) {
    HarnessedStage stage = stage(harness);

    List<Parts<Dataset<Row>>> made = stage.split(inputs());

    assertThat(made)
        .extracting(fold -> frames.column(fold.require(Part.VALIDATION), "id"))
        .containsExactly(List.of(2L), List.of(1L, 4L), List.of(0L, 3L));
    assertThat(frames.column(made.get(0).train(), "id")).containsExactly(0L, 1L, 3L, 4L);
    assertThat(stage.context().facts()).containsEntry("folds", "3");
  }

  @Test
  void columnsThatMakeNoFoldsAreRefused(StageHarness harness) {
    HarnessedStage stage = stage(harness);

    assertFails(
        () -> stage.split(Map.of("input", folds("a", null))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'my.`fold` ü' does not say of all rows which fold they belong to: fill or drop"
            + " those with nulls.");
    assertFails(
        () -> stage.split(Map.of("input", folds("a", "a"))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'my.`fold` ü' has one value only: there have to be two folds at least, so that"
            + " some rows are left to learn from.");
    assertFails(
        () -> stage.split(Map.of("input", folds())),
        StandardError.EMPTY_INPUT,
        "There are no rows to make folds of 'my.`fold` ü'.");
    String[] ids = LongStream.range(0, 1001).mapToObj(Long::toString).toArray(String[]::new);
    assertFails(
        () -> stage.split(Map.of("input", folds(ids))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'my.`fold` ü' has more than 1000 values, each of which would be a fold: name a"
            + " column with fewer, or use split/k-fold with keys.");
    assertThat(
            stage.problems(Schema.of(Column.nullable(FOLD, new ArrayOf(Simple.STRING)))).stream()
                .flatMap(Stream::of))
        .containsExactly(
            "stage.yaml:2:17: [COLUMN_TYPE] column 'my.`fold` ü' has the type array<string>, which"
                + " can't hold classes");
  }
}
