package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a stream, again and again, while its alias moves and poison comes by. */
final class KilledStreamTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FILES = 20;
  private static final int ROWS = 25;
  private static final String SOURCE =
      "{use: ingest/json, with: {path: incoming, stream: {maxFiles: 1}, schema: {id: string,"
          + " tenure: int, charges: double, total: double, contract: string}}}";

  @TempDir private Path directory;

  @Test
  @Tag("full")
  void eachRowLiesThereOnceByOneVersionABatchHoweverOftenTheProcessIsKilled() throws Exception {
    Site site = Site.in(directory);
    String[] strict = {"run", "pipeline.yaml", "--set", "indexed.with.handleInvalid=error"};
    assertThat(site.call(strict).exitCode()).isZero();
    String[] other = Arrays.copyOf(strict, strict.length + 2);
    other[strict.length] = "--set";
    other[strict.length + 1] = "imputed.with.strategy=mean";
    assertThat(site.call(other).exitCode()).isZero();
    site.champion(1);
    incoming(site);

    killedBehind(site, 1);
    scores(site).killBeforeItsCommit(() -> site.start("", 0, List.of(), words("1s")));
    site.champion(2);
    killedBehind(site, scores(site).commits() + 1);
    stopped(site);
    movedUnderALiveProcess(site);
    site.champion(2);
    JsonNode last = JSON.readTree(done(site.start("", 0, List.of(), words("available-now"))).out());

    assertThat(last.get("interrupted").booleanValue()).isFalse();
    assertThat(last.get("version").intValue()).isEqualTo(2);
    everyRowOnce(site);
  }

  private static String[] words(String trigger) {
    return new String[] {
      "stream",
      "leavers@champion",
      "--from",
      SOURCE,
      "--to",
      "scores",
      "--dead-letter",
      "refused",
      "--checkpoint",
      "checkpoint",
      "--trigger",
      trigger
    };
  }

  /**
   * A file a batch; the last record of each third one is no record, one more none for the model.
   */
  private static void incoming(Site site) throws IOException {
    Path directory = Files.createDirectories(site.file("incoming"));
    for (int file = 0; file < FILES; file++) {
      List<String> lines = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        lines.add(
            "{\"id\": \"f%d-%d\", \"tenure\": %d, \"charges\": 20.5, \"total\": 70.0, \"contract\": \"year\"}"
                .formatted(file, row, row));
      }
      if (file == 1) {
        lines.add(
            "{\"id\": \"f1-refused\", \"tenure\": 1, \"charges\": 20.5, \"total\": 70.0, \"contract\": \"decade\"}");
      }
      if (file % 3 == 0) {
        lines.add("{\"id\": \"f%d-poison\", \"tenure\": \"old\"}".formatted(file));
      }
      Files.write(directory.resolve("%02d.json".formatted(file)), lines);
    }
  }

  private static void killedBehind(Site site, long commits) throws Exception {
    CliProcess process = site.start("", 0, List.of(), words("1s"));
    assertThat(process.await(() -> scores(site).commits() >= commits)).isTrue();
    process.kill();
  }

  private static void stopped(Site site) throws Exception {
    long before = scores(site).commits();
    CliProcess process = site.start("", 0, List.of(), words("1s"));
    assertThat(process.await(() -> scores(site).commits() > before)).isTrue();
    process.signal("TERM");
    CliProcess.Ended ended = process.end();
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(130);
    assertThat(JSON.readTree(ended.out()).get("interrupted").booleanValue()).isTrue();
  }

  /** The next batch has the other version; Ctrl-C ends the process behind a batch. */
  private static void movedUnderALiveProcess(Site site) throws Exception {
    long before = scores(site).commits();
    CliProcess process = site.start("", 0, List.of(), words("1s"));
    assertThat(process.await(() -> scores(site).commits() > before)).isTrue();
    site.champion(1);
    process.awaitMessage("until now version 2");
    process.signal("INT");
    CliProcess.Ended ended = process.end();
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(130);
    assertThat(ended.err())
        .containsPattern("version 1 from batch \\d+ on, until now version 2")
        .doesNotContain("Exception");
    assertThat(JSON.readTree(ended.out()).get("version").intValue()).isEqualTo(1);
  }

  private static CliProcess.Ended done(CliProcess process) throws Exception {
    CliProcess.Ended ended = process.end();
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    return ended;
  }

  private static DeltaTable scores(Site site) {
    return new DeltaTable(site.file("scores"));
  }

  private static void everyRowOnce(Site site) throws IOException {
    try (SparkSession session = DeltaTable.session()) {
      Dataset<Row> rows = scores(site).rows(session);
      assertThat(rows.count()).isEqualTo((long) FILES * ROWS);
      assertThat(rows.select("id").distinct().count()).isEqualTo((long) FILES * ROWS);
      List<Row> batches =
          rows.groupBy("scored_by_job")
              .agg(
                  org.apache.spark.sql.functions.min("scored_by_version"),
                  org.apache.spark.sql.functions.max("scored_by_version"))
              .selectExpr(
                  "CAST(substring_index(scored_by_job, '/', -1) AS INT) AS batch",
                  "`min(scored_by_version)`",
                  "`max(scored_by_version)`")
              .collectAsList();
      assertThat(batches).allSatisfy(b -> assertThat(b.getInt(1)).isEqualTo(b.getInt(2)));
      List<Integer> versions =
          batches.stream()
              .sorted((a, b) -> Integer.compare(a.getInt(0), b.getInt(0)))
              .map(b -> b.getInt(1))
              .toList();
      assertThat(versions).hasSize(FILES);
      assertThat(changes(versions)).containsExactly(1, 2, 1, 2);
      Dataset<Row> refused = new DeltaTable(site.file("refused")).rows(session);
      assertThat(refused.select("_bad_record").distinct().count()).isEqualTo(8);
      assertThat(refused.count()).isEqualTo(8);
      assertThat(
              refused.filter("_bad_record LIKE '%decade%'").select("_bad_reason").collectAsList())
          .singleElement()
          .satisfies(row -> assertThat(row.getString(0)).contains("decade"));
    }
  }

  /** Each version that differs from the one before. */
  private static List<Integer> changes(List<Integer> versions) {
    List<Integer> changes = new ArrayList<>();
    for (Integer version : versions) {
      if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(version)) {
        changes.add(version);
      }
    }
    return changes;
  }
}
