package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunReport;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.stream.StreamCall;
import io.millrace.core.stream.StreamListener;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stage that keeps predictions of a growing source up to date: its batches hold two rows each.
 */
final class StreamStageTest {
  private static final Output SCORES = Output.path("scores", Mode.CREATE);
  private static final String ONE = "1,ulm,70";
  private static final String TWO = "2,bonn,";
  private static final String THREE = "3,kiel,90";
  private static final String FOUR = "4,ulm,50";

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  /** Everything up to a registered model, and what arrived so far. */
  private String pipeline(@Nullable String version, String... rows) {
    String source =
        """
        stages:
          - id: arrivals
            use: ingest/rows
            with:
              schema: { id: int, town: string, area: double }
        """
            + (version == null ? "" : "      version: " + version + "\n")
            + "      rows: ["
            + List.of(rows).stream().map(r -> "\"" + r + "\"").collect(Collectors.joining(", "))
            + "]\n";
    return Houses.pipeline().replace("stages:\n", source)
        + """
          - id: scores
            use: deploy/follow
            from: { model: publish, rows: arrivals }
            with: { to: { path: scores }, checkpoint: "%s" }
        """
            .formatted(home.resolve("checkpoint"));
  }

  private List<Object> scored(String column) {
    return memory.outputs.rows(SCORES).column(column);
  }

  @Test
  void eachRunScoresWhatArrivedSinceTheLastOne() {
    RunReport first = memory.run(pipeline("a1", ONE, TWO, THREE));
    int calls = memory.calls.calls().size();
    RunReport again = memory.run(pipeline("a1", ONE, TWO, THREE));
    int idle = memory.calls.calls().size();
    RunReport more = memory.run(pipeline("a2", ONE, TWO, THREE, FOUR));

    assertThat(MemoryPlatform.statuses(first))
        .containsEntry("arrivals", "ran")
        .containsEntry("scores", "ran");
    assertThat(MemoryPlatform.statuses(again))
        .containsEntry("arrivals", "reused")
        .containsEntry("scores", "reused");
    assertThat(again.engineStarted()).isFalse();
    assertThat(idle).isEqualTo(calls);
    assertThat(MemoryPlatform.statuses(more))
        .containsEntry("publish", "reused")
        .containsEntry("scores", "ran");
    assertThat(scored("id")).containsExactly(1, 2, 3, 4);
    assertThat(scored("scored_by_version")).containsOnly(1);
    assertThat(memory.calls.calls()).noneMatch(call -> call.contains("arrivals"));
  }

  @Test
  void newRowsHaveTheVersionThatTheRunRegistered() {
    memory.run(pipeline("a1", ONE, TWO));

    memory.run(other(pipeline("a2", ONE, TWO, THREE)));

    assertThat(scored("scored_by_version")).containsExactly(1, 1, 2);
  }

  @Test
  void anAliasSaysWhichVersionScores() {
    memory.run(pipeline("a1", ONE, TWO));
    memory.run(other(pipeline("a1", ONE, TWO)));
    memory
        .tracking()
        .models()
        .moveAlias(
            AliasChange.move("houses", "champion", 1, "a test", "it was better", Instant.now()));

    memory.run(other(aliased(pipeline("a2", ONE, TWO, THREE))));

    assertThat(scored("scored_by_version")).containsExactly(1, 1, 1);
  }

  @Test
  void aSourceThatKnowsNoVersionIsLookedAtInEachRun() {
    memory.run(pipeline(null, ONE, TWO));
    RunReport again = memory.run(pipeline(null, ONE, TWO));
    memory.run(pipeline(null, ONE, TWO, THREE));

    assertThat(MemoryPlatform.statuses(again)).containsEntry("scores", "ran");
    assertThat(scored("id")).containsExactly(1, 2, 3);
  }

  @Test
  void aFailedRunIsTakenUpWithWhatArrivedInBetween() {
    RunReport failed = memory.run(pipeline("a1", ONE, TWO, "x,kiel,90", FOUR));
    assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
    assertThat(failed.failure().orElseThrow().message())
        .matches(
            "a record of batch 1 can't be scored: .*\\(row 2\\): x,kiel,90\\. Nothing of the batch"
                + " is written; with deadLetter such records are set aside and the stream goes on");
    assertThat(scored("id")).containsExactly(1, 2);

    String mended =
        pipeline("a2", ONE, TWO, "x,kiel,90", FOUR, "5,bonn,60")
            .replace("to: { path: scores }", "to: { path: scores }, deadLetter: { path: refused }");
    RunReport more = memory.run(mended);

    assertThat(more.status()).isEqualTo(RunStatus.DONE);
    assertThat(scored("id")).containsExactly(1, 2, 4, 5);
    assertThat(memory.outputs.rows(Output.path("refused", Mode.CREATE)).column("_bad_record"))
        .containsExactly("x,kiel,90");
  }

  @Test
  void theCallOfStreamGoesOnWithTheCheckpointOfTheStage() {
    memory.run(pipeline("a1", ONE, TWO));
    String source =
        """
        use: ingest/rows
        with:
          schema: { id: int, town: string, area: double }
          rows: ["1,ulm,70", "2,bonn,", "3,kiel,90"]
        """;
    try (Platform<Table> platform = memory.open()) {
      platform.stream(
              new StreamCall(
                  ModelName.parse("houses"),
                  new ScoreCall.Input.Stage(FileRequest.of(source, "source.yaml")),
                  new ScoreCall.Target.Place(SCORES),
                  null,
                  new StreamSettings(
                      home.resolve("checkpoint").toString(), true, Duration.ZERO, null),
                  true))
          .execute(StreamListener.NONE);
    }

    assertThat(scored("id")).containsExactly(1, 2, 3);
  }

  @Test
  void aModelThatAGateRefusesScoresNothing() {
    RunReport refused = memory.run(gated(pipeline("a1", ONE, TWO)));

    assertThat(refused.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(MemoryPlatform.statuses(refused)).containsEntry("scores", "skipped");
    memory.run(pipeline("a1", ONE, TWO));
    assertThat(scored("id")).containsExactly(1, 2);
  }

  @Test
  void theVersionThatHasTheAliasGoesOnWhileGatesRefuseOthers() {
    RunReport none = memory.run(gated(aliased(pipeline("a1", ONE))));
    memory.run(aliased(pipeline("a1", ONE, TWO)));
    String other = other(aliased(pipeline("a2", ONE, TWO, THREE)));
    RunReport refused = memory.run(gated(other));
    RunReport again = memory.run(gated(other));
    RunReport later = memory.run(other(aliased(pipeline("a3", ONE, TWO, THREE, FOUR))));

    assertThat(MemoryPlatform.statuses(none)).containsEntry("scores", "skipped");
    assertThat(refused.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(MemoryPlatform.statuses(refused))
        .containsEntry("publish", "skipped")
        .containsEntry("scores", "ran");
    assertThat(MemoryPlatform.statuses(again)).containsEntry("scores", "reused");
    assertThat(later.status()).isEqualTo(RunStatus.DONE);
    assertThat(scored("id")).containsExactly(1, 2, 3, 4);
    assertThat(scored("scored_by_version")).containsExactly(1, 1, 1, 2);
  }

  private static String gated(String pipeline) {
    return pipeline.replace("    from: model\n", "    from: model\n    gates: [\"rmse <= 0\"]\n");
  }

  private static String aliased(String pipeline) {
    return pipeline.replace("checkpoint\" }", "checkpoint\", alias: champion }");
  }

  private static String other(String pipeline) {
    return pipeline.replace("train: 0.7, test: 0.3", "train: 0.6, test: 0.4");
  }

  @Test
  void mistakesAreToldWithTheirPlacesBeforeAnythingRuns() {
    String good = pipeline("a1", ONE);

    refused(
        good.replace("{ model: publish, rows: arrivals }", "publish"),
        "[MISSING_OPTION] stage 'scores' scores what arrives at a source with a registered version;"
            + " write from: { model: DEPLOYER, rows: INGESTOR }");
    refused(
        good.replace("model: publish, rows", "model: quality, rows"),
        "[WRONG_KIND] stage 'scores' is a deployer, which reads the version that a deployer"
            + " registers, as deploy/registry; 'quality' yields an evaluated model");
    refused(
        good.replace("rows: arrivals", "rows: features"),
        "[WRONG_KIND] stage 'scores' can't follow 'features' (sink/publish); sources of streams are"
            + " tables, directories of files and topics, as ingest/delta and ingest/json");
    refused(
        good.replace("path: scores }", "path: scores, mode: overwrite }"),
        "[INVALID_OPTION] to: a stream does not overwrite what lies at scores");
    refused(
        good.replace("to: { path: scores }", "to: { path: scores }, deadLetter: { path: scores }"),
        "[INVALID_OPTION] deadLetter: scores is where the scored rows go; name another place");
    refused(
        good.replace("path: scores }", "path: scores, mode: merge, keys: [idd] }"),
        "[UNKNOWN_COLUMN] there is no column 'idd' in what 'arrivals' yields; did you mean 'id'?");
    refused(
        good.replace(
            "schema: { id: int, town: string, area: double }", "schema: { id: int, area: double }"),
        "[SCHEMA_MISMATCH] stage 'scores' follows 'arrivals', which lacks the column 'town' (string)"
            + " that the model reads; it has id, area");
  }

  private void refused(String yaml, String message) {
    assertThatThrownBy(() -> memory.run(yaml))
        .message()
        .matches("(?s)pipeline.yaml:\\d+:\\d+: .*")
        .endsWith(message);
  }
}
