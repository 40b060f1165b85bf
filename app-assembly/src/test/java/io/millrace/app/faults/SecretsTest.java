package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret is in no output, log, database or file of a run. */
final class SecretsTest {
  @TempDir private Path directory;

  @Test
  void aRunThatSucceedsShowsNone() throws Exception {
    assertThat(Undisturbed.run().site().filesWithTheSecret()).isEmpty();
    assertThat(Files.readString(Undisturbed.run().site().file("pipeline.yaml")))
        .contains("${secret:TOKEN}");
  }

  @Test
  void aRunThatFailsOverItShowsNone() throws Exception {
    Site site = Site.in(directory);
    Files.writeString(
        site.file("fails.yaml"),
        """
        pipeline: fails
        stages:
          - { id: raw, use: ingest/csv, with: { path: rows.csv } }
          - id: told
            use: transform/sql
            from: raw
            with:
              query: "SELECT *, CAST(raise_error(concat('the token is ${secret:TOKEN}', id)) AS STRING) AS never FROM input"
          - { id: features, use: sink/publish-features, from: told, with: { table: t, keys: [id] } }
        """);

    CliProcess.Ended ended = site.call("run", "fails.yaml", "--master", "local[2]");

    assertThat(ended.exitCode()).as(ended.toString()).isNotZero();
    JsonNode problem = RunDocument.of(ended).at("/problems/0");
    assertThat(problem.get("message").textValue()).contains("the token is ***");
    assertThat(site.look("runs", "show", "last").out()).contains("the token is ***");
    assertThat(site.filesWithTheSecret()).isEmpty();
  }
}
