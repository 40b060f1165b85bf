package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.stages.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run writes of itself while it goes on. */
@Timeout(60)
final class RunEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private Path file(String run) {
    return home.resolve("runs").resolve(run).resolve("events.jsonl");
  }

  private List<JsonNode> events(String run) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file(run))) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static List<String> kinds(List<JsonNode> events) {
    return events.stream()
        .map(event -> event.get("event").textValue())
        .filter(kind -> !kind.equals("progress"))
        .toList();
  }

  private static JsonNode only(List<JsonNode> events, String kind, String stage) {
    List<JsonNode> found =
        events.stream()
            .filter(event -> event.get("event").textValue().equals(kind))
            .filter(event -> event.path("stage").asText().equals(stage))
            .toList();
    assertThat(found).as(kind + " of " + stage).hasSize(1);
    return found.get(0);
  }

  @Test
  void aRunTellsItsPlanItsStagesItsFiguresAndItsEnd() throws IOException {
    RunReport report = memory.run(Houses.pipeline());

    List<JsonNode> events = events(report.run());
    assertThat(kinds(events)).startsWith("run-started").endsWith("run-ended");
    JsonNode start = events.get(0);
    assertThat(start.fieldNames())
        .toIterable()
        .containsExactly("time", "event", "run", "pipeline", "stages");
    assertThat(Instant.parse(start.get("time").textValue())).isBefore(Instant.now());
    assertThat(start.get("stages").findValuesAsText("id"))
        .containsExactly("raw", "features", "parts", "filled", "model", "quality", "publish");
    assertThat(start.at("/stages/4"))
        .hasToString(
            "{\"id\":\"model\",\"use\":\"train/mean-by\",\"kind\":\"trainer\",\"from\":[\"filled\"],\"action\":\"work\"}");
    only(events, "stage-started", "model");
    JsonNode ended = only(events, "stage-ended", "model");
    assertThat(ended.get("status").textValue()).isEqualTo("ran");
    assertThat(ended.get("seconds").doubleValue()).isNotNegative();
    assertThat(only(events, "metrics", "quality").at("/metrics/quality.rmse").doubleValue())
        .isEqualTo(report.metrics().get("quality.rmse"));
    assertThat(events.get(events.size() - 1).get("status").textValue()).isEqualTo("done");
  }

  @Test
  void aResumedRunGoesOnInTheSameFile() throws IOException {
    memory.calls.failNext(
        "train", "model", new MillraceException(StandardError.UNUSABLE_LABEL, "no label"));
    RunReport failed = memory.run(Houses.pipeline());
    List<JsonNode> before = events(failed.run());
    JsonNode end = before.get(before.size() - 1);
    assertThat(end.get("status").textValue()).isEqualTo("failed");
    assertThat(end.get("message").textValue()).isEqualTo("no label");
    assertThat(only(before, "stage-ended", "model").get("message").textValue())
        .isEqualTo("no label");

    memory.resume(failed.run());

    List<JsonNode> all = events(failed.run());
    assertThat(all).startsWith(before.toArray(JsonNode[]::new));
    assertThat(kinds(all.subList(before.size(), all.size())))
        .startsWith("run-started")
        .endsWith("run-ended");
  }

  @Test
  void eachTrialOfASearchIsTold() throws IOException {
    RunReport report = memory.run(Houses.tuned());

    List<JsonNode> trials =
        events(report.run()).stream()
            .filter(event -> event.get("event").textValue().equals("trial"))
            .toList();
    assertThat(trials).isNotEmpty();
    JsonNode last = trials.get(trials.size() - 1);
    assertThat(last.get("stage").textValue()).isEqualTo("model");
    assertThat(last.get("finished").intValue()).isEqualTo(trials.size());
    assertThat(last.get("secondsLeft").doubleValue()).isZero();
    assertThat(kinds(events(report.run()))).contains("planned-again");
  }

  @Test
  void eventsCanBeReadWhileTheRunGoesOn() throws Exception {
    Hold hold = memory.calls.hold("train", "model");
    try (Platform<Table> platform = memory.open()) {
      PlatformRun<Table> run =
          platform.run(RunCall.of(FileRequest.of(Houses.pipeline(), "pipeline.yaml")));
      CompletableFuture<RunReport> report =
          CompletableFuture.supplyAsync(() -> run.execute(RunListener.NONE));
      hold.awaitEntered();
      assertThat(kinds(events(run.id()))).endsWith("stage-started").doesNotContain("run-ended");
      hold.release();
      report.get(30, TimeUnit.SECONDS);
      assertThat(kinds(events(run.id()))).endsWith("run-ended");
    }
  }

  @Test
  void aPruneForgetsEventsToo() {
    String first = memory.run(Houses.pipeline()).run();
    String second = memory.run(Houses.pipeline()).run();
    String third = memory.run(Houses.pipeline()).run();
    try (Platform<Table> platform = memory.open()) {
      platform.housekeeping().prune(1, Duration.ZERO, false);
    }
    // The first run made a version that is registered, the third is the newest.
    assertThat(file(first)).exists();
    assertThat(file(second)).doesNotExist();
    assertThat(file(third)).exists();
  }

  @Test
  void aHomeThatTakesNoEventsIsToldOfOnceAndTheRunIsDone() throws IOException {
    List<String> warnings = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void warned(String stage, String message) {
            warnings.add(message);
          }
        };
    try (Platform<Table> platform = memory.open()) {
      PlatformRun<Table> run =
          platform.run(RunCall.of(FileRequest.of(Houses.pipeline(), "pipeline.yaml")));
      Files.createDirectories(file(run.id()));

      assertThat(run.execute(listener).exitCode()).isZero();
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("what happens in the run can't be written to ");
  }
}
