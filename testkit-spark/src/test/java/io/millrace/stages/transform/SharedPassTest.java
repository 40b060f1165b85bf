package io.millrace.stages.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.FittedTransformer;
import io.millrace.api.SharingTransformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What stages learn in one pass, beside what each learns in its own. */
@ExtendWith(SparkExtension.class)
final class SharedPassTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable("x.y", Simple.DOUBLE),
          Column.nullable("n", Simple.INT),
          Column.nullable("code", Simple.DOUBLE),
          Column.nullable("kind", Simple.STRING));

  private static final List<String> STAGES =
      List.of(
          "transform/impute\nwith: { columns: [x.y, n], strategy: mean }",
          "transform/impute\nwith: { columns: [x.y, n], strategy: median }",
          "transform/impute\nwith: { columns: [kind], strategy: mode }",
          "transform/impute\nwith: { columns: [kind], strategy: constant, value: none }",
          "transform/scale\nwith: { columns: [n] }",
          "transform/string-index\nwith: { columns: [kind, n], handleInvalid: keep }",
          "transform/frequency-encode\nwith: { columns: [kind, x.y] }",
          "transform/one-hot\nwith: { columns: [code] }",
          "transform/outliers\nwith: { columns: [x.y, n], method: iqr }",
          "transform/outliers\nwith: { columns: [x.y], method: z-score }");

  private final SparkTestFrames frames;
  private final StageHarness harness;
  @TempDir private Path directory;

  SharedPassTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  private SharingTransformer<Dataset<Row>> stage(String text) {
    return (SharingTransformer<Dataset<Row>>) harness.stage("use: " + text).transformer();
  }

  private static List<List<@Nullable Object>> rows(SplittableRandom random, int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = random.nextInt(9) == 0 ? Double.NaN : random.nextDouble() * 1e3 - 17;
      rows.add(
          Arrays.asList(
              random.nextInt(7) == 0 ? null : x,
              random.nextInt(5) == 0 ? null : random.nextInt(40) - 9,
              (double) random.nextInt(6),
              random.nextInt(6) == 0 ? null : "kind " + random.nextInt(12)));
    }
    return rows;
  }

  @Test
  void figuresOfOnePassAreThoseOfManyToTheBit() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    for (int size : new int[] {1, 7, 400}) {
      Dataset<Row> train = frames.frame(SCHEMA, withEach(rows(random, size))).coalesce(1).cache();
      List<SharingTransformer<Dataset<Row>>> stages = STAGES.stream().map(this::stage).toList();

      List<SharingTransformer.Learning<Dataset<Row>>> together =
          stages.get(0).readAll(train, stages);

      for (int i = 0; i < stages.size(); i++) {
        assertThat(state(together.get(i).fit(TestStageContext.of("stage")).fitted()))
            .as(STAGES.get(i) + " of " + size)
            .isEqualTo(state(stages.get(i).fit(train, TestStageContext.of("stage")).fitted()));
      }
      train.unpersist();
    }
  }

  /** Two rows that have all columns, so that none is without figures. */
  private static List<List<@Nullable Object>> withEach(List<List<@Nullable Object>> rows) {
    rows.add(List.of(1.5, 3, 2.0, "kind 1"));
    rows.add(List.of(-2.5, 4, 0.0, "kind 2"));
    return rows;
  }

  private TreeMap<String, String> state(FittedTransformer<Dataset<Row>> fitted) throws IOException {
    Path place = Files.createTempDirectory(directory, "state");
    fitted.save(new StateDirectory(place));
    TreeMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(place.relativize(file).toString(), Files.readString(file));
      }
    }
    assertThat(texts).isNotEmpty();
    return texts;
  }

  @Test
  void aColumnWithoutValuesIsTheMistakeOfItsStageAlone() {
    Dataset<Row> train = frames.frame(SCHEMA, List.of(Arrays.asList(1.0, null, 1.0, "a")));
    List<SharingTransformer<Dataset<Row>>> stages =
        List.of(stage(STAGES.get(2)), stage(STAGES.get(4)));

    var learnings = stages.get(0).readAll(train, stages);

    assertThat(learnings.get(0).fit(TestStageContext.of("stage"))).isNotNull();
    assertThatThrownBy(() -> learnings.get(1).fit(TestStageContext.of("stage")))
        .isInstanceOf(MillraceException.class)
        .hasMessage("The column 'n' has no value in the training rows to scale by.");
  }
}
