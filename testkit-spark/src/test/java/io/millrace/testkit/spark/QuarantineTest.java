package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Sink;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.record.BadRows;
import io.millrace.stages.sink.QuarantineFactory;
import io.millrace.stages.sink.QuarantineFactory.Format;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
final class QuarantineTest {
  @TempDir Path directory;

  private final SparkTestFrames frames;

  QuarantineTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private CsvFiles source() throws IOException {
    Path file = directory.resolve("raw.csv");
    Files.writeString(file, "id,n\n1,x\n2\ntwo,y\n3,z\n");
    return CsvFiles.at(file).types(Map.of("id", Simple.INT)).bad(BadRows.QUARANTINE);
  }

  private Path target() {
    return directory.resolve("set aside");
  }

  private Sink<Dataset<Row>> sink(Format format) {
    return SparkStages.sink(
        new QuarantineFactory().create(new QuarantineFactory.Options(target().toString(), format)));
  }

  private static TestStageContext<Dataset<Row>> context(String run) {
    return TestStageContext.<Dataset<Row>>builder("bad")
        .effect(new EffectKey(run, "bad", "f"))
        .build();
  }

  @Test
  void badRowsAreWrittenAndGoodOnesGoOn() throws IOException {
    for (Format format : Format.values()) {
      Sink<Dataset<Row>> sink = sink(format);
      Map<String, Dataset<Row>> inputs = Map.of("input", source().read());
      TestStageContext<Dataset<Row>> context = context("run-" + format);

      Receipt receipt = sink.write(inputs, context);

      assertThat(receipt.facts()).isEqualTo(Map.of("path", target().toString(), "rows", "2"));
      assertThat(context.warnings())
          .containsExactly("Bad rows were set aside in " + target() + ": 2.");
      assertThat(frames.rows(sink.reopen(receipt, inputs, context)))
          .containsExactly(List.of(1, "x"), List.of(3, "z"));
      Dataset<Row> written =
          frames
              .session()
              .read()
              .format(format.name().toLowerCase(java.util.Locale.ROOT))
              .load(target().toString())
              .select("reason", "record", "source");
      String file = "file:" + directory.resolve("raw.csv");
      assertThat(frames.rows(written))
          .containsExactlyInAnyOrder(
              List.of("it has 1 field instead of 2", "2", file),
              List.of("column 'id' holds 'two', which is no int", "two,y", file));
    }
  }

  @Test
  void aRepeatOfTheSameEffectWritesNothing() throws IOException {
    Sink<Dataset<Row>> sink = sink(Format.JSON);
    Map<String, Dataset<Row>> inputs = Map.of("input", source().read());
    Receipt first = sink.write(inputs, context("run-1"));
    List<Path> before = files();

    Receipt second = sink.write(inputs, context("run-1"));

    assertThat(second).isEqualTo(first);
    assertThat(files()).isEqualTo(before);
    assertThat(sink.canReopen(first, TestPlanContext.bare())).isTrue();
    sink.write(inputs, context("run-2"));
    assertThat(files()).isNotEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(target())) {
      return files.sorted().toList();
    }
  }

  @Test
  void aReceiptWhoseRowsAreGoneCanNotBeReopened() {
    assertThat(
            sink(Format.JSON).canReopen(new Receipt(Map.of("rows", "2")), TestPlanContext.bare()))
        .isFalse();
  }

  @Test
  void nothingIsWrittenForASample() throws IOException {
    Dataset<Row> good =
        sink(Format.JSON).withoutWriting(Map.of("input", source().read()), context("run-1"));

    assertThat(good.count()).isEqualTo(2);
    assertThat(target()).doesNotExist();
  }

  @Test
  void anInputWithoutMarksIsAMistake() {
    ReportedProblems problems = new ReportedProblems();

    Schema schema =
        sink(Format.JSON)
            .schema(Map.of("input", Schema.of(Column.nullable("id", Simple.INT))), problems);

    assertThat(schema.names()).containsExactly("id");
    assertThat(problems.texts())
        .containsExactly(
            ": [UNKNOWN_COLUMN] the input marks no bad rows; set badRows: quarantine on the"
                + " ingestor just before");
  }
}
