package io.millrace.stages.split;

import static io.millrace.stages.FittedStage.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class StratifiedSplitTest {
  private static final String CLASS = "the.`class`";

  private final StageHarness harness;
  private final Dataset<Row> frame;

  StratifiedSplitTest(StageHarness harness, SparkTestFrames frames) {
    this.harness = harness;
    // 9,000 rows of class a, 990 of b, 9 of c, one without a class.
    frame =
        frames
            .session()
            .range(0, 10_000, 1, 3)
            .toDF()
            .withColumn(
                CLASS,
                functions.expr(
                    "CASE WHEN id < 9000 THEN 'a' WHEN id < 9990 THEN 'b' WHEN id < 9999 THEN 'c'"
                        + " END"));
  }

  private HarnessedStage stratified(String shares) {
    return harness.stage(
        "use: split/stratified\nwith: { label: \"%s\", %s }".formatted(CLASS, shares));
  }

  private static Map<String, Long> classes(Dataset<Row> part) {
    Map<String, Long> counts = new TreeMap<>();
    part.groupBy("`the.``class```").count().collectAsList().stream()
        .forEach(row -> counts.put(String.valueOf(row.get(0)), row.getLong(1)));
    return counts;
  }

  @Test
  void everyPartHoldsEachClassInItsShareToOneRow() {
    Parts<Dataset<Row>> parts =
        stratified("train: 0.7, validation: 0.1, test: 0.2").split(Map.of("raw", frame)).get(0);

    assertThat(classes(parts.train()))
        .isEqualTo(Map.of("a", 6300L, "b", 693L, "c", 6L, "null", 1L));
    assertThat(classes(parts.require(Part.VALIDATION)))
        .isEqualTo(Map.of("a", 900L, "b", 99L, "c", 1L));
    assertThat(classes(parts.require(Part.TEST))).isEqualTo(Map.of("a", 1800L, "b", 198L, "c", 2L));
  }

  @Test
  void aClassThatIsMissingFromAPartOrAFoldIsWarnedOf() {
    HarnessedStage parts = stratified("train: 0.7, validation: 0.1, test: 0.2");
    HarnessedStage folds =
        harness.stage("use: split/k-fold\nwith: { k: 10, stratify: \"%s\" }".formatted(CLASS));
    HarnessedStage enough =
        harness.stage("use: split/k-fold\nwith: { k: 9, stratify: \"%s\" }".formatted(CLASS));

    parts.split(Map.of("raw", frame));
    folds.split(Map.of("raw", frame));
    enough.split(Map.of("raw", frame.where("id < 9999")));

    assertThat(parts.context().warnings())
        .containsExactly(
            "not every part has rows of each class of 'the.`class`', as these are too few, or"
                + " equal: missing values");
    assertThat(folds.context().warnings())
        .containsExactly(
            "not every fold has rows of each class of 'the.`class`', as these are too few, or"
                + " equal: missing values, 'c'");
    assertThat(enough.context().warnings()).isEmpty();
  }

  @Test
  void theSameRowsFallTheSameWayHoweverTheyLie() {
    HarnessedStage stage = stratified("train: 0.9, test: 0.1");
    Dataset<Row> turned = frame.orderBy(functions.desc("id")).repartition(7);

    assertThat(ids(stage.split(Map.of("raw", turned)).get(0).require(Part.TEST)))
        .hasSize(1000)
        .isEqualTo(ids(stage.split(Map.of("raw", frame)).get(0).require(Part.TEST)));
  }

  private static List<Long> ids(Dataset<Row> part) {
    return part.orderBy("id").collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  @Test
  void foldsHoldEachClassInItsShareToo() {
    List<Parts<Dataset<Row>>> folds =
        harness
            .stage("use: split/k-fold\nwith: { k: 3, stratify: \"%s\" }".formatted(CLASS))
            .split(Map.of("raw", frame));
    List<Long> held = new ArrayList<>();

    for (Parts<Dataset<Row>> fold : folds) {
      Map<String, Long> counts = classes(fold.require(Part.VALIDATION));
      counts.remove("null");
      assertThat(counts).isEqualTo(Map.of("a", 3000L, "b", 330L, "c", 3L));
      held.addAll(ids(fold.require(Part.VALIDATION)));
    }
    assertThat(held).hasSize(10_000).doesNotHaveDuplicates();
  }

  @Test
  void fewRowsAndNoneAreSplitAsTheyAre() {
    HarnessedStage stage = stratified("train: 0.6, test: 0.4");
    Parts<Dataset<Row>> none = stage.split(Map.of("raw", frame.limit(0))).get(0);
    Parts<Dataset<Row>> one = stage.split(Map.of("raw", frame.where("id = 7"))).get(0);

    assertThat(ids(none.train())).isEmpty();
    assertThat(ids(none.require(Part.TEST))).isEmpty();
    assertThat(ids(one.train())).containsExactly(7L);
    assertThat(ids(one.require(Part.TEST))).isEmpty();
  }

  @Test
  void aColumnOfNoClassesIsRefused() {
    HarnessedStage stage =
        harness.stage("use: split/stratified\nwith: { label: v, train: 0.8, test: 0.2 }");

    assertThat(stage.problems(Schema.of(Column.nullable("v", LogicalType.parse("array<int>")))))
        .containsExactly(
            "stage.yaml:2:16: [COLUMN_TYPE] column 'v' has the type array<int>, which can't hold"
                + " classes");
    assertFails(
        () -> stage.split(Map.of("raw", frame.select(functions.col("id").as("v")))),
        StandardError.UNUSABLE_LABEL,
        "The column to stratify by has more than 1000 different values: it must hold classes.");
  }

  @Test
  void groupsAndClassesAreNotKeptAtOnce() {
    KFoldFactory.Options options = new KFoldFactory.Options(3, List.of("id"), CLASS);

    assertThatThrownBy(() -> new KFoldFactory().create(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "keys and stratify exclude each other: a group's rows may be of several classes");
  }
}
