package io.millrace.stages.combine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Combiner;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.CombinerContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class SimilarityJoinTest {
  private static final String ID = "the.id `x`";
  private final SparkTestFrames frames;

  SimilarityJoinTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private static Schema schema(LogicalType word) {
    return Schema.of(Column.required(ID, Simple.INT), Column.nullable("words", new ArrayOf(word)));
  }

  private static HarnessedStage stage(StageHarness harness, String options) {
    return harness.stage(
        "use: combine/similarity-join\nwith: { on: words, %s }".formatted(options));
  }

  private static List<List<Integer>> documents(int count) {
    Random random = new Random(5);
    List<List<Integer>> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Integer> words = new ArrayList<>();
      for (int word = 0; word < 4 + i % 5; word++) {
        words.add(random.nextInt(12));
      }
      documents.add(words);
    }
    return documents;
  }

  private static double jaccard(List<Integer> a, List<Integer> b) {
    TreeSet<Integer> both = new TreeSet<>(a);
    both.retainAll(b);
    TreeSet<Integer> either = new TreeSet<>(a);
    either.addAll(b);
    return (double) both.size() / either.size();
  }

  /** All pairs, by hand. With sixty tables a pair is missed once in 10^13. */
  @Test
  void similarPairsAreFoundOnceWithTheirTrueSimilarity(StageHarness harness) {
    List<List<Integer>> documents = documents(50);
    List<List<Object>> rows = new ArrayList<>();
    Map<List<Integer>, Double> expected = new HashMap<>();
    for (int i = 0; i < documents.size(); i++) {
      rows.add(List.of(i, documents.get(i)));
      for (int j = i + 1; j < documents.size(); j++) {
        double similarity = jaccard(documents.get(i), documents.get(j));
        if (similarity >= 0.4) {
          expected.put(List.of(i, j), similarity);
        }
      }
    }
    Dataset<Row> frame = frames.frame(schema(Simple.INT), rows);

    Dataset<Row> pairs =
        stage(harness, "minSimilarity: 0.4, numHashTables: 60, key: \"%s\"".formatted(ID))
            .combine(Map.of("left", frame, "right", frame));

    assertThat(pairs.columns())
        .containsExactly(ID, "words", ID + "_right", "words_right", "similarity");
    Map<List<Integer>, Double> found = new HashMap<>();
    for (Row row : pairs.collectAsList()) {
      assertThat(found.put(List.of(row.getInt(0), row.getInt(2)), row.getDouble(4))).isNull();
    }
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void twoFramesAreComparedAndRowsWithoutWordsFindNothing(StageHarness harness) {
    Schema schema = schema(Simple.STRING);
    Dataset<Row> left =
        frames.frame(
            schema,
            List.of(
                Arrays.asList(1, Arrays.asList("a", "b", null, "b")),
                Arrays.asList(2, null),
                Arrays.asList(3, List.of()),
                Arrays.asList(4, List.of("c"))));
    Dataset<Row> right =
        frames.frame(
            schema,
            List.of(
                Arrays.asList(1, List.of("b", "a")),
                Arrays.asList(5, List.of()),
                Arrays.asList(6, List.of("a", "b", "d")),
                Arrays.asList(7, null)));

    Dataset<Row> pairs =
        stage(harness, "minSimilarity: 0.6, numHashTables: 40")
            .combine(Map.of("left", left, "right", right));

    assertThat(pairs.collectAsList())
        .extracting(row -> row.getInt(0), row -> row.getInt(2), row -> row.getDouble(4))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(1, 1, 1.0),
            org.assertj.core.groups.Tuple.tuple(1, 6, 2 / 3.0));
    Dataset<Row> none = left.limit(0);
    assertThat(
            stage(harness, "minSimilarity: 0.6")
                .combine(Map.of("left", none, "right", right))
                .collectAsList())
        .isEmpty();
  }

  @Test
  void whatDoesNotFitIsFoundInTheFile(StageHarness harness) {
    Schema words = schema(Simple.STRING);
    Schema text =
        Schema.of(Column.required("words", Simple.STRING), Column.required("n", Simple.INT));

    assertThat(stage(harness, "minSimilarity: 0.5").problems(Map.of("left", text, "right", text)))
        .containsExactly(
            "stage.yaml:2:13: [COLUMN_TYPE] column 'words' of type string is no set of words: make"
                + " one with transform/tokenize");
    assertThat(
            stage(harness, "key: nr, suffix: 2")
                .problems(
                    Map.of(
                        "left", words, "right", words.with(Column.required("words2", Simple.INT)))))
        .containsExactly(
            "stage.yaml:2:25: [UNKNOWN_COLUMN] the left input has no column 'nr'",
            "stage.yaml:2:37: [DUPLICATE_COLUMN] there is a column 'words2' already; take another"
                + " suffix");
    assertThat(stage(harness, "minSimilarity: 0.0").problems(Map.of("left", words, "right", words)))
        .hasSize(1);
  }

  @Nested
  final class Contract extends CombinerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    @SuppressWarnings("unchecked") // The factory makes combiners.
    protected Combiner<Dataset<Row>> stage() {
      return (Combiner<Dataset<Row>>)
          new SimilarityJoinFactory()
              .create(new SimilarityJoinFactory.Options("words", 0.5, 20, null, "_right"));
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      List<List<Integer>> documents = documents(8);
      for (int i = 0; i < 8; i++) {
        rows.add(Arrays.asList(i, i == 3 ? null : documents.get(i)));
      }
      Dataset<Row> frame = frames.frame(schema(Simple.INT), rows);
      return Map.of("left", frame, "right", frame);
    }
  }
}
