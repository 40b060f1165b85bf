package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.RowFailures;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.FittedStage;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of Spark ML's transformers. */
@ExtendWith(SparkExtension.class)
final class FeaturesTest {
  private static final Schema TEXTS = Schema.of(Column.nullable("text", Simple.STRING));
  private static final String TEXT = "t.ext `x` d'é";
  private static final String WORDS = "w.ords `y`";
  private static final String NUMBER = "n.umber 'z'";
  private static final String VECTOR = "v.ector `é`";
  private static final String COUNTS = "c.ounts `ç`";

  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable(TEXT, Simple.STRING),
          Column.nullable(WORDS, new ArrayOf(Simple.STRING)),
          Column.nullable(NUMBER, Simple.DOUBLE),
          Column.required(VECTOR, new VectorOf(2)),
          Column.required(COUNTS, new VectorOf(2)));

  private static Dataset<Row> frame(SparkTestFrames frames) {
    return frames.frame(
        SCHEMA,
        List.of(
            row("The quick  brown fox", List.of("a", "b", "a"), 3.0, 2.0, -1.0),
            row("ÉTÉ, été!", List.of("b"), 12.0, 0.0, 1.0),
            row("", List.of(), Double.NaN, 0.0, 0.0),
            row(null, null, null, 1.0, 3.0)));
  }

  private static List<@Nullable Object> row(
      @Nullable String text,
      @Nullable List<String> words,
      @Nullable Double number,
      double... vector) {
    return Arrays.asList(
        text,
        words,
        number,
        Arrays.stream(vector).boxed().toList(),
        Arrays.stream(vector).map(Math::abs).boxed().toList());
  }

  private static Stream<Record> everyStage() {
    List<String> text = List.of(TEXT);
    List<String> words = List.of(WORDS);
    List<String> number = List.of(NUMBER);
    List<String> vector = List.of(VECTOR);
    HandleInvalid keep = HandleInvalid.KEEP;
    return Stream.of(
        new TextOptions.Tokenize(text, null, null, "\\W+", true, 1, true),
        new TextOptions.StopWords(words, null, null, "english", List.of("b"), false),
        new TextOptions.NGrams(words, null, null, 2),
        new TextOptions.HashingTf(words, null, null, 16, false),
        new TextOptions.CountVectors(words, null, null, 10, 1, 1e9, 1, false),
        new TextOptions.Word2Vec(words, null, null, 3, 0, 5, 1, 0.025),
        new VectorOptions.Idf(vector, null, null, 0),
        new VectorOptions.Normalise(vector, null, null, 2),
        new VectorOptions.Polynomial(vector, null, null, 2),
        new VectorOptions.Pca(vector, null, null, 1),
        new VectorOptions.Svd(vector, null, null, 1),
        new VectorOptions.Topics(List.of(COUNTS), null, null, 2, 3, 1.0),
        new VectorOptions.MinMaxScale(vector, null, null, 0, 1),
        new VectorOptions.MaxAbsScale(vector, null, null),
        new VectorOptions.RobustScale(vector, null, null, 0.25, 0.75, true, true),
        new VectorOptions.Slice(vector, null, null, List.of(1)),
        new VectorOptions.VectorIndex(vector, null, null, 4, keep),
        new VectorOptions.SelectVariance(vector, null, null, 0.5),
        new NumberOptions.Binarize(number, null, null, 5),
        new NumberOptions.Bucketize(number, null, null, List.of(5.0, 10.0), keep),
        new NumberOptions.Quantiles(number, null, null, 2, 0.001, keep));
  }

  @Test
  void thisTestKnowsEveryStage() {
    assertThat(everyStage().<Class<?>>map(Record::getClass))
        .containsExactlyInAnyOrderElementsOf(
            new Features().stages().stream().<Class<?>>map(f -> f.optionsType()).toList());
  }

  @ParameterizedTest
  @MethodSource("everyStage")
  <O extends Record> void everyStageTakesAnyNameAndMissingValuesAndLeavesAsStock(
      O options, SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames);

    FittedStage stage = FittedStage.fit(factory(options), options, frame);
    Dataset<Row> made = stage.apply(frame);

    assertThat(made.columns()).hasSize(6).startsWith(TEXT, WORDS, NUMBER, VECTOR, COUNTS);
    assertThat(frames.rows(stage.applyStock(frame))).isEqualTo(frames.rows(made));
  }

  @SuppressWarnings("unchecked") // The class of the options is the type of the options.
  private static <O extends Record> io.millrace.api.StageFactory<Dataset<Row>, O> factory(
      O options) {
    return BuiltIn.stage((Class<O>) options.getClass());
  }

  private static <O extends Record> List<@Nullable Object> made(
      O options, String column, SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames);
    return frames.column(FittedStage.fit(factory(options), options, frame).apply(frame), column);
  }

  @Test
  void textBecomesWordsAndMissingTextStaysMissing(SparkTestFrames frames) {
    assertThat(
            made(
                new TextOptions.Tokenize(List.of(TEXT), null, "!", "\\s+", true, 1, true),
                TEXT + "!",
                frames))
        .isEqualTo(
            Arrays.asList(
                List.of("the", "quick", "brown", "fox"), List.of("été,", "été!"), List.of(), null));
    assertThat(made(new TextOptions.NGrams(List.of(WORDS), List.of("two"), null, 2), "two", frames))
        .isEqualTo(Arrays.asList(List.of("a b", "b a"), List.of(), List.of(), null));
    assertThat(
            made(
                new TextOptions.StopWords(
                    List.of(WORDS), List.of("kept"), null, "english", List.of("B"), false),
                "kept",
                frames))
        .isEqualTo(Arrays.asList(List.of(), List.of(), List.of(), null));
  }

  @Test
  void withoutAPatternBlanksStandBetweenWords(SparkTestFrames frames, StageHarness harness) {
    Dataset<Row> frame = frames.frame(TEXTS, List.of(List.of("Twice  the\tword")));

    HarnessedStage stage =
        harness.stage("use: transform/tokenize\nwith: { columns: [text], outputs: [words] }");

    assertThat(frames.column(stage.fit(frame).apply(frame), "words"))
        .containsExactly(List.of("twice", "the", "word"));
  }

  @Test
  void wordsAreCountedAndMissingListsCountAsEmpty(SparkTestFrames frames) {
    assertThat(
            made(
                new TextOptions.CountVectors(
                    List.of(WORDS), List.of("n"), null, 10, 2, 1e9, 1, false),
                "n",
                frames))
        .isEqualTo(List.of(List.of(1.0), List.of(1.0), List.of(0.0), List.of(0.0)));
  }

  /** By Spark's documentation of IDF: log((m + 1) / (d + 1)), d rows being above 0. */
  @Test
  void slotsThatManyRowsFillWeighLess(SparkTestFrames frames) {
    double first = Math.log(5.0 / 3);
    double second = Math.log(5.0 / 3);
    assertThat(made(new VectorOptions.Idf(List.of(VECTOR), List.of("idf"), null, 0), "idf", frames))
        .isEqualTo(
            List.of(
                List.of(2 * first, -second),
                List.of(0.0, second),
                List.of(0.0, 0.0),
                List.of(first, 3 * second)));
  }

  @Test
  void polynomialsHoldEveryPowerAndProduct(SparkTestFrames frames) {
    List<@Nullable Object> powers =
        made(new VectorOptions.Polynomial(List.of(VECTOR), List.of("p"), null, 2), "p", frames);

    // x, x², y, xy, y²: the order that Spark's documentation gives.
    assertThat(powers.get(0)).isEqualTo(List.of(2.0, 4.0, -1.0, -2.0, 1.0));
    assertThat(powers.get(3)).isEqualTo(List.of(1.0, 1.0, 3.0, 3.0, 9.0));
  }

  @Test
  void bucketsHoldTheirLowerCut(SparkTestFrames frames) {
    assertThat(
            made(
                new NumberOptions.Bucketize(
                    List.of(NUMBER), List.of("b"), null, List.of(3.0, 10.0), HandleInvalid.KEEP),
                "b",
                frames))
        .isEqualTo(Arrays.asList(1.0, 2.0, 3.0, 3.0));
  }

  @Test
  void aColumnWithoutValuesCantBeLearntFrom(SparkTestFrames frames) {
    Dataset<Row> empty = frame(frames).filter("false");
    VectorOptions.Pca options = new VectorOptions.Pca(List.of(VECTOR), null, null, 1);

    assertFails(
        () -> FittedStage.fit(BuiltIn.stage(VectorOptions.Pca.class), options, empty),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v.ector `é`' has no value in the training rows for transform/pca to learn"
            + " from.");
  }

  @Test
  void wordsThatAllAreTooRareOrTooFrequentCantBeCounted(SparkTestFrames frames) {
    TextOptions.CountVectors options =
        new TextOptions.CountVectors(List.of(WORDS), null, null, 10, 50, 1e9, 1, false);

    assertFails(
        () ->
            FittedStage.fit(BuiltIn.stage(TextOptions.CountVectors.class), options, frame(frames)),
        StandardError.UNUSABLE_COLUMN,
        "No word of the column '%s' stands in as many training rows as minDF, and in as few as maxDF, ask for."
            .formatted(WORDS));
  }

  @Test
  void valuesThatSparkMlRefusesAreFoundWhenTheFileIsChecked(StageHarness harness) {
    assertThatThrownBy(
            () ->
                BuiltIn.stage(NumberOptions.Bucketize.class)
                    .create(
                        new NumberOptions.Bucketize(
                            List.of("x"), null, null, List.of(5.0, 1.0), HandleInvalid.ERROR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cuts have to be in ascending order");
    assertThat(
            harness
                .stage("use: transform/pca\nwith: { columns: [x], k: 2 }")
                .problems(Schema.of(Column.nullable("x", Simple.STRING))))
        .containsExactly(
            "stage.yaml:2:19: [COLUMN_TYPE] column 'x' has the type string, and transform/pca takes"
                + " vectors");
  }

  @Test
  void contradictionsAndSlotsThatAreNotThereAreFoundInTheFile(StageHarness harness) {
    Schema vector = Schema.of(Column.required("v", new VectorOf(2)));
    assertThat(
            Stream.of(
                    "min-max-scale|{ columns: [v], min: 1, max: 0 }",
                    "robust-scale|{ columns: [v], lower: 0.8, upper: 0.2 }",
                    "pca|{ columns: [v], k: 5 }",
                    "slice|{ columns: [v], indices: [0, 2] }",
                    "tokenize|{ columns: [t], pattern: '(' }")
                .map(text -> text.split("\\|"))
                .flatMap(
                    text ->
                        harness
                            .stage("use: transform/" + text[0] + "\nwith: " + text[1])
                            .problems(text[0].equals("tokenize") ? Schema.unknown() : vector)
                            .stream()))
        .containsExactly(
            "stage.yaml:2:1: [INVALID_OPTION] min has to be below max (stage 'stage')",
            "stage.yaml:2:1: [INVALID_OPTION] lower has to be below upper (stage 'stage')",
            "stage.yaml:1:6: [INVALID_OPTION] the vectors of 'v' have 2 slots, and the options name"
                + " 5",
            "stage.yaml:1:6: [INVALID_OPTION] the vectors of 'v' have 2 slots, and the options name"
                + " 3",
            "stage.yaml:2:1: [INVALID_OPTION] pattern '(' is no regular expression: Unclosed group"
                + " (stage 'stage')");
  }

  /** The figures are those of TruncatedSVD of scikit-learn 1.9.1. */
  @Test
  void directionsOfVectorsThatAreNotCentred(SparkTestFrames frames) {
    List<@Nullable Object> turned =
        made(new VectorOptions.Svd(List.of(VECTOR), List.of("s"), null, 1), "s", frames);

    double[] expected = {-0.6667229716235622, 0.9870874576374967, 0.0, 3.1214446159194575};
    for (int i = 0; i < expected.length; i++) {
      assertThat((Double) ((List<?>) turned.get(i)).get(0)).isCloseTo(expected[i], within(1e-9));
    }
  }

  @Test
  void aVectorThatIsTooShortIsNamed(SparkTestFrames frames) {
    Dataset<Row> frame =
        frames.frame(
            Schema.of(Column.required("v", new VectorOf(VectorOf.UNKNOWN_SIZE))),
            List.of(List.of(List.of(1.0, 2.0)), List.of(List.of(1.0))));
    VectorOptions.Slice options = new VectorOptions.Slice(List.of("v"), null, null, List.of(1));

    assertFails(
        () -> FittedStage.fit(factory(options), options, frame).apply(frame),
        StandardError.UNUSABLE_COLUMN,
        "The column 'v' holds a vector of 1 slots, and the options name 2.");
  }

  @Test
  void whatIsNoNumberIsRefusedByName(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames);
    NumberOptions.Bucketize options =
        new NumberOptions.Bucketize(List.of(NUMBER), null, null, List.of(5.0), HandleInvalid.ERROR);
    Dataset<Row> made =
        FittedStage.fit(BuiltIn.stage(NumberOptions.Bucketize.class), options, frame)
            .fitted()
            .apply(frame);

    assertThatThrownBy(made::collectAsList)
        .satisfies(
            failure ->
                assertThat(RowFailures.explain(failure).orElseThrow())
                    .hasMessage(
                        "The column 'n.umber 'z'' holds a value that is no number: set"
                            + " handleInvalid to keep or skip."));
  }
}
