package io.millrace.core;

import static io.millrace.api.tracking.RunLink.reads;
import static io.millrace.api.tracking.RunLink.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.requestlog.RequestLogCollector;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.file.FileRequest;
import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.Node;
import io.millrace.core.lineage.LineageStart;
import io.millrace.core.lineage.LineageWalk;
import io.millrace.core.lineage.LineageWalk.Limits;
import io.millrace.core.lineage.LineageWalk.Way;
import io.millrace.core.record.RecordedWork;
import io.millrace.core.record.WorkRecorder;
import io.millrace.core.requests.RequestCollection;
import io.millrace.core.run.RunHistory;
import io.millrace.core.run.RunReport;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoreReport;
import io.millrace.core.stream.StreamCall;
import io.millrace.core.stream.StreamListener;
import io.millrace.core.stream.StreamReport;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs of all kinds record of what they read and wrote. */
final class LineageTest {
  private static final Asset HOUSES = Asset.data("file:/lake/houses", "v1");
  private static final Asset TABLE = Asset.features("houses", 0);
  private static final Asset MODEL = Asset.model("houses", 1);

  private static final String FRESH =
      """
      use: ingest/rows
      with:
        schema: { id: int, town: string, area: double }
        version: f1
        place: /lake/fresh
        rows: ["1,ulm,70", "2,bonn,", "3,kiel,90"]
      """;

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static String placed(String pipeline) {
    return pipeline.replaceFirst("version: v1\n", "version: v1\n      place: /lake/houses\n");
  }

  private List<RunLink> links(String run) {
    return memory.tracking().runs().links(run);
  }

  private ScoreReport score(Output to) {
    ScoreCall call =
        new ScoreCall(
            ModelName.parse("houses"),
            new ScoreCall.Input.Stage(FileRequest.of(FRESH, "fresh.yaml")),
            new ScoreCall.Target.Place(to),
            null,
            true);
    try (Platform<Table> platform = memory.open()) {
      return platform.score(call).execute();
    }
  }

  private List<RunRecord> runs(RunKind kind) {
    return memory.tracking().runs().runs(RunQuery.newest(9).of(Set.of(kind)));
  }

  @Test
  void aPipelineRecordsWhatItReadAndWrote() {
    RunReport report = memory.run(placed(Houses.pipeline()));

    assertThat(links(report.run()))
        .containsExactly(reads(HOUSES), reads(TABLE), writes(TABLE), writes(MODEL));
  }

  @Test
  void whatIsReusedIsReadAndNotWritten() {
    memory.run(placed(Houses.pipeline()));
    RunReport again = memory.run(placed(Houses.pipeline()));

    assertThat(links(again.run())).containsExactly(reads(HOUSES), reads(TABLE));
  }

  @Test
  void aSearchIsRecordedWithWhatItLedTo() {
    RunReport report = memory.run(placed(Houses.tuned()));

    assertThat(links(report.run()))
        .containsExactly(reads(HOUSES), reads(TABLE), writes(TABLE), writes(MODEL));
  }

  @Test
  void aRefusedRunRegistersNothing() {
    String gated = Houses.with("from: model\n", "from: model\n    gates: [\"rmse <= 0\"]\n");
    RunReport report = memory.run(placed(gated));

    assertThat(report.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(links(report.run())).containsExactly(reads(HOUSES), reads(TABLE), writes(TABLE));
  }

  @Test
  void aSampleWritesNothing() {
    RunReport report =
        memory.run(
            placed(Houses.pipeline()), call -> new RunCall(call.file(), null, null, false, 0.5));

    assertThat(links(report.run())).containsExactly(reads(HOUSES));
  }

  @Test
  void aRunThatFailedKeepsWhatItDidAndOneThatWasResumedIsTheSame() {
    memory.calls.failNext("train", "model", new IllegalStateException("no luck"));
    RunReport failed = memory.run(placed(Houses.pipeline()));
    List<RunLink> before = links(failed.run());
    memory.resume(failed.run());

    assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
    assertThat(before).containsExactly(reads(HOUSES), reads(TABLE), writes(TABLE));
    assertThat(links(failed.run()))
        .containsExactly(reads(HOUSES), reads(TABLE), writes(TABLE), writes(MODEL));
  }

  @Test
  void scoringIsARunOfItsOwn() {
    memory.run(placed(Houses.pipeline()));
    ScoreReport report = score(Output.path("out", Mode.APPEND));

    RunRecord run = runs(RunKind.SCORE).get(0);
    assertThat(report.runOrNull()).isEqualTo(run.start().run());
    assertThat(run.status()).isEqualTo(RunStatus.DONE);
    assertThat(run.start().pipeline()).isEqualTo("houses");
    assertThat(run.start().params())
        .containsEntry("model", "houses:1")
        .containsEntry("to", "out")
        .containsEntry("job", report.job());
    assertThat(run.start().tags()).containsEntry("rows", "3").containsKey("user");
    assertThat(links(run.start().run()))
        .containsExactly(
            reads(Asset.data("file:/lake/fresh", "f1")),
            reads(MODEL),
            writes(Asset.data(DataPlace.path("out"), "")));
  }

  @Test
  void scoringThatDidNothingIsNoRun() {
    memory.run(placed(Houses.pipeline()));
    score(Output.path("out", Mode.APPEND));
    ScoreReport again = score(Output.path("out", Mode.APPEND));

    assertThat(again.repeated()).isTrue();
    assertThat(again.runOrNull()).isNull();
    assertThat(runs(RunKind.SCORE)).hasSize(1);
  }

  @Test
  void scoringThatFailedSaysWhy() {
    memory.run(placed(Houses.pipeline()));
    score(Output.path("out", Mode.CREATE));
    String other = FRESH.replace("f1", "f2");
    ScoreCall call =
        new ScoreCall(
            ModelName.parse("houses"),
            new ScoreCall.Input.Stage(FileRequest.of(other, "fresh.yaml")),
            new ScoreCall.Target.Place(Output.path("out", Mode.CREATE)),
            null,
            true);
    try (Platform<Table> platform = memory.open()) {
      assertThatThrownBy(() -> platform.score(call).execute()).hasMessageContaining("out");
    }

    RunRecord run = runs(RunKind.SCORE).get(0);
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.message()).contains("out");
  }

  @Test
  void aStageThatScoresWritesItsOutput() {
    String scored =
        placed(Houses.pipeline())
            + """
              - id: scores
                use: deploy/score
                from: { rows: raw, model: quality }
                with: { model: houses, input: raw, to: { path: /lake/scores, mode: append } }
            """;
    RunReport report = memory.run(scored);

    assertThat(links(report.run())).contains(writes(Asset.data("file:/lake/scores", "")));
  }

  @Test
  void aStageThatFollowsReadsTheVersionThatScores() {
    String following =
        placed(Houses.pipeline())
            + """
              - id: scores
                use: deploy/follow
                from: { model: publish, rows: raw }
                with: { to: { path: /lake/scores }, checkpoint: "%s" }
            """
                .formatted(home.resolve("checkpoint"));
    RunReport report = memory.run(following);

    assertThat(links(report.run()))
        .contains(reads(MODEL), writes(MODEL), writes(Asset.data("file:/lake/scores", "")));
  }

  private StreamReport stream(boolean all, StreamListener listener) {
    StreamCall call =
        new StreamCall(
            ModelName.parse("houses@champion"),
            new ScoreCall.Input.Stage(FileRequest.of(FRESH, "fresh.yaml")),
            new ScoreCall.Target.Place(Output.path("/lake/scores", Mode.CREATE)),
            null,
            new StreamSettings(home.resolve("checkpoint").toString(), all, Duration.ZERO, null),
            true);
    try (Platform<Table> platform = memory.open()) {
      return platform.stream(call).execute(listener);
    }
  }

  @Test
  void aStreamIsARunWithTheVersionsThatItUsed() {
    memory.run(placed(Houses.pipeline()));
    stream(true, StreamListener.NONE);

    RunRecord run = runs(RunKind.STREAM).get(0);
    assertThat(run.status()).isEqualTo(RunStatus.DONE);
    assertThat(run.start().params()).containsEntry("model", "houses@champion");
    assertThat(run.start().tags()).containsEntry("rows", "3").containsEntry("batches", "2");
    assertThat(links(run.start().run()))
        .containsExactly(
            reads(Asset.data("file:/lake/fresh", "")),
            reads(MODEL),
            writes(Asset.data("file:/lake/scores", "")));
  }

  @Test
  void aStreamThatFoundNothingNewIsNoRun() {
    memory.run(placed(Houses.pipeline()));
    stream(true, StreamListener.NONE);
    stream(true, StreamListener.NONE);

    assertThat(runs(RunKind.STREAM)).hasSize(1);
  }

  /** Finds two rows in a segment once, and then nothing. */
  private static final class OneSegment implements RequestLogCollector<Table> {
    private boolean taken;

    @Override
    public DatasetType<Table> datasetType() {
      return Table.TYPE;
    }

    @Override
    public Waiting waiting(Path directory, String table) {
      return new Waiting(taken ? 0 : 1, 100, 0);
    }

    @Override
    public Collected collect(Path directory, String table) {
      taken = true;
      return new Collected(1, 2, 0, 4);
    }

    @Override
    public int prune(Path directory, String table) {
      return 0;
    }
  }

  @Test
  void collectingRequestsIsARunWhereAnythingWaits() {
    List<String> warnings = new ArrayList<>();
    try (Platform<Table> platform = memory.open()) {
      RequestCollection<Table> requests =
          new RequestCollection<>(
              new OneSegment(),
              platform.world(),
              platform.settings(),
              platform.stages(),
              platform.recorder(),
              platform.places());
      Path logs = Path.of("/logs");
      assertThat(requests.collect(logs, "/lake/requests", false, warnings::add).runOrNull())
          .isNotNull();
      assertThat(requests.collect(logs, "/lake/requests", false, warnings::add).runOrNull())
          .isNull();
    }

    RunRecord run = runs(RunKind.COLLECT).get(0);
    assertThat(runs(RunKind.COLLECT)).hasSize(1);
    assertThat(run.start().pipeline()).isEqualTo("requests");
    assertThat(run.start().tags()).containsEntry("rows", "2");
    assertThat(links(run.start().run()))
        .containsExactly(
            reads(Asset.data("file:/logs", "")), writes(Asset.data("file:/lake/requests", "4")));
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatCannotBeRecordedIsToldAndStopsNothing() {
    List<String> warnings = new ArrayList<>();
    WorkRecorder recorder =
        new WorkRecorder(
            () -> {
              throw new IllegalStateException("no database: pa55word");
            },
            () -> "20261120-101112-0001",
            "ada",
            text -> text.replace("pa55word", "***"));

    try (RecordedWork work = recorder.start(RunKind.SERVE, "houses", Map.of(), warnings::add)) {
      work.links(List.of(reads(MODEL)));
      work.finish(RunStatus.DONE, "");
    }

    assertThat(warnings)
        .containsExactly(
            "run 20261120-101112-0001 is not recorded as it should be: no database: ***");
  }

  @Test
  void workUnderWayIsLiveAndWorkThatWasLeftHasFailed() {
    try (Platform<Table> platform = memory.open()) {
      RunHistory history = new RunHistory(memory.tracking(), Clock.systemUTC());
      String run;
      try (RecordedWork work =
          platform.recorder().start(RunKind.SERVE, "houses", Map.of(), text -> {})) {
        run = work.run();
        assertThat(history.run(run).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
      }
      assertThat(history.run(run).orElseThrow().status()).isEqualTo(RunStatus.FAILED);
      assertThat(memory.tracking().journal().lease(run)).isEmpty();
    }
  }

  @Test
  void fromScoresUpToTheDataAndDownAgain() {
    RunReport trained = memory.run(placed(Houses.pipeline()));
    ScoreReport scored = score(Output.path("out", Mode.APPEND));
    RunReport second =
        memory.run(
            """
            pipeline: report
            stages:
              - id: scores
                use: ingest/rows
                with: { schema: { id: int }, rows: ["1"], version: s1, place: out }
            """);

    assertThat(ids("data:out", Way.UP))
        .contains(
            "run:" + scored.runOrNull(),
            "model:houses:1",
            "run:" + trained.run(),
            "features:houses:0",
            "data:file:/lake/houses#v1");
    assertThat(ids("data:/lake/houses", Way.DOWN))
        .contains("features:houses:0", "model:houses:1", "run:" + second.run());
  }

  private List<String> ids(String what, Way way) {
    LineageStart start = LineageStart.of(what, memory.tracking());
    LineageGraph graph =
        new LineageWalk(memory.tracking(), Clock.systemUTC()).walk(start, way, Limits.USUAL);
    return graph.nodes().stream().map(Node::id).toList();
  }
}
