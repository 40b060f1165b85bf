package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Transformer;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.DecimalOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.FittedStage;
import io.millrace.stages.SchemaPromise;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Assemble and scale. */
@ExtendWith(SparkExtension.class)
final class VectorsTest {
  private static final String ODD = "a.b `c` d'é";

  private static Schema schema(String odd) {
    return Schema.of(
        Column.nullable(odd, Simple.DOUBLE),
        Column.nullable("i", Simple.INT),
        Column.nullable("l", Simple.LONG),
        Column.nullable("f", Simple.FLOAT),
        Column.nullable("m", new DecimalOf(6, 2)),
        Column.nullable("b", Simple.BOOLEAN),
        Column.nullable("v", new VectorOf(3)));
  }

  private static List<@Nullable Object> row(@Nullable Double odd, @Nullable Object vector) {
    return Arrays.asList(odd, 2, 3L, 0.5f, new BigDecimal("1.25"), true, vector);
  }

  private static Dataset<Row> frame(SparkTestFrames frames, String odd) {
    return frames.frame(
        schema(odd), List.of(row(1.5, List.of(0.0, 7.0, 0.0)), row(-4.0, List.of(1.0, 2.0, 3.0))));
  }

  private static AssembleOptions assemble(HandleInvalid handleInvalid, String odd) {
    return new AssembleOptions(List.of("v", odd, "i", "l", "f", "m", "b"), "out", handleInvalid);
  }

  @Test
  void numbersBooleansAndVectorsFillTheSlotsInOrder(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, ODD);

    Dataset<Row> result =
        FittedStage.fit(new AssembleFactory(), assemble(HandleInvalid.ERROR, ODD), frame)
            .apply(frame);

    assertThat(frames.column(result, "out"))
        .isEqualTo(
            List.of(
                List.of(0.0, 7.0, 0.0, 1.5, 2.0, 3.0, 0.5, 1.25, 1.0),
                List.of(1.0, 2.0, 3.0, -4.0, 2.0, 3.0, 0.5, 1.25, 1.0)));
    assertThat(SchemaPromise.of(result).require("out").type()).isEqualTo(new VectorOf(9));
  }

  @Test
  void stockSparkMlAssemblesTheSame(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, "o");
    Dataset<Row> holes =
        frame.union(
            frames.frame(
                schema("o"),
                List.of(
                    row(null, List.of(1.0, 2.0, 3.0)),
                    row(Double.NaN, List.of(1.0, 2.0, 3.0)),
                    row(1.0, null))));
    for (HandleInvalid mode : HandleInvalid.values()) {
      FittedStage stage = FittedStage.fit(new AssembleFactory(), assemble(mode, "o"), frame);
      Dataset<Row> input = mode == HandleInvalid.ERROR ? frame : holes;
      Dataset<Row> ours = stage.apply(input);
      Dataset<Row> stock = stage.applyStock(input);

      // Compared as Spark's rows: sparse or dense must agree as well.
      assertThat(List.of((Row[]) ours.collect()).toString())
          .isEqualTo(List.of((Row[]) stock.collect()).toString());
      assertThat(ours.schema().apply("out").metadata())
          .isEqualTo(stock.schema().apply("out").metadata());
    }
  }

  @Test
  void missingValuesAreNamedByColumn(SparkTestFrames frames) {
    FittedStage stage =
        FittedStage.fit(
            new AssembleFactory(), assemble(HandleInvalid.ERROR, ODD), frame(frames, ODD));
    String remedy =
        ": fill it with transform/impute, or set handleInvalid of transform/assemble to skip or keep.";

    assertFails(
        () -> stage.apply(frames.frame(schema(ODD), List.of(row(null, List.of(1.0, 2.0, 3.0))))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' holds null" + remedy);
    assertFails(
        () ->
            stage.apply(
                frames.frame(schema(ODD), List.of(row(Double.NaN, List.of(1.0, 2.0, 3.0))))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' holds a value that is not a number" + remedy);
    assertFails(
        () -> stage.apply(frames.frame(schema(ODD), List.of(row(1.0, null)))),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v' holds null" + remedy);
  }

  @Test
  @SuppressWarnings("unchecked") // The factory makes transformers.
  void textsAreRefusedBeforeTheRun() {
    Transformer<Dataset<Row>> stage =
        (Transformer<Dataset<Row>>)
            new AssembleFactory()
                .create(new AssembleOptions(List.of("n", "s"), "out", HandleInvalid.ERROR));
    Schema input = Schema.of(Column.nullable("n", Simple.INT), Column.nullable("s", Simple.STRING));

    assertThat(SchemaPromise.problems(problems -> stage.schema(input, problems)))
        .containsExactly(
            "columns[1]: [COLUMN_TYPE] column 's' has the type string, and transform/assemble takes"
                + " numbers, booleans and vectors: number texts with transform/string-index");
  }

  @Test
  void numbersAreScaledByMeanAndSampleDeviation(SparkTestFrames frames) {
    Schema schema =
        Schema.of(Column.nullable(ODD, Simple.DOUBLE), Column.required("k", Simple.INT));
    Dataset<Row> frame =
        frames.frame(
            schema,
            List.of(
                Arrays.asList(2.0, 5),
                Arrays.asList(4.0, 5),
                Arrays.asList(null, 5),
                Arrays.asList(9.0, 5)));

    Dataset<Row> result =
        FittedStage.fit(
                new ScaleFactory(),
                new ScaleOptions(List.of(ODD, "k"), null, null, true, true),
                frame)
            .apply(frame);

    // Mean 5, deviation sqrt((9 + 1 + 16) / 2) = sqrt(13).
    List<@Nullable Object> scaled = frames.column(result, ODD + "_scaled");
    assertThat((Double) scaled.get(0)).isCloseTo(-3 / Math.sqrt(13), within(1e-15));
    assertThat((Double) scaled.get(3)).isCloseTo(4 / Math.sqrt(13), within(1e-15));
    assertThat(scaled.get(2)).isNull();
    assertThat(frames.column(result, "k_scaled")).isEqualTo(List.of(0.0, 0.0, 0.0, 0.0));
  }

  @Test
  void vectorsAreScaledAsInStockSparkMl(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, "o");
    for (boolean withMean : new boolean[] {true, false}) {
      for (boolean withStd : new boolean[] {true, false}) {
        FittedStage stage =
            FittedStage.fit(
                new ScaleFactory(),
                new ScaleOptions(List.of("v", "o"), List.of("sv", "so"), null, withMean, withStd),
                frame);
        Dataset<Row> ours = stage.apply(frame);
        Dataset<Row> learntByStock =
            new StandardScaler()
                .setInputCol("v")
                .setOutputCol("sv")
                .setWithMean(withMean)
                .setWithStd(withStd)
                .fit(frame)
                .transform(frame);

        assertThat(frames.column(ours, "sv")).isEqualTo(frames.column(learntByStock, "sv"));
        assertThat(frames.rows(ours)).isEqualTo(frames.rows(stage.applyStock(frame)));
      }
    }
  }

  @Test
  void valuesThatAreNoNumbersCantBeScaledBy(SparkTestFrames frames) {
    Dataset<Row> frame =
        frames.frame(
            schema(ODD),
            List.of(
                row(Double.NaN, List.of(1.0, Double.NaN, 1.0)), row(1.0, List.of(1.0, 2.0, 3.0))));

    assertFails(
        () ->
            FittedStage.fit(
                new ScaleFactory(), new ScaleOptions(List.of(ODD), null, null, true, true), frame),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' holds values that are no finite numbers: fill them with"
            + " transform/impute.");
    assertFails(
        () ->
            FittedStage.fit(
                new ScaleFactory(), new ScaleOptions(List.of("v"), null, null, true, true), frame),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v' holds values that are no finite numbers in slot 1: fill them with"
            + " transform/impute.");
  }
}
