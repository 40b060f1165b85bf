package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.split.GivenSplitFactory;
import io.millrace.stages.split.KFoldFactory;
import io.millrace.stages.split.RandomSplitFactory;
import io.millrace.testkit.contract.TestStageContext;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class SplitTest {
  private final SparkTestFrames frames;
  private final Dataset<Row> numbers;

  SplitTest(SparkTestFrames frames) {
    this.frames = frames;
    numbers =
        frames.session().range(0, 5_000, 1, 3).toDF().withColumn("k.1", functions.expr("id % 100"));
  }

  private static Splitter<Dataset<Row>> random(
      double train, double validation, double test, List<String> keys) {
    return SparkStages.splitter(
        new RandomSplitFactory()
            .create(new RandomSplitFactory.Options(train, validation, test, keys)));
  }

  private static List<Parts<Dataset<Row>>> split(
      Splitter<Dataset<Row>> splitter, Dataset<Row> frame, long seed) {
    return splitter.split(
        Map.of("raw", frame), TestStageContext.<Dataset<Row>>builder("parts").seed(seed).build());
  }

  private Set<Object> values(Dataset<Row> frame, String column) {
    return new TreeSet<>(frames.column(frame, column));
  }

  @Test
  void eachRowFallsIntoOnePartOfAboutTheSizeAskedFor() {
    Splitter<Dataset<Row>> splitter = random(0.6, 0.3, 0.1, List.of());
    Parts<Dataset<Row>> parts = split(splitter, numbers, 1).get(0);

    Set<Object> train = values(parts.train(), "id");
    Set<Object> validation = values(parts.require(Part.VALIDATION), "id");
    Set<Object> test = values(parts.require(Part.TEST), "id");
    Set<Object> all = new HashSet<>(train);
    all.addAll(validation);
    all.addAll(test);

    assertThat(splitter.parts()).containsExactlyInAnyOrder(Part.values());
    assertThat(train.size() + validation.size() + test.size()).isEqualTo(5_000);
    assertThat(all).hasSize(5_000);
    // Five standard deviations of binomial counts.
    assertThat(train.size()).isBetween(2_827, 3_173);
    assertThat(test.size()).isBetween(394, 606);
  }

  @Test
  void theSameRowsFallTheSameWayHoweverTheyLie() {
    Splitter<Dataset<Row>> splitter = random(0.8, 0, 0.2, List.of());
    Dataset<Row> shuffled = numbers.orderBy(functions.desc("id")).repartition(7);

    Set<Object> before = values(split(splitter, numbers, 1).get(0).require(Part.TEST), "id");
    Set<Object> after = values(split(splitter, shuffled, 1).get(0).require(Part.TEST), "id");
    Set<Object> otherSeed = values(split(splitter, numbers, 2).get(0).require(Part.TEST), "id");

    assertThat(splitter.parts()).containsExactlyInAnyOrder(Part.TRAIN, Part.TEST);
    assertThat(before).isEqualTo(after).isNotEqualTo(otherSeed);
  }

  @Test
  void rowsThatShareTheKeysStayTogether() {
    Parts<Dataset<Row>> parts = split(random(0.5, 0, 0.5, List.of("k.1")), numbers, 1).get(0);

    Set<Object> train = values(parts.train(), "k.1");
    Set<Object> test = values(parts.require(Part.TEST), "k.1");

    assertThat(train).doesNotContainAnyElementsOf(test);
    assertThat(train.size() + test.size()).isEqualTo(100);
  }

  @Test
  void sharesMustMakeAWhole() {
    assertThatThrownBy(() -> random(0.8, 0, 0.1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train, validation and test add up to 0.9; together they must be 1");
  }

  @Test
  void everyRowIsHeldOutInOneFold() {
    Splitter<Dataset<Row>> splitter =
        SparkStages.splitter(
            new KFoldFactory().create(new KFoldFactory.Options(3, List.of(), null)));
    List<Parts<Dataset<Row>>> folds = split(splitter, numbers, 1);
    Set<Object> held = new HashSet<>();

    assertThat(splitter.folds()).isTrue();
    assertThat(folds).hasSize(3);
    for (Parts<Dataset<Row>> fold : folds) {
      Set<Object> validation = values(fold.require(Part.VALIDATION), "id");
      assertThat(values(fold.train(), "id"))
          .hasSize(5_000 - validation.size())
          .doesNotContainAnyElementsOf(validation);
      assertThat(validation.size()).isBetween(1_500, 1_834);
      held.addAll(validation);
    }
    assertThat(held).hasSize(5_000);
  }

  @Test
  void givenPartsAreTakenByTheirNamesWithTheColumnsOfTrain() {
    Splitter<Dataset<Row>> splitter = given(List.of(Part.TRAIN, Part.TEST));
    Dataset<Row> test = frames.session().range(3).select("id").withColumn("k.1", functions.lit(1L));

    Parts<Dataset<Row>> parts =
        splitter
            .split(
                Map.of("train", numbers, "test", test.select("`k.1`", "id")),
                TestStageContext.of("parts"))
            .get(0);

    assertThat(parts.require(Part.TEST).columns()).containsExactly("id", "k.1");
    assertThat(values(parts.require(Part.TEST), "id")).containsExactly(0L, 1L, 2L);
  }

  private static Splitter<Dataset<Row>> given(List<Part> parts) {
    return SparkStages.splitter(
        new GivenSplitFactory().create(new GivenSplitFactory.Options(parts)));
  }

  @Test
  void givenPartsMustBeNamedAndAgree() {
    ReportedProblems problems = new ReportedProblems();
    Schema train = Schema.of(Column.nullable("a", Simple.INT), Column.nullable("b", Simple.INT));

    given(List.of(Part.TRAIN, Part.TEST)).schema(Map.of("raw", train, "other", train), problems);
    given(List.of(Part.TRAIN, Part.TEST))
        .schema(
            Map.of("train", train, "test", Schema.of(Column.nullable("a", Simple.STRING))),
            problems);

    assertThat(problems.texts())
        .containsExactly(
            "parts: [INVALID_OPTION] the inputs are named other, raw, the parts train, test; write"
                + " from: { train: STAGE, test: STAGE }, and list the parts here if they are"
                + " others",
            ": [SCHEMA_MISMATCH] train has the column 'a' of type int, test has it of type string",
            ": [SCHEMA_MISMATCH] train has the column 'b' of type int, test lacks it");
    assertThatThrownBy(() -> given(List.of(Part.TEST)))
        .hasMessage("parts: train must be among them");
  }
}
