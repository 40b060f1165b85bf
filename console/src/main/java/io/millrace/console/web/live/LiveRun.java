package io.millrace.console.web.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.console.chart.Texts;
import io.millrace.core.run.PlanGraph;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as its events, or else its record, tell it so far. Not thread-safe. */
final class LiveRun {
  /** A log that is read by people. */
  private static final int MOST_LINES = 500;

  private static final int MOST_METRICS = 200;

  private final Map<String, LiveStage> stages = new LinkedHashMap<>();
  private final Map<String, String> metrics = new LinkedHashMap<>();
  private final Deque<LogLine> log = new ArrayDeque<>();
  private final ZoneId zone;
  private String status = "running";
  private String doing = "";
  private String message = "";
  private Instant start;
  private double seconds = -1;
  private long lines;

  /**
   * A run that started then; nothing else is known.
   *
   * @param zone of the reader's clock
   */
  LiveRun(Instant start, ZoneId zone) {
    this.start = start;
    this.zone = zone;
  }

  /** What a record tells of a run: of a stage only what became of it. */
  static LiveRun of(RunRecord record, ZoneId zone) {
    LiveRun run = new LiveRun(record.start().time(), zone);
    for (PlanGraph.Node node : PlanGraph.read(record.start().documents())) {
      run.stages.put(node.id(), new LiveStage(node.id(), node.use(), LiveStage.WAITING));
    }
    for (StageRecord stage : record.stages()) {
      LiveStage told = new LiveStage(stage.stage(), stage.use(), LiveStage.WAITING);
      told.ended(stage.status().text(), stage.seconds(), stage.figures().rows(), stage.message());
      run.stages.put(stage.stage(), told);
    }
    record.metrics().forEach(run::measured);
    run.standsAs(record);
    return run;
  }

  /** The record has the last word on how a run stands. */
  void standsAs(RunRecord record) {
    status = record.status().text();
    doing = "";
    message = record.message();
    if (record.status() != RunStatus.RUNNING) {
      record
          .end()
          .ifPresent(
              end -> seconds = Duration.between(record.start().time(), end).toMillis() / 1e3);
    }
  }

  boolean isRunning() {
    return status.equals("running");
  }

  /** Takes in an event; one that is not understood changes nothing. */
  void hear(JsonNode event) {
    Instant time = time(event);
    String stage = event.path("stage").asText();
    switch (event.path("event").asText()) {
      case "run-started" -> begun(event, time);
      case "planned-again" -> planned(event);
      case "engine-starting" -> doing = "starting Spark";
      case "engine-started" -> doing = "";
      case "stage-started" -> stage(stage).started(time);
      case "progress" -> stage(stage).progressed(event);
      case "trial" -> stage(stage).tried(event);
      case "stage-ended" ->
          stage(stage)
              .ended(
                  event.path("status").asText(),
                  event.path("seconds").asDouble(),
                  event.path("rows").asLong(-1),
                  event.path("message").asText());
      case "metrics" ->
          event
              .path("metrics")
              .fields()
              .forEachRemaining(m -> measured(m.getKey(), m.getValue().asDouble(Double.NaN)));
      case "run-ended" -> ended(event);
      default -> {}
    }
    EventTexts.line(event, time, zone).ifPresent(this::log);
  }

  private Instant time(JsonNode event) {
    try {
      return Instant.parse(event.path("time").asText());
    } catch (DateTimeParseException e) {
      return start;
    }
  }

  private void begun(JsonNode event, Instant time) {
    stages.clear();
    start = time;
    status = "running";
    message = "";
    seconds = -1;
    planned(event);
  }

  private void planned(JsonNode event) {
    for (JsonNode stage : event.path("stages")) {
      String id = stage.path("id").asText();
      stages.computeIfAbsent(
          id, i -> new LiveStage(i, stage.path("use").asText(), LiveStage.WAITING));
    }
  }

  private LiveStage stage(String id) {
    return stages.computeIfAbsent(id, i -> new LiveStage(i, "", LiveStage.WAITING));
  }

  private void ended(JsonNode event) {
    status = event.path("status").asText();
    seconds = event.path("seconds").asDouble();
    message = event.path("message").asText();
    doing = "";
  }

  private void measured(String name, double value) {
    if (metrics.size() < MOST_METRICS || metrics.containsKey(name)) {
      metrics.put(name, Texts.number(value));
    }
  }

  private void log(LogLine line) {
    log.add(line);
    lines++;
    if (log.size() > MOST_LINES) {
      log.removeFirst();
    }
  }

  /** As it is shown at a time, with the log's lines behind the first {@code known} ones. */
  LiveView view(Instant now, long known) {
    double since =
        seconds >= 0 ? seconds : Math.max(0, Duration.between(start, now).toMillis() / 1e3);
    List<LogLine> fresh = new ArrayList<>(log);
    long first = lines - fresh.size();
    int skipped = known > lines ? 0 : (int) Math.max(0, known - first);
    return new LiveView(
        status,
        doing,
        message,
        since,
        isRunning() ? LiveStage.whole(since) : Texts.seconds(since),
        (int) stages.values().stream().filter(LiveStage::isDone).count(),
        stages.values().stream().map(stage -> stage.view(now)).toList(),
        metrics,
        fresh.subList(skipped, fresh.size()),
        lines);
  }
}
