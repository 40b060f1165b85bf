package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a run whose {@code deploy/stream} writes, while more arrives. */
final class KilledStreamStageTest {
  private static final String STAGES =
      """
        - id: arrivals
          use: ingest/json
          with:
            path: incoming
            schema: { id: string, tenure: int, charges: double, total: double, contract: string }
        - id: predictions
          use: deploy/stream
          from: { model: publish, rows: arrivals }
          with: { to: { path: scores } }
      """;

  @TempDir private Path directory;

  @Test
  @Tag("full")
  void aResumedRunScoresOnceWhatTheKilledOneBeganAndWhatArrivedSince() throws Exception {
    Site site = Site.in(directory);
    Path pipeline = site.file("pipeline.yaml");
    Files.writeString(
        pipeline,
        Files.readString(pipeline).replaceFirst("(?s)    tune:.*?(?=  - id: quality)", "")
            + STAGES);
    arrive(site, "first");
    assertThat(statuses(site.call("run", "pipeline.yaml"))).containsEntry("predictions", "ran");
    arrive(site, "second");
    new DeltaTable(site.file("scores"))
        .killBeforeItsCommit(() -> site.start("", 0, List.of(), "run", "pipeline.yaml"));
    arrive(site, "third");

    CliProcess.Ended resumed = site.call("run", "--resume", site.newestRun());

    assertThat(statuses(resumed))
        .containsEntry("publish", "reused")
        .containsEntry("predictions", "ran");
    List<Row> scores = scores(site);
    assertThat(scores)
        .extracting(row -> row.getString(0), row -> row.getInt(1))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("first", "second", "third")
                .flatMap(name -> IntStream.range(0, 20).mapToObj(i -> name + "-" + i))
                .map(id -> tuple(id, 1))
                .toList());
    assertThat(scores.stream().map(row -> row.getString(2)).distinct()).hasSize(3);
  }

  private static void arrive(Site site, String name) throws IOException {
    Path incoming = Files.createDirectories(site.file("incoming"));
    List<String> lines =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    "{\"id\": \"%s-%d\", \"tenure\": %d, \"charges\": 20.5, \"total\": 70.0, \"contract\": \"year\"}"
                        .formatted(name, i, i))
            .toList();
    Files.write(incoming.resolve(name + ".json"), lines);
  }

  private static Map<String, String> statuses(CliProcess.Ended ended) throws Exception {
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    JsonNode run = RunDocument.of(ended);
    return RunDocument.statuses(run);
  }

  private static List<Row> scores(Site site) throws IOException {
    try (SparkSession session = DeltaTable.session()) {
      return new DeltaTable(site.file("scores"))
          .rows(session)
          .select("id", "scored_by_version", "scored_by_job")
          .collectAsList();
    }
  }
}
