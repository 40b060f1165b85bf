package io.millrace.storage.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Ingestor;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ingest/delta} with {@code changes}. */
@ExtendWith(SparkExtension.class)
final class DeltaChangesTest {
  @TempDir Path directory;
  private final SparkTestFrames frames;

  DeltaChangesTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private String table() {
    return "delta.`" + directory.resolve("t") + "`";
  }

  /** Version 0 keeps no changes, 1 says that they are kept from now on, 2 to 4 are changes. */
  @BeforeEach
  void write() {
    frames
        .session()
        .sql("SELECT 1L AS id, 'x' AS n")
        .write()
        .format("delta")
        .save(directory.resolve("t").toString());
    sql("ALTER TABLE " + table() + " SET TBLPROPERTIES (delta.enableChangeDataFeed = true)");
    sql("INSERT INTO " + table() + " VALUES (2L, 'y')");
    sql("UPDATE " + table() + " SET n = 'z' WHERE id = 1");
    sql("DELETE FROM " + table() + " WHERE id = 2");
  }

  private void sql(String text) {
    frames.session().sql(text).collect();
  }

  @SuppressWarnings("unchecked") // The stage works on Spark's frames.
  private Ingestor<Dataset<Row>> changes(long from, @Nullable Long to) {
    return (Ingestor<Dataset<Row>>)
        new IngestDelta()
            .create(
                new IngestDelta.Options(
                    directory.resolve("t").toString(),
                    null,
                    null,
                    new IngestDelta.Changes(from, to),
                    IngestDelta.Following.ALL));
  }

  private List<List<Object>> rows(Ingestor<Dataset<Row>> stage, Optional<String> version) {
    return frames.rows(stage.read(version, TestStageContext.of("raw")).drop("_commit_timestamp"));
  }

  @Test
  @Tag("full")
  void whatCommitsChangedIsReadUpToThePlannedVersion() {
    Ingestor<Dataset<Row>> all = changes(2, null);
    Optional<String> planned = all.version(TestPlanContext.bare());
    sql("INSERT INTO " + table() + " VALUES (3L, 'late')");
    assertThat(all.canRead(planned.orElseThrow(), TestPlanContext.bare())).isTrue();

    assertThat(all.schema(TestPlanContext.bare()).toString())
        .isEqualTo(
            "(id long, n string, _change_type string, _commit_version long, _commit_timestamp"
                + " timestamp)");
    assertThat(frames.schema(all.read(planned, TestStageContext.of("raw"))))
        .isEqualTo(all.schema(TestPlanContext.bare()));
    assertThat(rows(all, planned))
        .containsExactlyInAnyOrder(
            List.of(2L, "y", "insert", 2L),
            List.of(1L, "x", "update_preimage", 3L),
            List.of(1L, "z", "update_postimage", 3L),
            List.of(2L, "y", "delete", 4L));
    assertThat(rows(changes(2, 2L), Optional.empty()))
        .containsExactly(List.of(2L, "y", "insert", 2L));
  }

  @Test
  @Tag("full")
  void changesThatAreNotKeptAreTold() {
    Path path = directory.resolve("t");

    assertThatThrownBy(() -> changes(0, null).schema(TestPlanContext.bare()))
        .hasMessage(
            "The Delta table at "
                + path
                + " keeps no changes at version 0; set its property delta.enableChangeDataFeed to"
                + " true: changes are kept from then on.");
    assertThatThrownBy(() -> changes(9, null).schema(TestPlanContext.bare()))
        .hasMessage(
            "The Delta table at " + path + " has no version 9 yet; the newest that is read is 4.");
    assertThatThrownBy(() -> changes(3, 2L)).hasMessage("changes: from (3) lies behind to (2)");
  }
}
