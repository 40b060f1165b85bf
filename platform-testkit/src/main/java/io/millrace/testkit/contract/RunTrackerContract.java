package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.StageRecord.Status;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrialRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link RunTracker} keeps to. */
public abstract class RunTrackerContract {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final Instant END = Instant.parse("2026-03-01T10:05:00.000000001Z");

  private final TrackingHandles handles = new TrackingHandles(this::open);
  private RunTracker tracker;

  /** For subclasses. */
  protected RunTrackerContract() {}

  /** A new handle on the store of this test, which is empty at its first handle. */
  protected abstract Tracking open();

  @BeforeEach
  void openTracker() {
    tracker = handles.open().runs();
  }

  @AfterEach
  void closeHandles() {
    handles.close();
  }

  private static RunStart start(String run, String pipeline, Instant time) {
    return new RunStart(
        run,
        pipeline,
        time,
        Map.of("data", "data/Zürich 'x'.csv"),
        Map.of("user", "ada"),
        Map.of("file", "pipeline: churn\n# \"quoted\" — ☕\n"));
  }

  private static StageRecord stage(int position, String id, Status status, String message) {
    StageFigures figures = new StageFigures(10, 20, 30, 40, 50, 60, 7, 8);
    return new StageRecord(
        position,
        id,
        "transform/impute",
        status,
        "f1",
        "v1",
        1.25,
        figures,
        Map.of("a", "b"),
        message);
  }

  @Test
  void aRunIsRememberedWithAllThatWasNoted() {
    tracker.start(start("r1", "churn", START));
    tracker.stage("r1", stage(0, "raw", Status.RAN, ""));
    tracker.metrics("r1", Map.of("quality.auc", 0.9), 0);
    tracker.finish("r1", RunStatus.FAILED, END, "no space left");

    RunRecord run = handles.open().runs().run("r1").orElseThrow();

    assertThat(run)
        .isEqualTo(
            new RunRecord(
                start("r1", "churn", START),
                RunStatus.FAILED,
                END,
                "no space left",
                List.of(stage(0, "raw", Status.RAN, "")),
                Map.of("quality.auc", 0.9)));
  }

  @Test
  void aRunUnderWayHasNoEnd() {
    tracker.start(start("r1", "churn", START));

    RunRecord run = tracker.run("r1").orElseThrow();
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.end()).isEmpty();
    assertThat(run.message()).isEmpty();
    assertThat(tracker.run("r2")).isEmpty();
  }

  @Test
  void aKnownRunThatStartsAgainGoesOn() {
    tracker.start(start("r1", "churn", START));
    tracker.stage("r1", stage(0, "raw", Status.RAN, ""));
    tracker.finish("r1", RunStatus.INTERRUPTED, END, "stopped");

    tracker.start(start("r1", "churn", END));

    RunRecord run = tracker.run("r1").orElseThrow();
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.end()).isEmpty();
    assertThat(run.message()).isEmpty();
    assertThat(run.start().time()).isEqualTo(START);
    assertThat(run.stages()).hasSize(1);
  }

  @Test
  void stagesStandInTheOrderOfThePlanAndTheLastWordCounts() {
    tracker.start(start("r1", "churn", START));
    tracker.stage("r1", stage(1, "model", Status.FAILED, "out of memory"));
    tracker.stage("r1", stage(0, "raw", Status.RAN, ""));
    tracker.stage("r1", stage(1, "model", Status.RAN, ""));

    assertThat(tracker.run("r1").orElseThrow().stages())
        .containsExactly(stage(0, "raw", Status.RAN, ""), stage(1, "model", Status.RAN, ""));
  }

  @Test
  void metricsStandInTheOrderOfTheirFirstMentionWithTheValueOfTheLastStep() {
    tracker.start(start("r1", "churn", START));
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("z.loss", 3.0);
    metrics.put("a.auc", 0.1 + 0.2);
    tracker.metrics("r1", metrics, 0);
    tracker.metrics("r1", Map.of("z.loss", 1.0), 2);
    tracker.metrics("r1", Map.of("z.loss", 2.0), 1);
    tracker.metrics("r1", metrics, 0);

    assertThat(tracker.run("r1").orElseThrow().metrics())
        .containsExactly(Map.entry("z.loss", 1.0), Map.entry("a.auc", 0.1 + 0.2));
  }

  @Test
  void metricsThatAreNoFiniteNumbersAreKeptAsTheyAre() {
    tracker.start(start("r1", "churn", START));
    Map<String, Double> metrics =
        Map.of(
            "nan", Double.NaN,
            "low", Double.NEGATIVE_INFINITY,
            "high", Double.POSITIVE_INFINITY,
            "small", Double.MIN_VALUE);
    tracker.metrics("r1", metrics, 0);

    assertThat(tracker.run("r1").orElseThrow().metrics())
        .containsExactlyInAnyOrderEntriesOf(metrics);
  }

  @Test
  void theLastValueOfATagCounts() {
    tracker.start(start("r1", "churn", START));
    tracker.tags("r1", Map.of("user", "grace", "host", "box"));
    tracker.tags("r1", Map.of("host", "box 2"));

    assertThat(tracker.run("r1").orElseThrow().start().tags())
        .isEqualTo(Map.of("user", "grace", "host", "box 2"));
  }

  @Test
  void runsAreListedNewestFirstWithoutStagesAndDocuments() {
    tracker.start(start("r1", "churn", START));
    tracker.start(start("r3", "churn", START.plusNanos(2)));
    tracker.start(start("r2", "churn", START.plusNanos(1)));
    tracker.stage("r2", stage(0, "raw", Status.RAN, ""));
    tracker.metrics("r2", Map.of("quality.auc", 0.9), 0);

    List<RunRecord> runs = tracker.runs(RunQuery.newest(2));

    assertThat(runs).extracting(run -> run.start().run()).containsExactly("r3", "r2");
    RunRecord second = runs.get(1);
    assertThat(second.stages()).isEmpty();
    assertThat(second.start().documents()).isEmpty();
    assertThat(second.start().params()).isEqualTo(start("r2", "churn", START).params());
    assertThat(second.start().tags()).isEqualTo(Map.of("user", "ada"));
    assertThat(second.metrics()).isEqualTo(Map.of("quality.auc", 0.9));
  }

  @Test
  void runsAreFoundByPipelineAndStatus() {
    tracker.start(start("r1", "churn", START));
    tracker.start(start("r2", "adult", START));
    tracker.start(start("r3", "churn", START.plusSeconds(1)));
    tracker.finish("r3", RunStatus.DONE, END, "");

    assertThat(tracker.runs(new RunQuery("churn", null, 9)))
        .extracting(run -> run.start().run())
        .containsExactly("r3", "r1");
    assertThat(tracker.runs(new RunQuery("churn", RunStatus.DONE, 9)))
        .extracting(run -> run.start().run())
        .containsExactly("r3");
    assertThat(tracker.runs(new RunQuery(null, RunStatus.REFUSED, 9))).isEmpty();
  }

  @Test
  void runsAreFoundByATextInIdPipelineParametersAndTags() {
    tracker.start(start("r1", "churn", START));
    tracker.start(start("r2", "adult_100%", START.plusSeconds(1)));
    tracker.tags("r2", Map.of("note", "Tried Élan"));

    assertThat(found("R2")).containsExactly("r2");
    assertThat(found("HUR")).containsExactly("r1");
    assertThat(found("rich 'x'")).containsExactly("r2", "r1");
    assertThat(found("tried É")).containsExactly("r2");
    assertThat(found("t_100%")).containsExactly("r2");
    assertThat(found("_")).containsExactly("r2");
    assertThat(found("nothing")).isEmpty();
  }

  private List<String> found(String text) {
    RunQuery query = RunQuery.newest(9).holding(text);
    List<String> runs = tracker.runs(query).stream().map(run -> run.start().run()).toList();
    assertThat(tracker.count(query)).isEqualTo(runs.size());
    return runs;
  }

  @Test
  void runsAreListedPageByPageInTheOrderOfTimeOrAMetric() {
    for (int i = 1; i <= 5; i++) {
      tracker.start(start("r" + i, "churn", START.plusSeconds(i)));
    }
    tracker.metrics("r1", Map.of("quality.auc", 0.95), 0);
    tracker.metrics("r1", Map.of("quality.auc", 0.7), 1);
    tracker.metrics("r2", Map.of("quality.auc", 0.9), 0);
    tracker.metrics("r3", Map.of("quality.auc", Double.NaN), 0);
    tracker.metrics("r5", Map.of("quality.auc", 0.9), 0);

    assertThat(listed(RunOrder.NEWEST)).containsExactly("r5", "r4", "r3", "r2", "r1");
    assertThat(listed(new RunOrder("", false))).containsExactly("r1", "r2", "r3", "r4", "r5");
    assertThat(listed(new RunOrder("quality.auc", true)))
        .containsExactly("r5", "r2", "r1", "r4", "r3");
    assertThat(listed(new RunOrder("quality.auc", false)))
        .containsExactly("r1", "r5", "r2", "r4", "r3");
    RunQuery page = new RunQuery("churn", RunStatus.RUNNING, 2).from(2);
    assertThat(tracker.runs(page)).extracting(run -> run.start().run()).containsExactly("r3", "r2");
    assertThat(tracker.count(page)).isEqualTo(5);
    assertThat(tracker.runs(page.from(9))).isEmpty();
  }

  private List<String> listed(RunOrder order) {
    return tracker.runs(RunQuery.newest(9).in(order)).stream()
        .map(run -> run.start().run())
        .toList();
  }

  @Test
  void aMetricHasAHistoryInTheOrderOfItsSteps() {
    tracker.start(start("r1", "churn", START));
    tracker.metrics("r1", Map.of("loss", 1.5), 3);
    tracker.metrics("r1", Map.of("loss", Double.NaN), 1);
    tracker.metrics("r1", Map.of("loss", Double.POSITIVE_INFINITY), 2);

    assertThat(tracker.history("r1", "loss"))
        .containsExactly(
            new MetricPoint(1, Double.NaN),
            new MetricPoint(2, Double.POSITIVE_INFINITY),
            new MetricPoint(3, 1.5));
    assertThat(tracker.history("r1", "auc")).isEmpty();
    assertThat(tracker.history("r9", "loss")).isEmpty();
  }

  private static TrialRecord trial(String search, int number, double auc) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("model.regParam", "0.0" + number);
    options.put("imputed.strategy", "médian \"x\"");
    return new TrialRecord(search, number, options, 0.5, Map.of("auc", auc));
  }

  @Test
  void trialsStandInTheirOrderAndTheLastWordOnANumberCounts() {
    tracker.start(start("r1", "churn", START));
    tracker.trials("r1", List.of(trial("model", 2, 0.8), trial("model", 1, Double.NaN)));
    tracker.trials("r1", List.of(trial("forest", 1, 0.7), trial("model", 2, 0.9)));

    List<TrialRecord> trials = handles.open().runs().trials("r1");

    assertThat(trials)
        .containsExactly(
            trial("forest", 1, 0.7), trial("model", 1, Double.NaN), trial("model", 2, 0.9));
    assertThat(trials.get(0).options().keySet())
        .containsExactly("model.regParam", "imputed.strategy");
    assertThat(tracker.trials("r9")).isEmpty();
  }

  @Test
  void aDocumentIsFoundWithItsRunAndTheLastTextCounts() {
    tracker.start(start("r1", "churn", START));
    String long0 = "é<script>".repeat(20_000);
    tracker.document("r1", "gates/quality", "first");
    tracker.document("r1", "gates/quality", long0);

    assertThat(handles.open().runs().run("r1").orElseThrow().start().documents())
        .isEqualTo(
            Map.of(
                "file",
                start("r1", "churn", START).documents().get("file"),
                "gates/quality",
                long0));
    for (String name : List.of("", "..", "a/../b", "/a", "a b")) {
      assertThatThrownBy(() -> tracker.document("r1", name, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("'" + name + "' can't name a document of a run");
    }
  }

  @Test
  void aFileIsKeptAsACopyAndTheLastOneCounts(@TempDir Path directory) throws IOException {
    tracker.start(start("r1", "churn", START));
    Path file = directory.resolve("made.bin");
    Files.write(file, new byte[] {0, 1, -1});
    tracker.artifact("r1", "report.html", file);
    tracker.artifact("r1", "plots/roc.svg", file);
    Files.writeString(file, "second");
    tracker.artifact("r1", "report.html", file);
    tracker.artifact("r1", "report.html", file);
    Files.writeString(file, "changed afterwards");

    RunTracker other = handles.open().runs();
    assertThat(other.artifacts("r1")).containsExactly("plots/roc.svg", "report.html");
    assertThat(other.open("r1", "report.html")).hasContent("second").hasFileName("report.html");
    assertThat(other.open("r1", "plots/roc.svg"))
        .hasBinaryContent(new byte[] {0, 1, -1})
        .hasFileName("roc.svg");
    assertThat(other.artifacts("r9")).isEmpty();
    assertThatThrownBy(() -> other.open("r1", "other.html"))
        .isInstanceOf(MillraceException.class)
        .hasMessage("run 'r1' has no file 'other.html'");
  }

  @Test
  void aDeletedRunIsForgotten(@TempDir Path directory) throws IOException {
    tracker.start(start("r1", "churn", START));
    tracker.trials("r1", List.of(trial("model", 1, 0.8)));
    tracker.artifact("r1", "a.txt", Files.writeString(directory.resolve("a.txt"), "a"));
    tracker.stage("r1", stage(0, "raw", Status.RAN, ""));
    tracker.metrics("r1", Map.of("quality.auc", 0.9), 0);

    tracker.delete("r1");
    tracker.delete("r1");

    assertThat(tracker.run("r1")).isEmpty();
    assertThat(tracker.runs(RunQuery.newest(9))).isEmpty();
    tracker.start(start("r1", "churn", END));
    assertThat(tracker.run("r1").orElseThrow().stages()).isEmpty();
    assertThat(tracker.run("r1").orElseThrow().metrics()).isEmpty();
    assertThat(tracker.trials("r1")).isEmpty();
    assertThat(tracker.artifacts("r1")).isEmpty();
  }

  @Test
  void nothingIsNotedAboutARunThatNeverStarted(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "a");
    List<Runnable> notes =
        List.of(
            () -> tracker.stage("r9", stage(0, "raw", Status.RAN, "")),
            () -> tracker.metrics("r9", Map.of("a", 1.0), 0),
            () -> tracker.tags("r9", Map.of("a", "b")),
            () -> tracker.trials("r9", List.of(trial("model", 1, 0.8))),
            () -> tracker.document("r9", "gates", "[]"),
            () -> tracker.artifact("r9", "a.txt", file),
            () -> tracker.finish("r9", RunStatus.DONE, END, ""));

    assertThat(notes)
        .allSatisfy(
            note ->
                assertThatThrownBy(note::run)
                    .hasMessage("there is no run 'r9'")
                    .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
                    .extracting(MillraceException::code)
                    .isEqualTo(StandardError.NOT_FOUND));
    assertThat(tracker.runs(RunQuery.newest(9))).isEmpty();
  }

  @Test
  void manyThreadsOnSeveralHandlesLoseNothing() {
    List<Tracking> several = handles.open(4);
    tracker.start(start("shared", "churn", START));

    Crowd.of(
        20,
        i -> {
          RunTracker mine = several.get(i % several.size()).runs();
          mine.start(start("r" + i, "churn", START.plusSeconds(i)));
          mine.stage("shared", stage(i, "stage" + i, Status.RAN, ""));
          mine.metrics("shared", Map.of("metric" + i, (double) i), 0);
          mine.finish("r" + i, RunStatus.DONE, END, "");
          return i;
        });

    assertThat(tracker.runs(new RunQuery(null, RunStatus.DONE, 99))).hasSize(20);
    RunRecord shared = tracker.run("shared").orElseThrow();
    assertThat(shared.stages()).extracting(StageRecord::position).isSorted().hasSize(20);
    assertThat(shared.metrics()).hasSize(20).containsEntry("metric7", 7.0);
  }
}
