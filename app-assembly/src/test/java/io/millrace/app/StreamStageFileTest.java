package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of {@code deploy/stream} before anything runs. */
final class StreamStageFileTest {
  private static final String FILE =
      """
      pipeline: leavers
      seed: 7
      stages:
        - id: raw
          use: ingest/csv
          with: { path: DIR/rows.csv, schema: { tenure: int, charges: double } }
        - id: parts
          use: split/random
          from: raw
          with: { train: 0.7, test: 0.3, keys: [id] }
        - id: vector
          use: transform/assemble
          from: parts
          with: { columns: [tenure, charges] }
        - id: model
          use: train/logistic-regression
          from: vector
          with: { label: left }
        - id: publish
          use: deploy/registry
          from: model
          with: { model: leavers }
        - id: arrivals
          use: ingest/csv
          with: { path: DIR/rows.csv, schema: { tenure: int, charges: double } }
        - id: drifting
          use: ingest/json
          with: { path: DIR/incoming, schema: { id: string }, onDrift: add }
        - id: cast
          use: transform/cast
          from: arrivals
          with: { columns: { tenure: double } }
        - id: files
          use: deploy/stream
          from: { model: publish, rows: arrivals }
          with: { to: { path: scores.parquet } }
        - id: keyless
          use: deploy/stream
          from: { model: publish, rows: arrivals }
          with: { to: { path: scores, mode: merge, keys: [idd] }, watermark: { column: at, delay: 10m } }
        - id: database
          use: deploy/stream
          from: { model: publish, rows: arrivals }
          with: { to: { url: "jdbc:postgresql://db/shop", table: scores } }
        - id: late
          use: deploy/stream
          from: { model: publish, rows: arrivals }
          with: { to: { path: scores }, watermark: { column: id, delay: 10 minutes } }
        - id: named
          use: deploy/stream
          from: { model: publish, rows: arrivals }
          with: { to: { path: scores }, alias: Champion }
        - id: unread
          use: deploy/stream
          from: { model: publish, rows: cast }
          with: { to: { path: scores } }
        - id: drifted
          use: deploy/stream
          from: { model: publish, rows: drifting }
          with: { to: { path: scores } }
        - id: unregistered
          use: deploy/stream
          from: { model: model, rows: arrivals }
          with: { to: { path: scores }, deadLetter: { path: scores } }
        - id: bare
          use: deploy/stream
          from: publish
          with: { to: { path: scores, mode: merge } }
      """;

  @TempDir private Path directory;

  @Test
  void allMistakesAreToldWithTheirPlaces() throws IOException {
    Files.writeString(directory.resolve("rows.csv"), "id,tenure,charges,left\nc1,3,20.5,Yes\n");
    Files.createDirectory(directory.resolve("incoming"));
    Files.writeString(directory.resolve("incoming/1.json"), "{\"id\": \"c2\"}\n");
    Files.writeString(directory.resolve("p.yaml"), FILE.replace("DIR", directory.toString()));

    Call call = Call.in(directory, "validate", "p.yaml");

    assertThat(call.exitCode()).isEqualTo(2);
    assertThat(call.out() + call.err())
        .isEqualToNormalizingNewlines(
            """
            p.yaml:36:17: [INVALID_OPTION] to: scores.parquet takes no streams, as parquet files are written as a whole; a Delta table does, as a name without an ending
            p.yaml:40:53: [UNKNOWN_COLUMN] there is no column 'idd' in what 'arrivals' yields; did you mean 'id'?
            p.yaml:40:74: [UNKNOWN_COLUMN] there is no column 'at' in what 'arrivals' yields
            p.yaml:44:5: [INVALID_OPTION] checkpoint: name the directory that remembers how far the stream is; only for a path does it follow from to (stage 'database')
            p.yaml:48:5: [INVALID_OPTION] watermark.delay: write a time as 30s, 10m or 2h, not '10 minutes' (stage 'late')
            p.yaml:52:5: [INVALID_OPTION] 'Champion' can't be an alias; use a small letter, then small letters, digits, '_' and '-' (stage 'named')
            p.yaml:55:35: [WRONG_KIND] stage 'unread' can't follow 'cast' (transform/cast); sources of streams are tables, directories of files and topics, as ingest/delta and ingest/json
            p.yaml:59:35: [INVALID_OPTION] stage 'drifted' can't follow 'drifting': onDrift: a stream can't look at files before they come; take rescue, or name all fields in schema
            p.yaml:63:20: [WRONG_KIND] stage 'unregistered' is a deployer, which reads the version that a deployer registers, as deploy/registry; 'model' yields a model
            p.yaml:64:47: [INVALID_OPTION] deadLetter: scores is where the scored rows go; name another place
            p.yaml:68:5: [INVALID_OPTION] to.keys: merge needs the columns that identify a row (stage 'bare')
            """);
  }
}
