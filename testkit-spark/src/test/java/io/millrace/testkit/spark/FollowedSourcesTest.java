package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.spark.SparkEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of sources that are followed, call by call of {@code available-now}. */
@ExtendWith(SparkExtension.class)
@Tag("full")
final class FollowedSourcesTest {
  private static final Schema PEOPLE =
      Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("name", Simple.STRING));

  private final SparkTestFrames frames;
  private final StageHarness harness;
  private SparkEngine engine;
  @TempDir private Path directory;

  FollowedSourcesTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  @BeforeEach
  void open() {
    engine = SparkEngine.on(frames.session());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Path source() {
    return directory.resolve("source");
  }

  private void add(String format, @Nullable Object... idsAndNames) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < idsAndNames.length; i += 2) {
      rows.add(row(idsAndNames[i], idsAndNames[i + 1]));
    }
    frames
        .frame(PEOPLE, rows)
        .coalesce(1)
        .write()
        .format(format)
        .mode(SaveMode.Append)
        .save(source().toString());
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(source()).resolve(name), text);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  /** What arrived since the last call. */
  private List<List<@Nullable Object>> arrived(String use, String options) throws Exception {
    HarnessedStage stage =
        harness.stage("{use: ingest/%s, with: {path: '%s'%s}}".formatted(use, source(), options));
    StreamSettings settings =
        new StreamSettings(directory.resolve("checkpoint").toString(), true, Duration.ZERO, null);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    engine.inStage(
        "stream",
        () -> {
          try {
            Dataset<Row> frame =
                ((StreamingIngestor<Dataset<Row>>) stage.ingestor())
                    .follow(PEOPLE, stage.context());
            engine
                .follow(frame, settings, "stream", batch -> rows.addAll(frames.rows(batch.rows())))
                .await();
          } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
            throw engine.explain(e);
          }
          return true;
        });
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "orc"})
  void eachFileIsReadOnceWithItsOwnColumns(String format) throws Exception {
    add(format, 1L, "anna", 2L, null);
    assertThat(arrived(format, "")).containsExactlyInAnyOrder(row(1L, "anna"), row(2L, null));

    add(format, 3L, "bert");

    assertThat(arrived(format, "")).containsExactly(row(3L, "bert"));
    assertThat(arrived(format, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", multiLine: true"})
  void aFileOfTextWithAnotherHeaderIsOneBadRecordAndTheOthersAreRead(String more) throws Exception {
    file("a.csv", "id,name\n1,anna\nx,bert\n");
    file("b.csv", "name,id\n7,7\n8,8\n");
    file("c.csv", "ID,Name\n3,cleo\n");
    file("d.csv", "id,name,age\n4,dora,44\n");
    String should = "the file's header should name the columns id, name: none of its rows is read";

    List<List<@Nullable Object>> rows = arrived("csv", ", schema: {id: long, name: string}" + more);

    assertThat(rows.stream().map(r -> r.subList(0, 4)))
        .containsExactlyInAnyOrder(
            row(1L, "anna", null, null),
            row(null, "bert", "column 'id' holds 'x', which is no long", "x,bert"),
            row(null, null, should, "name,id"),
            row(3L, "cleo", null, null),
            row(null, null, should, "id,name,age"));
    assertThat(rows.stream().map(r -> r.get(4)).filter(s -> s != null).map(Object::toString))
        .anyMatch(source -> source.endsWith("/b.csv"))
        .anyMatch(source -> source.endsWith("/d.csv"));
  }

  @Test
  void aFileWithAnotherHeaderEndsTheStreamWhereBadRecordsAreNotKept() throws Exception {
    file("a.csv", "id,name\n1,anna\n");
    file("b.csv", "name,id\n7,7\n");

    assertThatThrownBy(() -> arrived("csv", ", badRows: drop"))
        .hasMessage(
            "The header of '%s' is name,id, and the stream reads the columns id, name; move the file away, or mend its header, and start the stream again."
                .formatted(source().resolve("b.csv")));
  }

  @Test
  void commitsThatChangeRowsOfATableArePassedOverIfSaidSo() throws Exception {
    add("delta", 1L, "anna", 2L, "bert");
    String passing = ", stream: {skipChanges: true}";
    assertThat(arrived("delta", passing))
        .containsExactlyInAnyOrder(row(1L, "anna"), row(2L, "bert"));
    frames.session().sql("DELETE FROM delta.`" + source() + "` WHERE id = 1");
    add("delta", 3L, "cleo");

    assertThatThrownBy(() -> arrived("delta", ""))
        .hasMessage(
            "A commit deleted or changed rows of the Delta table that is followed; set stream: {"
                + " skipChanges: true } to pass such commits over, or follow it anew from a later"
                + " version with another checkpoint.");
    assertThat(arrived("delta", passing)).containsExactly(row(3L, "cleo"));
  }
}
