package io.millrace.tracking.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LineageTarget;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of runs, as OpenLineage's own classes read them. */
final class TellingTrackerTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final Instant END = Instant.parse("2026-03-01T10:05:00Z");
  private static final String RUN = "20260301-100000-1a2b";
  private static final Asset DATA =
      new Asset(Asset.Kind.DATA, "file:/lake/new customers.csv", "f0");

  private final KeptEvents events = new KeptEvents();
  private final HandClock clock = new HandClock(START);

  @TempDir private Path directory;
  private RunTracker memory;
  private RunTracker runs;

  @BeforeEach
  void openMemory() {
    MemoryArtifactStore files = MemoryArtifactStore.in(directory.resolve("artifacts"));
    memory = MemoryTracking.on(new MemoryDatabase(), files).runs();
    runs = telling(Map.of());
  }

  /** Stands still until it is moved. */
  private static final class HandClock extends Clock {
    private Instant now;

    HandClock(Instant now) {
      this.now = now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private RunTracker telling(Map<String, String> variables) {
    LineageTarget target = new LineageTarget("events.jsonl", "shop", Path.of("."), "0.1.0");
    EventWriter writer = EventWriter.of(target, name -> Optional.ofNullable(variables.get(name)));
    return new TellingTracker(memory, writer, events, clock);
  }

  private static RunStart start(RunKind kind, String name, Map<String, String> documents) {
    Map<String, String> tags = Map.of("user", "ada", "file", "churn.yaml");
    return new RunStart(RUN, kind, name, START, Map.of("rows", "20"), tags, documents);
  }

  private static RunStart pipeline() {
    return start(RunKind.PIPELINE, "churn", Map.of("file", "pipeline: churn\n"));
  }

  @Test
  void aRunThatIsDoneIsToldAtItsStartAndAtItsEnd() {
    runs.start(pipeline());
    runs.links(RUN, List.of(RunLink.reads(DATA), RunLink.writes(Asset.model("churn", 3))));
    runs.finish(RUN, RunStatus.DONE, END, "");

    assertThat(events.all())
        .extracting(RunEvent::getEventType, e -> e.getEventTime().toInstant())
        .containsExactly(
            tuple(EventType.START, Instant.parse("2026-03-01T10:00:00.123Z")),
            tuple(EventType.COMPLETE, END));
    assertThat(events.all())
        .extracting(
            e -> e.getRun().getRunId(), e -> e.getJob().getNamespace() + e.getJob().getName())
        .containsOnly(tuple(RunUuid.of("shop", RUN), "shopchurn"));
    assertThat(events.last().getInputs())
        .extracting(OpenLineage.InputDataset::getNamespace, OpenLineage.InputDataset::getName)
        .containsExactly(tuple("file", "/lake/new customers.csv"));
    assertThat(events.last().getOutputs())
        .extracting(
            OpenLineage.OutputDataset::getNamespace,
            OpenLineage.OutputDataset::getName,
            output -> output.getFacets().getVersion().getDatasetVersion(),
            output -> output.getFacets().getDatasetType().getDatasetType())
        .containsExactly(tuple("shop", "models/churn", "3", "MODEL"));
  }

  @Test
  void everyFacetNamesTheSchemaThatTheClientWritesItBy() {
    runs.start(pipeline());
    runs.document(RUN, "engine", "spark 4.1.0\njava 17\n");
    runs.stage(RUN, stage(Map.of("table", "telco version 2")));
    runs.links(RUN, List.of(RunLink.writes(Asset.features("telco", 2))));
    runs.finish(RUN, RunStatus.FAILED, END, "no rows");

    RunEvent first = events.all().get(0);
    RunEvent last = events.last();
    OpenLineage client = new OpenLineage(first.getProducer());
    assertThat(first.getSchemaURL())
        .isEqualTo(
            client
                .newRunEventBuilder()
                .run(first.getRun())
                .job(first.getJob())
                .build()
                .getSchemaURL());
    assertThat(first.getJob().getFacets().getJobType().get_schemaURL())
        .isEqualTo(client.newJobTypeJobFacet("BATCH", "X", "X", null).get_schemaURL());
    assertThat(first.getJob().getFacets().getSourceCode().get_schemaURL())
        .isEqualTo(client.newSourceCodeJobFacet("yaml", "").get_schemaURL());
    assertThat(first.getRun().getFacets().getTags().get_schemaURL())
        .isEqualTo(client.newTagsRunFacet(List.of()).get_schemaURL());
    assertThat(first.getRun().getFacets().getExecutionParameters().get_schemaURL())
        .isEqualTo(client.newExecutionParametersRunFacet(List.of()).get_schemaURL());
    assertThat(last.getRun().getFacets().getErrorMessage().get_schemaURL())
        .isEqualTo(client.newErrorMessageRunFacet("", "", "").get_schemaURL());
    assertThat(last.getRun().getFacets().getProcessing_engine().get_schemaURL())
        .isEqualTo(client.newProcessingEngineRunFacet("", "", "").get_schemaURL());
    OpenLineage.OutputDataset output = last.getOutputs().get(0);
    assertThat(output.getFacets().getVersion().get_schemaURL())
        .isEqualTo(client.newDatasetVersionDatasetFacet("1").get_schemaURL());
    assertThat(output.getFacets().getDatasetType().get_schemaURL())
        .isEqualTo(client.newDatasetTypeDatasetFacet("", "").get_schemaURL());
    assertThat(output.getOutputFacets().getOutputStatistics().get_schemaURL())
        .isEqualTo(client.newOutputStatisticsOutputDatasetFacet(1L, 1L, 1L).get_schemaURL());
  }

  private static StageRecord stage(Map<String, String> facts) {
    return new StageRecord(
        1,
        "features",
        "sink/publish-features",
        StageRecord.Status.RAN,
        "f1",
        "",
        1,
        StageFigures.NONE.withRows(20_000),
        facts,
        "");
  }

  @Test
  void theStartTellsWhatIsRunAndWithWhat() {
    runs.start(pipeline());

    RunEvent event = events.last();
    assertThat(event.getProducer()).isEqualTo(URI.create("https://millrace.io/releases/0.1.0"));
    OpenLineage.JobTypeJobFacet type = event.getJob().getFacets().getJobType();
    assertThat(List.of(type.getProcessingType(), type.getIntegration(), type.getJobType()))
        .containsExactly("BATCH", "MILLRACE", "RUN");
    assertThat(event.getJob().getFacets().getSourceCode().getLanguage()).isEqualTo("yaml");
    assertThat(event.getJob().getFacets().getSourceCode().getSourceCode())
        .isEqualTo("pipeline: churn\n");
    assertThat(event.getRun().getFacets().getTags().getTags())
        .extracting(tag -> tag.getKey() + "=" + tag.getValue())
        .containsExactly("file=churn.yaml", "user=ada");
    assertThat(event.getRun().getFacets().getExecutionParameters().getParameters())
        .extracting(param -> param.getKey() + "=" + param.getValue())
        .containsExactly("rows=20");
    assertThat(own())
        .hasToString(
            "{\"_producer\":\"https://millrace.io/releases/0.1.0\",\"_schemaURL\":\""
                + OwnFacet.SCHEMA
                + "\",\"run\":\""
                + RUN
                + "\",\"kind\":\"pipeline\",\"pipeline\":\"churn\",\"resumed\":false,\"user\":\"ada\"}");
  }

  private JsonNode own() {
    return events.tree().path("run").path("facets").path(OwnFacet.KEY);
  }

  @Test
  void theEndTellsHowItWent() {
    runs.start(pipeline());
    runs.document(RUN, "engine", "spark 4.1.0\ndelta 4.3.1\n");
    runs.metrics(RUN, Map.of("quality.auc", 0.7, "quality.lift", Double.NaN), 0);
    runs.metrics(RUN, Map.of("quality.auc", 0.84), 1);
    runs.stage(RUN, stage(Map.of("table", "telco version 2")));
    runs.links(
        RUN,
        List.of(
            RunLink.writes(Asset.features("telco", 2)),
            RunLink.writes(Asset.features("telco", 1))));
    runs.finish(RUN, RunStatus.DONE, END, "");

    assertThat(own().path("status").asText()).isEqualTo("done");
    assertThat(own().path("metrics")).hasToString("{\"quality.auc\":0.84}");
    OpenLineage.ProcessingEngineRunFacet engine =
        events.last().getRun().getFacets().getProcessing_engine();
    assertThat(
            List.of(engine.getName(), engine.getVersion(), engine.getOpenlineageAdapterVersion()))
        .containsExactly("spark", "4.1.0", "0.1.0");
    assertThat(events.last().getOutputs())
        .extracting(
            output -> output.getFacets().getVersion().getDatasetVersion(),
            output ->
                Optional.ofNullable(output.getOutputFacets())
                    .map(facets -> facets.getOutputStatistics().getRowCount()))
        .containsExactly(tuple("2", Optional.of(20_000L)));
  }

  @Test
  void whatARunReadsBackOfItsOwnIsNoInput() {
    runs.start(pipeline());
    runs.links(
        RUN,
        List.of(
            RunLink.reads(Asset.features("telco", 2)),
            RunLink.writes(Asset.features("telco", 2)),
            RunLink.reads(Asset.features("shops", 1)),
            RunLink.writes(Asset.features("shops", 2))));
    runs.finish(RUN, RunStatus.DONE, END, "");

    assertThat(events.last().getInputs())
        .extracting(OpenLineage.InputDataset::getName)
        .containsExactly("features/shops");
    assertThat(events.last().getOutputs()).hasSize(2);
  }

  @Test
  void whatOpenLineageHasNoFacetForKeepsToTheSchemaInTheManual() throws Exception {
    JsonNode manual =
        KeptEvents.tree(
            Files.readString(Path.of("..", "docs", "reference", "openlineage-run-facet.json")));
    assertThat(OwnFacet.SCHEMA).startsWith(manual.path("$id").asText() + "#/$defs/");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(manual.toString());
    for (RunKind kind : RunKind.values()) {
      for (RunStatus status : RunStatus.values()) {
        runs.start(start(kind, "telco", Map.of()));
        runs.metrics(RUN, Map.of("quality.auc", 0.84), 0);
        runs.finish(RUN, status, END, "");

        String facets = events.tree().path("run").path("facets").toString();
        assertThat(schema.validate(facets, InputFormat.JSON)).as(facets).isEmpty();
      }
    }
  }

  @Test
  void aGateThatRefusesLetsTheRunFail() {
    runs.start(pipeline());
    runs.finish(RUN, RunStatus.REFUSED, END, "gate \"auc >= 0.9\" does not hold");

    assertThat(events.last().getEventType()).isEqualTo(EventType.FAIL);
    assertThat(events.last().getRun().getFacets().getErrorMessage().getMessage())
        .isEqualTo("gate \"auc >= 0.9\" does not hold");
    assertThat(own().path("status").asText()).isEqualTo("refused");
  }

  @Test
  void aFailureIsToldWithItsMessageAndWithoutPasswords() {
    runs.start(pipeline());
    runs.finish(RUN, RunStatus.FAILED, END, "jdbc:postgresql://ada:geheim@db/ml is down\nat …");

    assertThat(events.last().getEventType()).isEqualTo(EventType.FAIL);
    OpenLineage.ErrorMessageRunFacet error = events.last().getRun().getFacets().getErrorMessage();
    assertThat(error.getMessage()).isEqualTo("jdbc:postgresql://ada:***@db/ml is down\nat …");
    assertThat(error.getProgrammingLanguage()).isEqualTo("JAVA");
  }

  @Test
  void aRunThatWasStoppedIsAborted() {
    runs.start(pipeline());
    runs.finish(RUN, RunStatus.INTERRUPTED, END, "");

    assertThat(events.last().getEventType()).isEqualTo(EventType.ABORT);
    assertThat(events.last().getRun().getFacets().getErrorMessage()).isNull();
  }

  @Test
  void aRunThatGoesOnIsAnotherOneSinceNothingMayFollowAnEnd() {
    runs.start(pipeline());
    runs.links(RUN, List.of(RunLink.reads(DATA)));
    runs.finish(RUN, RunStatus.INTERRUPTED, END, "");
    clock.pass(Duration.ofHours(1));
    RunTracker laterProcess = telling(Map.of());
    laterProcess.start(memory.run(RUN).orElseThrow().start());
    laterProcess.finish(RUN, RunStatus.DONE, END, "");

    assertThat(events.all())
        .extracting(RunEvent::getEventType)
        .containsExactly(EventType.START, EventType.ABORT, EventType.START, EventType.COMPLETE);
    assertThat(events.all().get(2).getRun().getRunId())
        .isEqualTo(events.last().getRun().getRunId())
        .isNotEqualTo(events.all().get(0).getRun().getRunId());
    assertThat(events.all().get(2).getEventTime().toInstant())
        .isEqualTo(Instant.parse("2026-03-01T11:00:00.123Z"));
    assertThat(own().path("resumed").asBoolean()).isTrue();
    assertThat(events.last().getInputs())
        .as("what the earlier process read")
        .extracting(OpenLineage.InputDataset::getName)
        .containsExactly("/lake/new customers.csv");
    assertThat(memory.run(RUN).orElseThrow().start().tags())
        .containsEntry(TellingTracker.ID_TAG, events.last().getRun().getRunId().toString());
  }

  @Test
  void theEndOfAProcessThatDiedIsToldWhenItsRunGoesOn() {
    runs.start(pipeline());
    clock.pass(Duration.ofHours(1));
    telling(Map.of()).start(memory.run(RUN).orElseThrow().start());

    assertThat(events.all())
        .extracting(RunEvent::getEventType)
        .containsExactly(EventType.START, EventType.ABORT, EventType.START);
    assertThat(events.all().get(1).getRun().getRunId())
        .isEqualTo(events.all().get(0).getRun().getRunId());
  }

  @Test
  void runsOfOtherKindsAreJobsOfTheirOwn() {
    runs.start(start(RunKind.SCORE, "telco-churn", Map.of()));
    runs.links(
        RUN,
        List.of(
            RunLink.reads(Asset.model("telco-churn", 3)),
            RunLink.reads(DATA),
            RunLink.writes(new Asset(Asset.Kind.DATA, "s3a://lake/scores/day", ""))));
    runs.finish(RUN, RunStatus.DONE, END, "");

    assertThat(events.last().getJob().getName()).isEqualTo("score/telco-churn");
    assertThat(events.last().getInputs())
        .extracting(OpenLineage.InputDataset::getName)
        .containsExactly("/lake/new customers.csv", "models/telco-churn");
    assertThat(events.last().getOutputs())
        .extracting(OpenLineage.OutputDataset::getNamespace, OpenLineage.OutputDataset::getName)
        .containsExactly(tuple("s3://lake", "scores/day"));
    assertThat(events.tree().path("outputs").path(0).path("facets"))
        .as("no version, and files may be a table or not")
        .isEmpty();
    assertThat(own().path("model").asText()).isEqualTo("telco-churn");
  }

  @Test
  void whatGoesOnWithoutEndTellsWhatItReadsAndWritesMeanwhile() {
    runs.start(start(RunKind.STREAM, "telco-churn", Map.of()));
    runs.links(RUN, List.of(RunLink.reads(Asset.model("telco-churn", 3))));
    runs.links(RUN, List.of(RunLink.reads(Asset.model("telco-churn", 3))));
    runs.links(RUN, List.of(scores(8)));
    runs.links(RUN, List.of(scores(9)));
    assertThat(events.all())
        .as("something new at once, a later version of it not")
        .extracting(RunEvent::getEventType)
        .containsExactly(EventType.START, EventType.RUNNING, EventType.RUNNING);
    assertThat(events.last().getJob().getFacets().getJobType().getProcessingType())
        .isEqualTo("STREAMING");
    assertThat(outputVersions()).containsExactly("8");

    clock.pass(TellingTracker.PACE);
    runs.links(RUN, List.of(scores(10)));

    assertThat(events.texts()).hasSize(4);
    assertThat(outputVersions())
        .as("a dataset is there once, in its last version")
        .containsExactly("10");
  }

  private static RunLink scores(int version) {
    return RunLink.writes(new Asset(Asset.Kind.DATA, "file:/scores", Integer.toString(version)));
  }

  private List<String> outputVersions() {
    return events.last().getOutputs().stream()
        .map(output -> output.getFacets().getVersion().getDatasetVersion())
        .toList();
  }

  @Test
  void aServerTellsAtOnceThatItFollowedAnAlias() {
    runs.start(start(RunKind.SERVE, "telco-churn", Map.of()));
    for (int version : new int[] {3, 4, 3}) {
      runs.links(RUN, List.of(RunLink.reads(Asset.model("telco-churn", version))));
    }

    assertThat(events.texts()).hasSize(4);
    assertThat(events.last().getInputs().get(0).getFacets().getVersion().getDatasetVersion())
        .as("an alias may move back")
        .isEqualTo("3");
  }

  @Test
  void aServerIsAService() {
    runs.start(start(RunKind.SERVE, "telco-churn", Map.of()));
    runs.links(
        RUN,
        List.of(RunLink.writes(new Asset(Asset.Kind.DEPLOYMENT, "http://127.0.0.1:8080", ""))));

    assertThat(events.last().getJob().getFacets().getJobType().getProcessingType())
        .isEqualTo("SERVICE");
    assertThat(events.last().getOutputs())
        .extracting(OpenLineage.OutputDataset::getNamespace, OpenLineage.OutputDataset::getName)
        .containsExactly(tuple("shop", "deployments/http://127.0.0.1:8080"));
  }

  @Test
  void namesMayHoldAnything() {
    String name = "Zürich \"1\" \\ 'x' ☕ 𝄞 \n\t\u2028 </script>";
    runs.start(
        new RunStart(
            name,
            RunKind.PIPELINE,
            name,
            START,
            Map.of(name, name),
            Map.of(name, name),
            Map.of("file", name)));
    runs.links(name, List.of(RunLink.writes(Asset.features(name, 1))));
    runs.finish(name, RunStatus.FAILED, END, name);

    assertThat(events.texts()).hasSize(2).allSatisfy(text -> assertThat(text).doesNotContain("\n"));
    assertThat(events.all().get(0).getJob().getName()).isEqualTo(name);
    assertThat(events.all().get(0).getJob().getFacets().getSourceCode().getSourceCode())
        .isEqualTo(name);
    assertThat(events.last().getOutputs().get(0).getName()).isEqualTo("features/" + name);
    assertThat(events.last().getRun().getFacets().getErrorMessage().getMessage()).isEqualTo(name);
  }

  @Test
  void theSchedulersRunIsTheParent() {
    String parent = "0192f0a2-7b5c-7000-8000-000000000001";
    String root = "0192f0a2-7b5c-7000-8000-000000000002";
    telling(
            Map.of(
                "OPENLINEAGE_PARENT_ID", "air/flow/nightly.churn/" + parent,
                "OPENLINEAGE_ROOT_PARENT_ID", "airflow/nightly/" + root))
        .start(pipeline());

    OpenLineage.ParentRunFacet facet = events.last().getRun().getFacets().getParent();
    assertThat(facet.get_schemaURL())
        .isEqualTo(
            new OpenLineage(events.last().getProducer())
                .newParentRunFacet(null, null, null)
                .get_schemaURL());
    assertThat(facet.getRun().getRunId()).hasToString(parent);
    assertThat(facet.getJob().getNamespace()).isEqualTo("air/flow");
    assertThat(facet.getJob().getName()).isEqualTo("nightly.churn");
    assertThat(facet.getRoot().getRun().getRunId()).hasToString(root);
    assertThat(facet.getRoot().getJob().getName()).isEqualTo("nightly");
  }

  @Test
  void aParentThatCannotBeReadIsLeftOut() {
    telling(Map.of("OPENLINEAGE_PARENT_ID", "nightly")).start(pipeline());

    assertThat(events.last().getRun().getFacets().getParent()).isNull();
  }

  @Test
  void whatIsNotedIsNotedAsWithoutEvents() throws Exception {
    runs.start(pipeline());
    runs.stage(RUN, stage(Map.of("a", "b")));
    runs.metrics(RUN, Map.of("quality.auc", 0.84), 2);
    runs.tags(RUN, Map.of("team", "shop"));
    runs.trials(RUN, List.of(new TrialRecord("model", 1, Map.of("a", "1"), 1, Map.of())));
    runs.document(RUN, "gates", "[]");
    Path page = Files.writeString(directory.resolve("page.html"), "<p>");
    runs.artifact(RUN, "report.html", page);
    runs.links(RUN, List.of(RunLink.reads(DATA)));
    runs.finish(RUN, RunStatus.DONE, END, "well");

    assertThat(memory.run(RUN)).isPresent().isEqualTo(runs.run(RUN));
    assertThat(memory.run(RUN).orElseThrow().message()).isEqualTo("well");
    assertThat(memory.run(RUN).orElseThrow().start().tags())
        .containsEntry("user", "ada")
        .containsEntry("team", "shop");
    assertThat(memory.run(RUN).orElseThrow().start().documents()).containsEntry("gates", "[]");
    assertThat(runs.runs(RunQuery.newest(9))).hasSize(1).isEqualTo(memory.runs(RunQuery.newest(9)));
    assertThat(runs.count(RunQuery.newest(9))).isOne();
    assertThat(runs.trials(RUN)).hasSize(1).isEqualTo(memory.trials(RUN));
    assertThat(runs.history(RUN, "quality.auc")).hasSize(1);
    assertThat(runs.artifacts(RUN)).containsExactly("report.html");
    assertThat(runs.open(RUN, "report.html")).hasContent("<p>");
    assertThat(runs.links(RUN)).containsExactly(RunLink.reads(DATA));
    runs.delete(RUN);
    assertThat(memory.run(RUN)).isEmpty();
  }

  @Test
  void aRunThatEndedElsewhereIsNotToldOfTwice() {
    runs.start(pipeline());
    runs.finish(RUN, RunStatus.DONE, END, "");
    runs.finish(RUN, RunStatus.DONE, END, "");

    assertThat(events.texts()).hasSize(2);
  }
}
