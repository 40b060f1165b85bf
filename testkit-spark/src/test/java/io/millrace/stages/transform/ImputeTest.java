package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Transformer;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.FittedStage;
import io.millrace.stages.SchemaPromise;
import io.millrace.stages.transform.ImputeOptions.Strategy;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class ImputeTest {
  private static final String ODD = "a.b `c` d'é";
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable(ODD, Simple.DOUBLE),
          Column.nullable("i", Simple.INT),
          Column.nullable("m", new DecimalOf(6, 2)),
          Column.nullable("s", Simple.STRING),
          Column.nullable("d", Simple.DATE),
          Column.nullable("b", Simple.BOOLEAN));

  private static Dataset<Row> frame(SparkTestFrames frames) {
    return frames.frame(
        SCHEMA,
        List.of(
            row(1.0, 1, "1.00", "x", "2020-01-01", true),
            row(Double.NaN, 2, "2.00", "y", "2020-01-01", false),
            row(2.0, null, null, null, null, null),
            row(4.0, 2, "2.01", "y", "2021-05-05", false),
            row(9.0, 6, "9.50", "x", null, true),
            row(null, null, null, "z", "2022-01-01", null)));
  }

  private static List<@Nullable Object> row(
      @Nullable Object odd,
      @Nullable Object number,
      @Nullable String decimal,
      @Nullable Object text,
      @Nullable String date,
      @Nullable Object flag) {
    return Arrays.asList(
        odd,
        number,
        decimal == null ? null : new BigDecimal(decimal),
        text,
        date == null ? null : LocalDate.parse(date),
        flag);
  }

  private static ImputeOptions options(
      Strategy strategy, @Nullable String value, String... columns) {
    return new ImputeOptions(List.of(columns), strategy, value, null, 0);
  }

  private static List<@Nullable Object> lastRow(SparkTestFrames frames, ImputeOptions options) {
    Dataset<Row> frame = frame(frames);
    List<List<@Nullable Object>> rows =
        frames.rows(FittedStage.fit(new ImputeFactory(), options, frame).apply(frame));
    return rows.get(rows.size() - 1);
  }

  @Test
  void theMeanTakesTheColumnsTypeAndCountsNoMissingValue(SparkTestFrames frames) {
    // (1 + 2 + 4 + 9) / 4; (1 + 2 + 2 + 6) / 4 = 2.75, cut; (1 + 2 + 2.01 + 9.5) / 4 = 3.6275.
    assertThat(lastRow(frames, options(Strategy.MEAN, null, ODD, "i", "m")).subList(0, 3))
        .isEqualTo(List.of(4.0, 2, new BigDecimal("3.63")));
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo(SparkTestFrames frames) {
    assertThat(lastRow(frames, options(Strategy.MEDIAN, null, ODD, "i", "m")).subList(0, 3))
        .isEqualTo(List.of(3.0, 2, new BigDecimal("2.01")));
  }

  @Test
  void anApproximateMedianIsAValueOfTheColumn(SparkTestFrames frames) {
    ImputeOptions options = new ImputeOptions(List.of(ODD), Strategy.MEDIAN, null, null, 0.001);

    assertThat(lastRow(frames, options).get(0)).isEqualTo(2.0);
  }

  @Test
  void theModeOfSeveralIsTheSmallest(SparkTestFrames frames) {
    assertThat(lastRow(frames, options(Strategy.MODE, null, ODD, "i", "s", "d", "b")))
        .isEqualTo(Arrays.asList(1.0, 2, null, "z", LocalDate.parse("2022-01-01"), false));
    Dataset<Row> frame = frame(frames);
    assertThat(
            frames
                .rows(
                    FittedStage.fit(
                            new ImputeFactory(), options(Strategy.MODE, null, "s", "d"), frame)
                        .apply(frame))
                .get(2)
                .subList(3, 5))
        .isEqualTo(List.of("x", LocalDate.parse("2020-01-01")));
  }

  @Test
  void aConstantIsReadInTheColumnsType(SparkTestFrames frames) {
    assertThat(lastRow(frames, options(Strategy.CONSTANT, "7", ODD, "i", "m")).subList(0, 3))
        .isEqualTo(List.of(7.0, 7, new BigDecimal("7.00")));
  }

  @Test
  void indicatorsTellWhatWasMissing(SparkTestFrames frames) {
    ImputeOptions options = new ImputeOptions(List.of(ODD), Strategy.MEAN, null, "_missing", 0);
    Dataset<Row> frame = frame(frames);

    Dataset<Row> result = FittedStage.fit(new ImputeFactory(), options, frame).apply(frame);

    assertThat(frames.column(result, ODD)).isEqualTo(List.of(1.0, 4.0, 2.0, 4.0, 9.0, 4.0));
    assertThat(frames.column(result, ODD + "_missing"))
        .isEqualTo(List.of(false, true, false, false, false, true));
  }

  @Test
  void stockSparkMlFillsTheSame(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames).toDF("o", "i", "m", "s", "d", "b");
    for (Strategy strategy : List.of(Strategy.MEAN, Strategy.MEDIAN)) {
      FittedStage stage =
          FittedStage.fit(new ImputeFactory(), options(strategy, null, "o", "i"), frame);

      assertThat(frames.rows(stage.applyStock(frame))).isEqualTo(frames.rows(stage.apply(frame)));
    }
  }

  @Test
  void onlyWhatStockClassesCanDoIsExportedAsSuch() {
    assertThat(forms(options(Strategy.MEAN, null, "plain")))
        .containsExactly(ExportForm.SCORING, ExportForm.SPARK_ML);
    assertThat(forms(options(Strategy.MODE, null, "a.b")))
        .containsExactly(ExportForm.SCORING, ExportForm.SPARK_ML);
    assertThat(forms(options(Strategy.MEAN, null, "__THIS__"))).containsExactly(ExportForm.SCORING);
  }

  private static java.util.Set<ExportForm> forms(ImputeOptions options) {
    return ((Exportable) new ImputeFactory().create(options)).exportForms();
  }

  @Test
  void aColumnWithoutAnyValueIsRefused(SparkTestFrames frames) {
    Dataset<Row> frame =
        frames.frame(
            SCHEMA,
            List.of(row(Double.NaN, 1, "1", "x", null, true), row(null, 1, "1", "x", null, true)));

    assertFails(
        () -> FittedStage.fit(new ImputeFactory(), options(Strategy.MEAN, null, "i", ODD), frame),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' has no value in the training rows to fill it with: drop it, or use"
            + " strategy constant.");
  }

  @Test
  void typesThatDontFitAreReportedBeforeTheRun() {
    assertThat(problems(options(Strategy.MEDIAN, null, "i", "s")))
        .containsExactly(
            "columns[1]: [COLUMN_TYPE] column 's' has the type string, and only numbers have a mean or median:"
                + " use strategy mode or constant");
    assertThat(problems(options(Strategy.CONSTANT, "2.5", ODD, "i", "b", "d", "m", "s")))
        .containsExactly(
            "value: [WRONG_TYPE] '2.5' is no int, which column 'i' holds",
            "value: [WRONG_TYPE] '2.5' is no boolean, which column 'b' holds",
            "value: [WRONG_TYPE] '2.5' is no date, which column 'd' holds");
  }

  @SuppressWarnings("unchecked") // The factory makes transformers.
  private static List<String> problems(ImputeOptions options) {
    Transformer<Dataset<Row>> stage =
        (Transformer<Dataset<Row>>) new ImputeFactory().create(options);
    return SchemaPromise.problems(problems -> stage.schema(SCHEMA, problems));
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new ImputeFactory().create(options(Strategy.CONSTANT, null, "i")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strategy constant needs the option value");
    assertThatThrownBy(() -> new ImputeFactory().create(options(Strategy.MEAN, "1", "i")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the option value needs strategy constant");
    assertThatThrownBy(() -> new ImputeFactory().create(options(Strategy.MEAN, null, "i", "i")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("columns names 'i' twice");
  }
}
