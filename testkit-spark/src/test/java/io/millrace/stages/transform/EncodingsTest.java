package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowHash;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.stages.SchemaPromise;
import io.millrace.stages.transform.EncodingOptions.Frequency;
import io.millrace.stages.transform.EncodingOptions.FrequencyEncode;
import io.millrace.stages.transform.EncodingOptions.LabelKind;
import io.millrace.stages.transform.EncodingOptions.TargetEncode;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Categories by the mean of the label, and by how often they are there. */
@ExtendWith(SparkExtension.class)
final class EncodingsTest {
  private static final String CITY = "ci.ty `c` d'é";
  private static final String OUT = CITY + "_target";
  private static final List<@Nullable String> CITIES =
      Arrays.asList("it's", "it's", "it's", "b", "b", "b", "b", "c", "c", "d", null, null);
  private static final List<Integer> YES = List.of(1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0);
  private static final List<Double> NUMBERS =
      List.of(3.5, 1.0, 2.5, -1.0, 0.0, 4.0, 2.0, 8.0, 6.0, -3.0, 1.0, 2.0);
  private static final String CLASSES = "xyzxxyzzyxyz";

  private static final Schema SCHEMA =
      Schema.of(
          Column.required("id", Simple.INT),
          Column.nullable(CITY, Simple.STRING),
          Column.nullable("n", Simple.DOUBLE),
          Column.nullable("flag", Simple.BOOLEAN),
          Column.nullable("yes", Simple.INT),
          Column.nullable("number", Simple.DOUBLE),
          Column.nullable("class", Simple.STRING));

  private static Dataset<Row> train(SparkTestFrames frames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < CITIES.size(); i++) {
      Double n = i == 0 ? Double.NaN : i == 1 ? Double.POSITIVE_INFINITY : i % 2;
      rows.add(
          Arrays.asList(
              i,
              CITIES.get(i),
              n,
              i % 3 == 0 ? null : i % 3 == 1,
              YES.get(i),
              NUMBERS.get(i),
              CLASSES.substring(i, i + 1)));
    }
    return frames.frame(SCHEMA, rows);
  }

  /** The training rows' cities, then one that none of them has. */
  private static Dataset<Row> test(SparkTestFrames frames) {
    Dataset<Row> unseen =
        frames.frame(SCHEMA, List.of(Arrays.asList(99, "new", 7.5, null, null, null, null)));
    return train(frames).union(unseen).coalesce(1);
  }

  private static TargetEncode target(String label, LabelKind kind, String... columns) {
    return new TargetEncode(List.of(columns), null, null, label, kind, null, 2, 3, List.of());
  }

  private static FittedStage fit(Record options, Dataset<Row> train) {
    return FittedStage.fit(BuiltIn.of(options), options, train);
  }

  /** The figures are those of scikit-learn 1.9.1: TargetEncoder(smooth=2.0).encodings_. */
  @Test
  void categoriesAreCodedAsByScikitLearn(SparkTestFrames frames) {
    assertCodes(
        codes(frames, "yes", LabelKind.BINARY),
        List.of(0.6, 0.3333333333333333, 0.75, 0.3333333333333333, 0.5, 0.5));
    assertCodes(
        codes(frames, "number", LabelKind.REGRESSION),
        List.of(
            2.2666666666666666,
            1.5555555555555554,
            4.583333333333333,
            0.44444444444444436,
            1.8333333333333333,
            2.1666666666666665));
    double third = 1 / 3.0;
    double[][] shares = {
      {third, 0.4444444444444444, 0.16666666666666666, 0.5555555555555555, 0.16666666666666666},
      {third, 0.27777777777777773, 0.41666666666666663, 0.2222222222222222, 0.41666666666666663},
      {third, 0.27777777777777773, 0.41666666666666663, 0.2222222222222222, 0.41666666666666663}
    };
    List<@Nullable Object> made = codes(frames, "class", LabelKind.MULTICLASS);
    for (int slot = 0; slot < 3; slot++) {
      int place = slot;
      List<Double> expected = new ArrayList<>();
      Arrays.stream(shares[slot]).forEach(expected::add);
      expected.add(third);
      assertCodes(
          made.stream().<@Nullable Object>map(code -> ((List<?>) code).get(place)).toList(),
          expected);
    }
  }

  /** The codes of it's, b, c, d, null and an unseen city, after comparing with the stock form. */
  private static List<@Nullable Object> codes(
      SparkTestFrames frames, String label, LabelKind kind) {
    FittedStage stage = fit(target(label, kind, CITY, "n", "flag"), train(frames));
    Dataset<Row> test = test(frames);
    Dataset<Row> coded = stage.apply(test);
    assertThat(frames.rows(stage.applyStock(test))).isEqualTo(frames.rows(coded));
    List<@Nullable Object> column = frames.column(coded, OUT);
    return List.of(0, 3, 7, 9, 10, 12).stream().<@Nullable Object>map(column::get).toList();
  }

  private static void assertCodes(List<@Nullable Object> made, List<Double> expected) {
    assertThat(made).hasSameSizeAs(expected);
    for (int i = 0; i < made.size(); i++) {
      assertThat((Double) made.get(i)).isCloseTo(expected.get(i), within(1e-15));
    }
  }

  @Test
  void slotsOfAVectorAreNamedByTheClasses(SparkTestFrames frames) {
    Dataset<Row> coded =
        fit(target("class", LabelKind.MULTICLASS, CITY), train(frames)).apply(train(frames));

    assertThat(SchemaPromise.of(coded).require(OUT).type()).isEqualTo(new VectorOf(3));
    assertThat(
            Arrays.stream(
                    AttributeGroup.fromStructField(coded.schema().fields()[7]).attributes().get())
                .map(attribute -> attribute.name().get()))
        .containsExactly("x", "y", "z");
  }

  /** Each row's code is computed here from the rows of other folds, by the definition. */
  @Test
  void aTrainingRowIsCodedByTheRowsOfOtherFoldsOnly(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    TargetEncode options = target("number", LabelKind.REGRESSION, CITY);
    FittedStage stage = fit(options, train);
    List<Integer> folds =
        frames
            .column(
                train.select(
                    RowHash.uniform(train.schema(), List.of(), stage.context().seed())
                        .multiply(3)
                        .cast("int")
                        .as("fold")),
                "fold")
            .stream()
            .map(Integer.class::cast)
            .toList();
    assertThat(folds).contains(0, 1, 2);

    List<@Nullable Object> codes = frames.column(stage.trainOutput(), OUT);

    for (int row = 0; row < 12; row++) {
      assertThat((Double) codes.get(row))
          .as("row %d", row)
          .isCloseTo(code(row, folds), within(1e-12));
    }
    assertThat(stage.trainOutput().schema()).isEqualTo(stage.apply(train).schema());
    assertThat(codes).isNotEqualTo(frames.column(stage.apply(train), OUT));
  }

  private static double code(int row, List<Integer> folds) {
    double rows = 0;
    double sum = 0;
    double all = 0;
    double total = 0;
    for (int other = 0; other < 12; other++) {
      if (!folds.get(other).equals(folds.get(row))) {
        all++;
        total += NUMBERS.get(other);
        if (Objects.equals(CITIES.get(other), CITIES.get(row))) {
          rows++;
          sum += NUMBERS.get(other);
        }
      }
    }
    return (sum + 2 * total / all) / (rows + 2);
  }

  @Test
  void changingARowsLabelDoesNotChangeItsOwnCode(SparkTestFrames frames) {
    TargetEncode options =
        new TargetEncode(
            List.of(CITY), null, null, "number", LabelKind.REGRESSION, null, 2, 3, List.of("id"));
    Dataset<Row> train = train(frames);
    Dataset<Row> changed =
        train.withColumn("number", org.apache.spark.sql.functions.expr("if(id = 4, 1e6, number)"));

    List<@Nullable Object> before = frames.column(fit(options, train).trainOutput(), OUT);
    List<@Nullable Object> after = frames.column(fit(options, changed).trainOutput(), OUT);

    assertThat(after.get(4)).isEqualTo(before.get(4));
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void thePositiveClassMayBeNamed(SparkTestFrames frames) {
    TargetEncode options =
        new TargetEncode(
            List.of(CITY), List.of("no"), null, "yes", LabelKind.BINARY, "0", 2, 3, List.of());

    Dataset<Row> coded = fit(options, train(frames)).apply(train(frames));

    assertThat((Double) frames.column(coded, "no").get(0)).isCloseTo(0.4, within(1e-15));
  }

  @Test
  void labelsThatCantEncodeAreRefused(SparkTestFrames frames) {
    Dataset<Row> train = train(frames);
    TargetEncode binary = target("yes", LabelKind.BINARY, CITY);
    TargetEncode regression = target("number", LabelKind.REGRESSION, CITY);
    assertFails(
        () -> fit(target("class", LabelKind.BINARY, CITY), train),
        StandardError.UNUSABLE_LABEL,
        "The label 'class' has 3 classes: set kind of transform/target-encode to multiclass, or to"
            + " regression.");
    assertFails(
        () ->
            fit(
                new TargetEncode(
                    List.of(CITY), null, null, "yes", LabelKind.BINARY, "Yes", 2, 3, List.of()),
                train),
        StandardError.INVALID_OPTION,
        "The label 'yes' has no class 'Yes': its classes are '0' and '1'.");
    assertFails(
        () -> fit(binary, train.where("yes = 1")),
        StandardError.UNUSABLE_LABEL,
        "The label 'yes' has only the class '1' in the training rows: a classifier needs two.");
    assertFails(
        () -> fit(regression, test(frames)),
        StandardError.UNUSABLE_LABEL,
        "The label 'number' is missing in some training row: drop such rows with transform/filter.");
    assertFails(
        () ->
            fit(regression, train.selectExpr("* except (number)", "double('infinity') as number")),
        StandardError.UNUSABLE_LABEL,
        "The label 'number' is infinite in some training row: drop such rows with transform/filter.");
    assertFails(
        () -> fit(regression, train.where("false")),
        StandardError.EMPTY_INPUT,
        "There are no training rows to learn 'number' from.");
    assertFails(
        () -> fit(regression, train.where("id = 1")),
        StandardError.UNUSABLE_COLUMN,
        "All training rows fall in one fold of transform/target-encode, so none can be encoded by"
            + " others: there are too few rows, or the columns do not tell them apart.");
  }

  @Test
  void mistakesInTheFileAreFoundWithoutRows(StageHarness harness) {
    Schema schema =
        Schema.of(
            Column.required("v", new VectorOf(2)),
            Column.required("c", Simple.STRING),
            Column.required("y", Simple.STRING));

    assertThat(problems(harness, "columns: [v], label: y, kind: regression", schema))
        .containsExactly(
            "stage.yaml:2:19: [COLUMN_TYPE] column 'v' has the type vector(2), and"
                + " transform/target-encode takes strings, booleans and numbers",
            "stage.yaml:2:30: [COLUMN_TYPE] column 'y' has the type string, and a label of kind"
                + " regression is a number");
    assertThat(problems(harness, "columns: [c], label: c", schema))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] columns names the label 'c', which can't encode"
                + " itself (stage 'stage')");
    assertThat(problems(harness, "columns: [c], label: y, kind: multiclass, positive: a", schema))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] the option positive needs kind binary (stage"
                + " 'stage')");
  }

  private static List<String> problems(StageHarness harness, String with, Schema schema) {
    return harness.stage("use: transform/target-encode\nwith: { " + with + " }").problems(schema);
  }

  @Test
  void valuesAreCountedNullsIncludedAndUnseenOnesAreZero(SparkTestFrames frames) {
    Dataset<Row> test = test(frames);
    FittedStage shares =
        fit(
            new FrequencyEncode(List.of(CITY, "n", "flag"), null, null, Frequency.SHARE),
            train(frames));
    FittedStage counts =
        fit(
            new FrequencyEncode(List.of(CITY), List.of("count"), null, Frequency.COUNT),
            train(frames));

    Dataset<Row> made = shares.apply(test);

    assertThat(frames.column(made, CITY + "_frequency"))
        .startsWith(3 / 12.0, 3 / 12.0, 3 / 12.0, 4 / 12.0)
        .endsWith(1 / 12.0, 2 / 12.0, 2 / 12.0, 0.0);
    assertThat(frames.column(made, "n_frequency")).startsWith(1 / 12.0, 1 / 12.0, 5 / 12.0);
    assertThat(frames.column(made, "flag_frequency")).startsWith(4 / 12.0, 4 / 12.0);
    assertThat(frames.column(counts.apply(test), "count"))
        .isEqualTo(List.of(3.0, 3.0, 3.0, 4.0, 4.0, 4.0, 4.0, 2.0, 2.0, 1.0, 2.0, 2.0, 0.0));
    assertThat(frames.rows(shares.applyStock(test))).isEqualTo(frames.rows(made));
    assertFails(
        () ->
            fit(
                new FrequencyEncode(List.of(CITY), null, null, Frequency.SHARE),
                train(frames).where("false")),
        StandardError.EMPTY_INPUT,
        "There are no training rows to count values in.");
  }
}
