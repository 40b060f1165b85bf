package io.millrace.stages.transform;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.FittedStage;
import io.millrace.stages.SchemaPromise;
import io.millrace.stages.transform.StringIndexOptions.Order;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** String-index and one-hot, alone and one behind the other. */
@ExtendWith(SparkExtension.class)
final class CategoriesTest {
  private static final String ODD = "a.b `c` d'é";

  private static Dataset<Row> frame(SparkTestFrames frames, String odd) {
    return frames.frame(
        Schema.of(
            Column.nullable(odd, Simple.STRING),
            Column.nullable("n", Simple.INT),
            Column.nullable("f", Simple.BOOLEAN)),
        List.of(
            Arrays.asList("b", 10, true),
            Arrays.asList("b", 9, true),
            Arrays.asList("a", 9, false),
            Arrays.asList("c", 8, true),
            Arrays.asList("d", 9, true)));
  }

  private static Dataset<Row> unseen(SparkTestFrames frames, String odd) {
    return frame(frames, odd)
        .union(
            frames.frame(
                SchemaPromise.of(frame(frames, odd)),
                List.of(
                    Arrays.asList("zz", 9, true),
                    Arrays.asList(null, 10, null),
                    Arrays.asList("a", 77, true))));
  }

  private static StringIndexOptions index(
      Order order, HandleInvalid handleInvalid, String... columns) {
    return new StringIndexOptions(List.of(columns), null, null, order, handleInvalid);
  }

  @Test
  void frequentValuesComeFirstAndTiesGoByTheAlphabet(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, ODD);
    Dataset<Row> result =
        FittedStage.fit(
                new StringIndexFactory(),
                index(Order.FREQUENCY_DESC, HandleInvalid.ERROR, ODD, "n"),
                frame)
            .apply(frame);

    assertThat(frames.column(result, ODD + "_index")).isEqualTo(List.of(0.0, 0.0, 1.0, 2.0, 3.0));
    assertThat(frames.column(result, "n_index")).isEqualTo(List.of(1.0, 0.0, 0.0, 2.0, 0.0));
  }

  @Test
  void stockSparkMlGivesTheSameIndices(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, "s");
    for (Order order : Order.values()) {
      FittedStage stage =
          FittedStage.fit(
              new StringIndexFactory(), index(order, HandleInvalid.KEEP, "s", "n"), frame);
      String[] columns = {"s", "n"};
      String[] outputs = {"s_index", "n_index"};
      String stockOrder =
          order.name().toLowerCase(Locale.ROOT).replace("_d", "D").replace("_a", "A");
      Dataset<Row> unseen = unseen(frames, "s");
      Dataset<Row> learntByStock =
          new StringIndexer()
              .setInputCols(columns)
              .setOutputCols(outputs)
              .setStringOrderType(stockOrder)
              .setHandleInvalid("keep")
              .fit(frame)
              .transform(unseen);

      Dataset<Row> ours = stage.apply(unseen);

      assertThat(frames.rows(ours)).isEqualTo(frames.rows(learntByStock));
      assertThat(frames.rows(ours)).isEqualTo(frames.rows(stage.applyStock(unseen)));
      assertThat(ours.schema().apply("s_index").metadata())
          .isEqualTo(learntByStock.schema().apply("s_index").metadata());
    }
  }

  @Test
  void unseenValuesAndNullsAreKeptOrSkippedAsAsked(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, ODD);
    Dataset<Row> unseen = unseen(frames, ODD);

    Dataset<Row> kept =
        FittedStage.fit(
                new StringIndexFactory(),
                index(Order.ALPHABET_ASC, HandleInvalid.KEEP, ODD, "n"),
                frame)
            .apply(unseen);
    Dataset<Row> skipped =
        FittedStage.fit(
                new StringIndexFactory(),
                index(Order.ALPHABET_ASC, HandleInvalid.SKIP, ODD, "n"),
                frame)
            .apply(unseen);

    assertThat(frames.column(kept, ODD + "_index"))
        .isEqualTo(List.of(1.0, 1.0, 0.0, 2.0, 3.0, 4.0, 4.0, 0.0));
    assertThat(frames.column(kept, "n_index"))
        .isEqualTo(List.of(0.0, 2.0, 2.0, 1.0, 2.0, 2.0, 0.0, 3.0));
    assertThat(frames.column(skipped, ODD + "_index")).isEqualTo(List.of(1.0, 1.0, 0.0, 2.0, 3.0));
  }

  @Test
  void anUnseenValueIsNamedWithItsColumn(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, ODD);
    FittedStage stage =
        FittedStage.fit(
            new StringIndexFactory(), index(Order.ALPHABET_ASC, HandleInvalid.ERROR, ODD), frame);
    Dataset<Row> unseen = unseen(frames, ODD);

    assertFails(
        () -> stage.apply(unseen),
        StandardError.UNSEEN_VALUE,
        "The column 'a.b `c` d'é' holds 'zz', which no training row does: set handleInvalid of"
            + " transform/string-index to keep or skip.");
    assertFails(
        () -> stage.apply(unseen.where("n = 10 and f is null")),
        StandardError.UNSEEN_VALUE,
        "The column 'a.b `c` d'é' holds null: set handleInvalid of transform/string-index to keep"
            + " or skip.");
  }

  @Test
  void aColumnWithoutValuesCantBeIndexed(SparkTestFrames frames) {
    Dataset<Row> frame = frame(frames, "s").where("n > 100");

    assertFails(
        () ->
            FittedStage.fit(
                new StringIndexFactory(),
                index(Order.ALPHABET_ASC, HandleInvalid.KEEP, "s"),
                frame),
        StandardError.UNUSABLE_COLUMN,
        "The column 's' has no value in the training rows to number: drop it.");
  }

  @Test
  void outputsMustMatchColumns() {
    assertThatThrownBy(
            () ->
                new StringIndexFactory()
                    .create(
                        new StringIndexOptions(
                            List.of("a", "b"),
                            List.of("x"),
                            null,
                            Order.ALPHABET_ASC,
                            HandleInvalid.KEEP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outputs has 1 names for 2 columns: give one each");
  }

  @Test
  void indicesBecomeVectorsAsInStockSparkMl(SparkTestFrames frames) {
    Dataset<Row> train = indexed(frames, "s", frame(frames, "s"));
    for (boolean dropLast : new boolean[] {true, false}) {
      for (OneHotOptions.Invalid invalid : OneHotOptions.Invalid.values()) {
        FittedStage stage =
            FittedStage.fit(
                new OneHotFactory(), oneHot(dropLast, invalid, "s_index", "n_index"), train);

        assertThat(frames.rows(stage.apply(train))).isEqualTo(frames.rows(stage.applyStock(train)));
      }
    }
    Dataset<Row> ours =
        FittedStage.fit(
                new OneHotFactory(), oneHot(true, OneHotOptions.Invalid.ERROR, "s_index"), train)
            .apply(train);
    assertThat(frames.column(ours, "s_index_onehot"))
        .isEqualTo(
            List.of(
                List.of(1.0, 0.0, 0.0, 0.0),
                List.of(1.0, 0.0, 0.0, 0.0),
                List.of(0.0, 1.0, 0.0, 0.0),
                List.of(0.0, 0.0, 1.0, 0.0),
                List.of(0.0, 0.0, 0.0, 1.0)));
    assertThat(ours.schema().apply("s_index_onehot").metadata().json())
        .as("slots are named by their categories")
        .contains("\"name\":\"b\"")
        .contains("\"name\":\"a\"");
  }

  private static Dataset<Row> indexed(SparkTestFrames frames, String odd, Dataset<Row> frame) {
    return FittedStage.fit(
            new StringIndexFactory(),
            index(Order.FREQUENCY_DESC, HandleInvalid.KEEP, odd, "n"),
            frame(frames, odd))
        .apply(frame);
  }

  private static OneHotOptions oneHot(
      boolean dropLast, OneHotOptions.Invalid invalid, String... columns) {
    return new OneHotOptions(List.of(columns), null, null, dropLast, invalid);
  }

  @Test
  void anEmptyTextIsACategoryToo(SparkTestFrames frames) {
    Dataset<Row> frame =
        frames.frame(
            Schema.of(Column.nullable("s", Simple.STRING)),
            List.of(List.of(""), List.of("x"), List.of("x")));
    Dataset<Row> indexed =
        FittedStage.fit(
                new StringIndexFactory(),
                index(Order.ALPHABET_ASC, HandleInvalid.ERROR, "s"),
                frame)
            .apply(frame);

    Dataset<Row> result =
        FittedStage.fit(
                new OneHotFactory(), oneHot(false, OneHotOptions.Invalid.ERROR, "s_index"), indexed)
            .apply(indexed);

    assertThat(frames.column(result, "s_index_onehot"))
        .isEqualTo(List.of(List.of(1.0, 0.0), List.of(0.0, 1.0), List.of(0.0, 1.0)));
  }

  private static Dataset<Row> numbers(SparkTestFrames frames, @Nullable Double... values) {
    return frames.frame(
        Schema.of(Column.nullable(ODD, Simple.DOUBLE)),
        Arrays.stream(values).map(Arrays::asList).toList());
  }

  @Test
  void categoriesAreCountedWhereNoMetadataTells(SparkTestFrames frames) {
    FittedStage stage =
        FittedStage.fit(
            new OneHotFactory(),
            oneHot(false, OneHotOptions.Invalid.KEEP, ODD),
            numbers(frames, 0.0, 2.0, null));

    assertThat(frames.column(stage.apply(numbers(frames, 2.0, 7.0, null, 0.5)), ODD + "_onehot"))
        .isEqualTo(
            List.of(
                List.of(0.0, 0.0, 1.0, 0.0),
                List.of(0.0, 0.0, 0.0, 1.0),
                List.of(0.0, 0.0, 0.0, 1.0),
                List.of(0.0, 0.0, 0.0, 1.0)));
  }

  @Test
  void whatIsNoIndexIsNamed(SparkTestFrames frames) {
    OneHotOptions options = oneHot(true, OneHotOptions.Invalid.ERROR, ODD);
    FittedStage stage = FittedStage.fit(new OneHotFactory(), options, numbers(frames, 0.0, 1.0));

    assertFails(
        () -> stage.apply(numbers(frames, 0.0, 2.0)),
        StandardError.UNSEEN_VALUE,
        "The column 'a.b `c` d'é' holds 2.0, and its categories are 0 to 1: set handleInvalid of"
            + " transform/one-hot to keep.");
    assertFails(
        () -> FittedStage.fit(new OneHotFactory(), options, numbers(frames, 0.0, 1.5)),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' holds 1.5, which is no index: number the values with"
            + " transform/string-index.");
    assertFails(
        () -> FittedStage.fit(new OneHotFactory(), options, numbers(frames, 0.0, -1.0)),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' holds -1.0, which is no index: number the values with"
            + " transform/string-index.");
    assertFails(
        () -> FittedStage.fit(new OneHotFactory(), options, numbers(frames, 0.0, Double.NaN)),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' holds NaN, which is no index: number the values with"
            + " transform/string-index.");
    assertFails(
        () -> FittedStage.fit(new OneHotFactory(), options, numbers(frames, new Double[] {null})),
        StandardError.UNUSABLE_COLUMN,
        "The column 'a.b `c` d'é' has no value in the training rows: drop it.");
  }
}
