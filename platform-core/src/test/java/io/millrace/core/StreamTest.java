package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.file.FileRequest;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall.Input;
import io.millrace.core.score.ScoreCall.Target;
import io.millrace.core.stream.BatchReport;
import io.millrace.core.stream.StreamCall;
import io.millrace.core.stream.StreamListener;
import io.millrace.core.stream.StreamReport;
import io.millrace.core.stream.Streaming;
import io.millrace.testkit.memory.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scoring a stream: its batches hold two rows each. */
final class StreamTest {
  private static final String SIX =
      """
      use: ingest/rows
      with:
        schema: { id: int, town: string, area: double }
        rows: ["1,ulm,70", "2,bonn,", "3,kiel,90", "4,ulm,50", "5,bonn,60", "6,kiel,"]
      """;

  private static final Output OUT = Output.path("out", Mode.CREATE);
  private static final Output LETTERS = Output.path("letters", Mode.APPEND);

  @TempDir Path home;
  private MemoryPlatform memory;
  private final Events events = new Events();

  @BeforeEach
  void registerTwoVersions() {
    memory = new MemoryPlatform(home);
    memory.run(Houses.pipeline());
    memory.run(Houses.with("train: 0.7, test: 0.3", "train: 0.6, test: 0.4"));
    champion(1);
  }

  /** What a stream tells, and what happens then. */
  private static final class Events implements StreamListener {
    private final List<BatchReport> batches = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Consumer<BatchReport> then = report -> {};
    private int started;

    @Override
    public void started(String from, String to, String delivery) {
      started++;
    }

    @Override
    public void batch(BatchReport report) {
      batches.add(report);
      then.accept(report);
    }

    @Override
    public void note(String message) {
      notes.add(message);
    }

    private List<Integer> versions() {
      return batches.stream().map(BatchReport::version).toList();
    }
  }

  private void champion(int version) {
    memory
        .tracking()
        .models()
        .moveAlias(
            AliasChange.move("houses", "champion", version, "a test", "because", Instant.now()));
  }

  private StreamCall call(String source, Output to, @Nullable Output letters) {
    return call(source, to, letters, null);
  }

  private StreamCall call(
      String source, Output to, @Nullable Output letters, StreamSettings.@Nullable Watermark late) {
    return new StreamCall(
        ModelName.parse("houses@champion"),
        new Input.Stage(FileRequest.of(source, "source.yaml")),
        new Target.Place(to),
        letters == null ? null : new Target.Place(letters),
        new StreamSettings(home.resolve("checkpoint").toString(), true, Duration.ZERO, late),
        true);
  }

  /** The same with a checkpoint of its own. */
  private StreamCall other(String source, Output to, @Nullable Output letters) {
    StreamCall call = call(source, to, letters);
    return new StreamCall(
        call.model(),
        call.input(),
        call.output(),
        call.deadLettersOrNull(),
        new StreamSettings(home.resolve("other").toString(), true, Duration.ZERO, null),
        true);
  }

  private StreamReport stream(StreamCall call) {
    try (Platform<Table> platform = memory.open()) {
      return platform.stream(call).execute(events);
    }
  }

  private List<List<Object>> idsAndVersions() {
    Table rows = memory.outputs.rows(OUT).select(List.of("id", "scored_by_version"));
    return List.copyOf(rows.rows());
  }

  @Test
  void theAliasMovesMidStreamAndTheNextBatchHasTheNewVersion() {
    events.then =
        report -> {
          if (report.batch() == 0) {
            champion(2);
          }
        };

    StreamReport report = stream(call(SIX, OUT, null));

    assertThat(idsAndVersions())
        .containsExactly(
            List.of(1, 1),
            List.of(2, 1),
            List.of(3, 2),
            List.of(4, 2),
            List.of(5, 2),
            List.of(6, 2));
    assertThat(memory.outputs.rows(OUT).column("scored_by_job"))
        .first()
        .isEqualTo(report.stream() + "/0");
    assertThat(report.rows()).isEqualTo(6);
    assertThat(report.batches()).isEqualTo(3);
    assertThat(report.interrupted()).isFalse();
  }

  @Test
  void aBatchThatIsRepeatedHasTheVersionThatItBeganWithAndLiesThereOnce() {
    events.then =
        report -> {
          if (report.batch() == 1) {
            champion(2);
            throw new IllegalStateException("the process ends here");
          }
        };
    assertThatThrownBy(() -> stream(call(SIX, OUT, null)))
        .hasMessageContaining("the process ends here");
    events.then = report -> {};
    events.batches.clear();

    stream(call(SIX, OUT, null));

    assertThat(events.versions()).containsExactly(1, 2);
    assertThat(idsAndVersions())
        .containsExactly(
            List.of(1, 1),
            List.of(2, 1),
            List.of(3, 1),
            List.of(4, 1),
            List.of(5, 2),
            List.of(6, 2));
  }

  @Test
  void aVersionWhosePackageIsDamagedNeverComesToWork() throws Exception {
    ModelVersion second = memory.tracking().models().version("houses", 2).orElseThrow();
    Files.writeString(
        memory.tracking().models().open(second).resolve("model.json"), "{\"name\": \"other\"}");
    events.then = report -> champion(2);

    stream(call(SIX, OUT, null));

    assertThat(events.versions()).containsExactly(1, 1, 1);
    assertThat(events.notes)
        .singleElement()
        .asString()
        .startsWith("version 2 can't come to work, so version 1 goes on: ");
  }

  @Test
  void aRegistryThatIsGoneLeavesTheVersionAtWorkUntilItIsBack() {
    DoubtfulTracking registry = new DoubtfulTracking(memory.tracking(), ModelRegistry.class);
    events.then =
        report -> {
          champion(2);
          registry.away(report.batch() < 2);
        };
    String eight = SIX.replace("\"6,kiel,\"", "\"6,kiel,\", \"7,ulm,1\", \"8,ulm,2\"");

    try (Platform<Table> platform = memory.open(registry)) {
      platform.stream(call(eight, OUT, null)).execute(events);
    }

    assertThat(events.versions()).containsExactly(1, 1, 1, 2);
    assertThat(events.notes)
        .containsExactly(
            "the registry does not tell the version now, so version 1 goes on: the tracking"
                + " database does not answer");
    assertThat(memory.outputs.rows(OUT).column("id")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void recordsThatCannotBeReadAreSetAsideAndTheStreamGoesOn() {
    String poisoned = SIX.replace("\"3,kiel,90\"", "\"x,kiel,90\"");

    assertThatThrownBy(() -> stream(call(poisoned, OUT, null)))
        .hasMessageMatching(
            "a record of batch 1 can't be scored: .*\\(row 2\\): x,kiel,90\\. Nothing of the batch"
                + " is written; with --dead-letter such records are set aside and the stream goes"
                + " on");
    assertThat(memory.outputs.rows(OUT).column("id")).containsExactly(1, 2);

    StreamReport report = stream(call(poisoned, OUT, LETTERS));

    assertThat(memory.outputs.rows(OUT).column("id")).containsExactly(1, 2, 4, 5, 6);
    Table letters = memory.outputs.rows(LETTERS);
    assertThat(letters.schema().names())
        .containsExactly(
            "_bad_reason",
            "_bad_record",
            "_bad_source",
            "model",
            "version",
            "stream",
            "batch",
            "refused_at");
    assertThat(letters.rows().get(0).subList(1, 7))
        .containsExactly("x,kiel,90", "row 2", "houses", 1, report.stream(), 1L);
    assertThat(report.deadLetters()).isEqualTo(1);
  }

  @Test
  void rowsBehindTheWatermarkAreLateAndTheLatestOfAKeyStays() {
    String timed =
        """
        use: ingest/rows
        with:
          schema: { id: int, town: string, area: double, at: timestamp }
          rows:
            - "1,ulm,70,2026-01-01T10:00:00Z"
            - "1,bonn,80,2026-01-01T10:05:00Z"
            - "2,kiel,90,2026-01-01T09:00:00Z"
            - "3,ulm,50,2026-01-01T10:00:00Z"
        """;
    Output merged = OUT.mergedOn(List.of("id"));

    stream(
        call(timed, merged, LETTERS, new StreamSettings.Watermark("at", Duration.ofMinutes(10))));

    assertThat(memory.outputs.rows(OUT).select(List.of("id", "town")).rows())
        .containsExactly(List.of(1, "bonn"), List.of(3, "ulm"));
    assertThat(memory.outputs.rows(LETTERS).rows())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.subList(0, 2))
                    .containsExactly(
                        "at lies before the watermark 2026-01-01T09:55:00Z",
                        "2,kiel,90,2026-01-01T09:00:00Z"));
  }

  @Test
  void keysThatStandTwiceInABatchAreNotGuessedAt() {
    String twice = SIX.replace("\"2,bonn,\"", "\"1,bonn,\"");

    stream(call(twice, OUT.mergedOn(List.of("id")), LETTERS));

    assertThat(memory.outputs.rows(OUT).column("id")).containsExactly(3, 4, 5, 6);
    assertThat(memory.outputs.rows(LETTERS).column("_bad_record"))
        .containsExactly("1,ulm,70", "1,bonn,");
  }

  @Test
  void aCheckpointBelongsToOneModelSourceAndOutput() {
    stream(call(SIX, OUT, null));
    Path checkpoint = home.resolve("checkpoint");

    assertThatThrownBy(() -> stream(call(SIX, Output.path("/else", Mode.CREATE), null)))
        .hasMessage(
            "the checkpoint %s belongs to the output 'delta %s', not to 'delta /else'; name another directory for this stream"
                .formatted(checkpoint, Path.of("out").toAbsolutePath()));
    assertThatThrownBy(() -> stream(call(SIX.replace("area: double", "space: double"), OUT, null)))
        .hasMessage(
            "the checkpoint %s belongs to the source 'rows id, town, area', not to 'rows id, town, space'; name another directory for this stream"
                .formatted(checkpoint));
  }

  @Test
  void aStreamThatIsStoppedEndsBehindItsBatchAndGoesOnLater() {
    StreamReport first;
    try (Platform<Table> platform = memory.open()) {
      Streaming<Table> streaming = platform.stream(call(SIX, OUT, null));
      events.then = report -> streaming.stop();
      first = streaming.execute(events);
    }
    events.then = report -> {};

    StreamReport second = stream(call(SIX, OUT, null));

    assertThat(first.interrupted()).isTrue();
    assertThat(first.rows()).isEqualTo(2);
    assertThat(second.rows()).isEqualTo(4);
    assertThat(memory.outputs.rows(OUT).column("id")).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aPlaceOfTheScoredRowsIsNoneForRefusedOnes() {
    assertThatThrownBy(() -> stream(call(SIX, OUT, OUT.in(Mode.APPEND))))
        .hasMessage("--dead-letter: out is where the scored rows go; name another place");
    assertThatThrownBy(() -> stream(call(SIX, OUT.in(Mode.OVERWRITE), null)))
        .hasMessage("a stream does not overwrite what lies at out");
  }

  @Test
  void aPlaceThatIsTakenIsToldBeforeTheStreamStarts() {
    stream(call(SIX, OUT, null));
    events.batches.clear();

    assertThatThrownBy(() -> stream(other(SIX, OUT, null)))
        .hasMessage("'out' is there already; name another place, or allow it to be overwritten.");
    assertThatThrownBy(
            () -> stream(other(SIX, Output.path("else", Mode.CREATE), OUT.in(Mode.CREATE))))
        .hasMessage("'out' is there already; name another place, or allow it to be overwritten.");
    assertThat(events.started).isEqualTo(1);
    assertThat(home.resolve("other")).doesNotExist();
    stream(other(SIX, OUT.in(Mode.APPEND), null));
    assertThat(memory.outputs.rows(OUT).rows()).hasSize(12);
  }

  @Test
  void columnsThatTheSourceLacksAreToldBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> stream(call(SIX, OUT.mergedOn(List.of("idd")), null)))
        .hasMessage("keys: the source has no column 'idd'; did you mean 'id'?");
    assertThatThrownBy(
            () ->
                stream(
                    call(SIX, OUT, null, new StreamSettings.Watermark("at", Duration.ofHours(1)))))
        .hasMessage("--watermark: the source has no column 'at'");
    assertThatThrownBy(
            () ->
                stream(
                    call(
                        SIX, OUT, null, new StreamSettings.Watermark("town", Duration.ofHours(1)))))
        .hasMessage("--watermark: the column 'town' is string; event times are timestamps");
  }
}
