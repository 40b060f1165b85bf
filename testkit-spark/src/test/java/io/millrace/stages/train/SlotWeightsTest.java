package io.millrace.stages.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.EvaluationTable;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.Columns;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What models say themselves of their features. */
@ExtendWith(SparkExtension.class)
final class SlotWeightsTest {
  private static final String VECTOR = "the `vector`.ü";

  /** The number is 3 times the first slot, less 2 times the third; classes go by the number. */
  private static Dataset<Row> rows(SparkTestFrames frames) {
    Random random = new Random(11);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double first = random.nextInt(100) / 10.0;
      double third = random.nextInt(100) / 10.0;
      double number = 3 * first - 2 * third;
      String two = number > 5 ? "yes" : "no";
      String three = number > 12 ? "c" : number > -3 ? "b" : "a";
      rows.add(List.of(List.of(first, 1.0, third, 0.0), number, Math.abs(number), two, three));
    }
    return frames.frame(
        Schema.of(
            Column.nullable(VECTOR, new VectorOf(4)),
            Column.required("number", Simple.DOUBLE),
            Column.required("count", Simple.DOUBLE),
            Column.required("two", Simple.STRING),
            Column.required("three", Simple.STRING)),
        rows);
  }

  private static Dataset<Row> named(Dataset<Row> rows) {
    Attribute[] attributes =
        IntStream.range(0, 4)
            .mapToObj(i -> NumericAttribute.defaultAttr())
            .toArray(Attribute[]::new);
    attributes[0] = attributes[0].withName("the first, ü");
    attributes[2] = attributes[2].withName("<b>third</b>");
    return rows.withColumn(
        VECTOR,
        Columns.col(VECTOR).as(VECTOR, new AttributeGroup(VECTOR, attributes).toMetadata()));
  }

  private static EvaluationTable weights(
      StageHarness harness, Dataset<Row> rows, String use, String options) {
    HarnessedStage stage =
        harness.stage(
            "use: train/%s\nwith: { features: \"%s\", %s }".formatted(use, VECTOR, options));
    stage.train(TrainingData.of(rows));
    return Objects.requireNonNull(stage.context().curves().get("importance"));
  }

  @Test
  void coefficientsHaveTheNamesOfSlots(SparkTestFrames frames, StageHarness harness) {
    EvaluationTable weights =
        weights(harness, named(rows(frames)), "linear-regression", "label: number");

    assertThat(weights.columns()).containsExactly("feature", "coefficient");
    assertThat(weights.rows())
        .extracting(row -> row.get(0))
        .containsExactly("the first, ü", "<b>third</b>");
    assertThat(Double.parseDouble(weights.rows().get(0).get(1))).isCloseTo(3, within(1e-6));
    assertThat(Double.parseDouble(weights.rows().get(1).get(1))).isCloseTo(-2, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "logistic-regression,two",
    "linear-svm,two",
    "generalized-linear-regression,number",
    "linear-regression,number"
  })
  void linearModelsTellCoefficientsBySlot(
      String use, String label, SparkTestFrames frames, StageHarness harness) {
    EvaluationTable weights =
        weights(harness, rows(frames), use, "regParam: 0.01, label: " + label);

    assertThat(weights.columns()).containsExactly("feature", "coefficient");
    assertThat(weights.rows().get(0).get(0)).isEqualTo(VECTOR + "[0]");
    assertThat(weights.rows().get(1).get(0)).isEqualTo(VECTOR + "[2]");
    assertThat(weights.rows().get(1).get(1)).startsWith("-");
  }

  @ParameterizedTest
  @CsvSource({
    "decision-tree,two",
    "random-forest,three",
    "gradient-boosted-trees,two",
    "decision-tree,number",
    "random-forest,number",
    "gradient-boosted-trees,number"
  })
  void treesTellSharesOfImportance(
      String use, String label, SparkTestFrames frames, StageHarness harness) {
    String task = label.equals("number") ? ", task: regression" : "";
    EvaluationTable weights = weights(harness, rows(frames), use, "label: " + label + task);

    assertThat(weights.columns()).containsExactly("feature", "importance");
    assertThat(weights.rows())
        .extracting(row -> row.get(0))
        .containsExactly(VECTOR + "[0]", VECTOR + "[2]");
    assertThat(weights.rows().stream().mapToDouble(row -> Double.parseDouble(row.get(1))).sum())
        .isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic-regression", "one-vs-rest"})
  void severalClassesHaveTheirOwnCoefficients(
      String use, SparkTestFrames frames, StageHarness harness) {
    EvaluationTable weights = weights(harness, rows(frames), use, "label: three, regParam: 0.01");

    assertThat(weights.columns()).containsExactly("feature", "coefficient", "class");
    assertThat(weights.rows())
        .anyMatch(row -> row.get(0).endsWith("[0]") && positive(row) && row.get(2).equals("c"))
        .anyMatch(row -> row.get(0).endsWith("[0]") && !positive(row) && row.get(2).equals("a"));
    assertThat(weights.rows().stream().map(row -> -Math.abs(Double.parseDouble(row.get(1)))))
        .isSorted();
  }

  private static boolean positive(List<String> row) {
    return Double.parseDouble(row.get(1)) > 0;
  }

  @Test
  void ofManySlotsTheLargestHundredAreTold(SparkTestFrames frames, StageHarness harness) {
    List<List<Object>> rows = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      List<Double> slots = random.doubles(150).boxed().toList();
      double number =
          IntStream.range(0, 150).mapToDouble(slot -> (slot + 1) * slots.get(slot)).sum();
      rows.add(List.of(slots, number));
    }
    Dataset<Row> many =
        frames.frame(
            Schema.of(
                Column.nullable(VECTOR, new VectorOf(150)),
                Column.required("number", Simple.DOUBLE)),
            rows);

    EvaluationTable weights = weights(harness, many, "linear-regression", "label: number");

    assertThat(weights.rows())
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(
            IntStream.range(0, 100).mapToObj(i -> VECTOR + "[" + (149 - i) + "]").toList());
  }
}
