package io.millrace.tracking.mlflow;

import static io.millrace.tracking.mlflow.client.StandInServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.tracking.mlflow.client.MlflowError;
import io.millrace.tracking.mlflow.client.StandInServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a run when the server goes away. */
class OutboxTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456789Z");

  private final StandInServer server = new StandInServer();
  private final List<String> told = new ArrayList<>();
  private final Logger logger = Logger.getLogger(Postman.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel() == Level.WARNING) {
            told.add(record.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir private Path home;

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stop() {
    server.close();
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private Tracking open() {
    return StandInHome.open(server.address(), "", home);
  }

  private static RunStart start(String run) {
    return new RunStart(
        run, "churn", TIME, Map.of("data", "a.csv"), Map.of("user", "ada"), Map.of("file", "x"));
  }

  private static StageRecord stage() {
    return new StageRecord(
        0,
        "raw",
        "ingest/csv",
        StageRecord.Status.RAN,
        "f",
        "v",
        1,
        StageFigures.NONE,
        Map.of(),
        "");
  }

  private static TrialRecord trial(int number) {
    return new TrialRecord("model", number, Map.of("model.a", "1"), 1, Map.of("auc", 0.5));
  }

  private static RunLink link() {
    return RunLink.writes(Asset.model("churn", 1));
  }

  private void noteAll(RunTracker runs, String run) throws IOException {
    runs.stage(run, stage());
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("z.auc", 0.9);
    metrics.put("a.loss", Double.POSITIVE_INFINITY);
    metrics.put("b.nan", Double.NaN);
    runs.metrics(run, metrics, 0);
    runs.metrics(run, Map.of("a.loss", 0.5), 1);
    runs.tags(run, Map.of("host", "box"));
    runs.trials(run, List.of(trial(1), trial(2)));
    runs.document(run, "gates/quality", "[]");
    Path file = Files.writeString(home.resolve("made"), "report");
    runs.artifact(run, "report.html", file);
    runs.links(run, List.of(link()));
  }

  private static void assertWhole(Tracking tracking, String run, RunStatus status) {
    RunRecord record = tracking.runs().run(run).orElseThrow();
    assertThat(record.status()).isEqualTo(status);
    assertThat(record.stages()).containsExactly(stage());
    assertThat(record.metrics())
        .containsExactly(
            Map.entry("z.auc", 0.9), Map.entry("a.loss", 0.5), Map.entry("b.nan", Double.NaN));
    assertThat(record.start().tags()).isEqualTo(Map.of("user", "ada", "host", "box"));
    assertThat(record.start().documents()).isEqualTo(Map.of("file", "x", "gates/quality", "[]"));
    assertThat(tracking.runs().history(run, "a.loss"))
        .containsExactly(new MetricPoint(0, Double.POSITIVE_INFINITY), new MetricPoint(1, 0.5));
    assertThat(tracking.runs().trials(run)).containsExactly(trial(1), trial(2));
    assertThat(tracking.runs().links(run)).containsExactly(link());
    assertThat(tracking.runs().artifacts(run)).containsExactly("report.html");
    assertThat(tracking.runs().open(run, "report.html")).hasContent("report");
  }

  /** Seen from another home, all comes from the server. */
  private void assertDelivered(String run, RunStatus status, Path other) {
    try (Tracking tracking = StandInHome.open(server.address(), "", other)) {
      assertWhole(tracking, run, status);
      assertThat(tracking.runs().count(RunQuery.newest(9))).isEqualTo(1);
      LinkQuery model =
          new LinkQuery(RunLink.Direction.WRITES, Asset.Kind.MODEL, "churn", Set.of(), 9);
      assertThat(tracking.runs().linkedRuns(model)).containsExactly(new LinkedRun(run, link()));
    }
    // Three runs of MLflow: the run and its trials; and no value twice.
    assertThat(server.seen("GET /api/2.0/mlflow/metrics/get-history")).isNotEmpty();
  }

  @Test
  void aRunGoesOnWithoutItsServerAndIsDeliveredAtTheNextOpening(@TempDir Path other)
      throws IOException {
    try (Tracking tracking = open()) {
      tracking.runs().start(start("r1"));
      server.stop();
      noteAll(tracking.runs(), "r1");
      assertWhole(tracking, "r1", RunStatus.RUNNING);
      tracking.runs().finish("r1", RunStatus.DONE, TIME.plusSeconds(60), "");
      assertWhole(tracking, "r1", RunStatus.DONE);
    }
    assertThat(told)
        .containsExactly(
            "The MLflow server at %s takes no connection; start it, or correct the tracking address. Run r1 goes on; what it notes is kept and sent later."
                .formatted(server.address()),
            "Run r1 is kept in %s and will be sent to %s the next time that tracking is opened: The MLflow server at %s takes no connection; start it, or correct the tracking address."
                .formatted(directory(), server.address(), server.address()));
    assertThatThrownBy(this::open)
        .hasMessage(
            "The MLflow server at %s takes no connection; start it, or correct the tracking"
                + " address. It still lacks r1, kept in %s.",
            server.address(), directory());
    server.restart();
    try (Tracking tracking = open()) {
      assertThat(tracking.state()).containsEntry("owed", "nothing").containsKey("server");
    }

    assertDelivered("r1", RunStatus.DONE, other);
    int sent = server.seen("/runs/create").size();
    open().close();
    assertThat(server.seen("/runs/create")).hasSize(sent);
  }

  private Path directory() throws IOException {
    try (var files = Files.list(home.resolve("mlflow"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void aServerThatIsBackBeforeTheEndHasAllAtTheEnd(@TempDir Path other) throws IOException {
    try (Tracking tracking = open()) {
      tracking.runs().start(start("r1"));
      server.alwaysFailing("/api/2.0/mlflow/runs/log-batch", status(500, ""));
      noteAll(tracking.runs(), "r1");
      server.heal();
      assertThat(tracking.state()).containsEntry("owed", "r1, kept in " + directory());
      tracking.runs().finish("r1", RunStatus.REFUSED, TIME.plusSeconds(60), "auc");
    }
    assertDelivered("r1", RunStatus.REFUSED, other);
    assertThat(told).hasSize(1);
  }

  @Test
  void aRunThatStartsWhenTheServerIsGoneIsDeliveredToo(@TempDir Path other) throws IOException {
    try (Tracking tracking = open()) {
      server.stop();
      tracking.runs().start(start("r1"));
      noteAll(tracking.runs(), "r1");
      server.restart();
      tracking.runs().finish("r1", RunStatus.DONE, TIME.plusSeconds(60), "");
    }
    assertDelivered("r1", RunStatus.DONE, other);
  }

  @Test
  void aTokenThatExpiresStopsNoRun(@TempDir Path other) throws IOException {
    try (Tracking tracking = open()) {
      tracking.runs().start(start("r1"));
      server.alwaysFailing("/api/", status(401, ""));
      noteAll(tracking.runs(), "r1");
      tracking.runs().finish("r1", RunStatus.DONE, TIME.plusSeconds(60), "");
    }
    server.heal();
    open().close();
    assertDelivered("r1", RunStatus.DONE, other);
  }

  @Test
  void anAnswerThatIsLostMakesNothingTwice(@TempDir Path other) throws IOException {
    try (Tracking tracking = open()) {
      server.failing("/runs/create", server.lost());
      tracking.runs().start(start("r1"));
      noteAll(tracking.runs(), "r1");
      tracking.runs().finish("r1", RunStatus.DONE, TIME.plusSeconds(60), "");
    }
    assertDelivered("r1", RunStatus.DONE, other);
  }

  @Test
  void whatAKilledProcessOwedIsDelivered(@TempDir Path other) throws Exception {
    Process process = MlflowWriter.start(home, server.address());
    process.getInputStream().read();
    server.stop();
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    process.getInputStream().read();
    process.destroyForcibly().waitFor();
    server.restart();

    open().close();

    try (Tracking tracking = StandInHome.open(server.address(), "", other)) {
      RunRecord run = tracking.runs().run("r1").orElseThrow();
      assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
      assertThat(run.metrics()).isEqualTo(Map.of("quality.auc", 0.5));
    }
    // It is gone on with as any other.
    try (Tracking tracking = open()) {
      tracking.runs().start(start("r1"));
      tracking.runs().metrics("r1", Map.of("more", 1.0), 0);
      tracking.runs().finish("r1", RunStatus.DONE, TIME.plusSeconds(60), "");
      assertThat(tracking.runs().run("r1").orElseThrow().metrics())
          .containsExactly(Map.entry("quality.auc", 0.5), Map.entry("more", 1.0));
    }
  }

  @Test
  void aModelIsNotRegisteredWithoutTheServerAndIsWhenItIsBack() throws IOException {
    Path made = Files.createDirectories(home.resolve("package"));
    Files.writeString(made.resolve("model.json"), "{}");
    EffectKey key = new EffectKey("r1", "publish", "f");
    try (Tracking tracking = open()) {
      server.stop();
      assertThatThrownBy(
              () -> tracking.models().register("churn", made, "h", Map.of(), Map.of(), key, TIME))
          .isInstanceOf(MillraceException.class)
          .hasMessage(
              "The MLflow server at %s takes no connection; start it, or correct the tracking address. The model 'churn' was not registered, since the server counts its versions; when it is back, go on with millrace run --resume r1."
                  .formatted(server.address()))
          .extracting(e -> ((MillraceException) e).code())
          .isEqualTo(MlflowError.MLFLOW_UNREACHABLE);
      server.restart();
      server.failing("/model-versions/create", server.lost());
      assertThatThrownBy(
          () -> tracking.models().register("churn", made, "h", Map.of(), Map.of(), key, TIME));

      assertThat(
              tracking
                  .models()
                  .register("churn", made, "h", Map.of(), Map.of(), key, TIME)
                  .version())
          .isEqualTo(1);
      assertThat(tracking.models().versions("churn")).hasSize(1);
    }
  }
}
