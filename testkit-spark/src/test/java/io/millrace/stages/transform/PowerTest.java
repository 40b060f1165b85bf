package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowFailures;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.transform.PowerOptions.Method;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Numbers under powers, and columns under hashes. */
@ExtendWith(SparkExtension.class)
final class PowerTest {
  private static final String ODD = "a.b `c` d'é";
  private static final double[] NUMBERS = {0.5, 1.2, 3.3, 0.1, 7.5, 22.0, 1.1, 0.9, 4.4, 12.5};
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable(ODD, Simple.DOUBLE),
          Column.nullable("shifted", Simple.DOUBLE),
          Column.nullable("text", Simple.STRING));

  private static Dataset<Row> frame(SparkTestFrames frames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (double number : NUMBERS) {
      rows.add(Arrays.asList(number, number - 2, number > 1 ? "it's" : "b"));
    }
    rows.add(Arrays.asList(null, Double.NaN, null));
    return frames.frame(SCHEMA, rows);
  }

  private static PowerOptions power(Method method, @Nullable Double lambda, String column) {
    return new PowerOptions(List.of(column), List.of("made"), null, method, lambda);
  }

  private static FittedStage fit(Record options, Dataset<Row> train) {
    return FittedStage.fit(BuiltIn.of(options), options, train);
  }

  /** The powers are those of boxcox_normmax (mle) and yeojohnson_normmax of SciPy. */
  @Test
  void powersAreThoseOfSciPy(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames);
    FittedStage box = fit(power(Method.BOX_COX, null, ODD), frame);
    FittedStage yeo = fit(power(Method.YEO_JOHNSON, null, "shifted"), frame);

    assertThat(lambda(box)).isCloseTo(0.09596267086933924, within(1e-4));
    assertThat(lambda(yeo)).isCloseTo(0.18499260862508207, within(1e-4));
    for (FittedStage stage : List.of(box, yeo)) {
      assertThat(frames.rows(stage.applyStock(frame))).isEqualTo(frames.rows(stage.apply(frame)));
    }
  }

  private static double lambda(FittedStage stage) {
    return ((FittedPower) stage.fitted()).state().lambdas().get(0);
  }

  /** The values are those of boxcox and yeojohnson of SciPy; the others of java.lang.Math. */
  @Test
  void numbersAreBentByTheirFormulas(SparkTestFrames frames) {
    assertMade(
        frames,
        power(Method.BOX_COX, 0.3, ODD),
        -0.625825345479215,
        0.1873998947975272,
        1.4357282136392955);
    assertMade(
        frames,
        power(Method.YEO_JOHNSON, 0.3, "shifted"),
        -2.204624238721963,
        -1.009534981016203,
        0.9462067266842336,
        -3.0061752125127423,
        2.5112391934500953);
    assertMade(frames, power(Method.LOG, null, ODD), Math.log(0.5), Math.log(1.2));
    assertMade(frames, power(Method.BOX_COX, 0.0, ODD), Math.log(0.5), Math.log(1.2));
    assertMade(frames, power(Method.LOG1P, null, ODD), Math.log1p(0.5), Math.log1p(1.2));
    assertMade(frames, power(Method.SQRT, null, ODD), Math.sqrt(0.5), Math.sqrt(1.2));
    assertMade(frames, power(Method.CBRT, null, "shifted"), Math.cbrt(-1.5), Math.cbrt(-0.8));
    assertMade(frames, power(Method.YEO_JOHNSON, 2.0, "shifted"), -Math.log1p(1.5));
  }

  private static void assertMade(SparkTestFrames frames, PowerOptions options, double... first) {
    List<@Nullable Object> made =
        frames.column(fit(options, frame(frames)).apply(frame(frames)), "made");
    for (int i = 0; i < first.length; i++) {
      assertThat((Double) made.get(i)).as("%s", options).isCloseTo(first[i], within(1e-12));
    }
    Object last = made.get(NUMBERS.length);
    assertThat(last == null || last.equals(Double.NaN)).isTrue();
  }

  @Test
  void numbersThatAMethodDoesNotTakeAreNamed(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames);
    assertThatThrownBy(
            () -> fit(power(Method.LOG, null, "shifted"), frame).fitted().apply(frame).collect())
        .satisfies(
            failure ->
                assertThat(RowFailures.explain(failure).orElseThrow())
                    .hasMessage(
                        "The column 'shifted' holds -1.5, and method log of transform/power takes"
                            + " numbers above 0: use yeo-johnson, or bound it with"
                            + " transform/outliers."));
    assertFails(
        () -> fit(power(Method.YEO_JOHNSON, null, ODD), frame.where("false")),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' has no value in the training rows to fit a power to: drop it.");
    assertFails(
        () -> fit(power(Method.YEO_JOHNSON, null, "shifted"), frame.where("shifted = -1.5")),
        StandardError.UNUSABLE_COLUMN,
        "The column 'shifted' never varies in the training rows, so that no power fits it: drop it,"
            + " or give lambda.");
    assertThatThrownBy(() -> fit(power(Method.LOG, 2.0, ODD), frame))
        .hasMessage("the option lambda needs method box-cox or yeo-johnson");
  }

  @Test
  void columnsAreHashedIntoOneVectorAndCategoriesIntoBuckets(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames).where("shifted = shifted").limit(3);
    HashOptions hash = new HashOptions(List.of(ODD, "text"), "made", 32, List.of());
    FittedStage vectors = fit(hash, frame);
    FittedStage buckets =
        fit(new HashBucketOptions(List.of("text", ODD), null, null, 5), frame(frames));

    List<@Nullable Object> made = frames.column(vectors.apply(frame), "made");
    for (int row = 0; row < 3; row++) {
      assertThat(((List<?>) made.get(row)).stream().mapToDouble(v -> (Double) v).sum())
          .isCloseTo(NUMBERS[row] + 1, within(1e-12));
    }
    assertThat(frames.rows(vectors.applyStock(frame))).isEqualTo(frames.rows(vectors.apply(frame)));
    List<@Nullable Object> numbers = frames.column(buckets.apply(frame(frames)), "text_bucket");
    assertThat(numbers.get(1)).isEqualTo(numbers.get(2)).isNotNull();
    assertThat(numbers.get(10)).isNull();
    assertThat(frames.rows(buckets.applyStock(frame(frames))))
        .isEqualTo(frames.rows(buckets.apply(frame(frames))));
    assertThatThrownBy(() -> fit(new HashOptions(List.of(ODD), "made", 32, List.of("text")), frame))
        .hasMessage("categoricalCols names 'text', which columns does not");
  }
}
