package io.millrace.console.web.live;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.console.chart.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stage of a run that is followed: what is known of it so far. Not thread-safe. */
final class LiveStage {
  static final String WAITING = "waiting";
  static final String RUNNING = "running";

  /** Less than this is no sign that memory is short. */
  private static final long MUCH_SPILLED = 100_000_000;

  private final String id;
  private final String use;
  private String status;
  private @Nullable Instant start;
  private double seconds;
  private String message = "";
  private long rows = -1;
  private @Nullable JsonNode progress;
  private @Nullable JsonNode trial;

  /** One that nothing was heard of yet. */
  LiveStage(String id, String use, String status) {
    this.id = requireNonNull(id, "id is null");
    this.use = requireNonNull(use, "use is null");
    this.status = requireNonNull(status, "status is null");
  }

  boolean isDone() {
    return !status.equals(WAITING) && !status.equals(RUNNING);
  }

  String status() {
    return status;
  }

  String id() {
    return id;
  }

  void started(Instant time) {
    if (start == null || isDone()) {
      start = time;
    }
    status = RUNNING;
  }

  void progressed(JsonNode event) {
    progress = event;
    rows = event.path("rows").asLong(-1);
  }

  void tried(JsonNode event) {
    trial = event;
  }

  void ended(String how, double took, long counted, String why) {
    status = how;
    seconds = took;
    rows = counted;
    message = why;
    progress = null;
  }

  /** As it is shown at a time. */
  StageView view(Instant now) {
    boolean running = status.equals(RUNNING);
    Instant since = start;
    double shown =
        running && since != null
            ? Math.max(0, Duration.between(since, now).toMillis() / 1e3)
            : seconds;
    return new StageView(
        id,
        use,
        status,
        running ? percent() : -1,
        shown,
        running ? whole(shown) : shown > 0 ? Texts.seconds(shown) : "",
        rows < 0 ? "" : Texts.number(rows),
        running ? String.join(" · ", facts()) : message);
  }

  /** A duration that goes on, in whole seconds. */
  static String whole(double seconds) {
    return seconds < 60 ? (long) seconds + " s" : Texts.seconds(Math.floor(seconds));
  }

  private int percent() {
    JsonNode trials = trial;
    if (trials != null && trials.path("finished").asLong() < trials.path("total").asLong()) {
      return percent(trials.path("finished").asLong(), trials.path("total").asLong());
    }
    JsonNode now = progress;
    return now == null ? -1 : percent(now.path("tasksDone").asLong(), now.path("tasks").asLong());
  }

  private static int percent(long done, long all) {
    return all <= 0 ? -1 : (int) Math.max(0, Math.min(100, 100 * done / all));
  }

  private List<String> facts() {
    List<String> facts = new ArrayList<>();
    JsonNode trials = trial;
    JsonNode now = progress;
    if (trials != null) {
      facts.add(trials(trials));
    }
    if (now != null) {
      facts.addAll(work(now));
    }
    String left = left(trials != null && !left(trials).isEmpty() ? trials : now);
    if (!left.isEmpty()) {
      facts.add(left);
    }
    return facts;
  }

  private static String trials(JsonNode trial) {
    String best =
        trial.path("best").isNumber()
            ? ", best %s %s"
                .formatted(
                    trial.path("metric").asText(), Texts.number(trial.path("best").doubleValue()))
            : "";
    return "trial %d of %d%s"
        .formatted(trial.path("finished").asLong(), trial.path("total").asLong(), best);
  }

  private static List<String> work(JsonNode now) {
    List<String> facts = new ArrayList<>();
    if (now.path("tasks").asLong() > 0) {
      facts.add(
          "tasks %s of %s"
              .formatted(
                  Texts.number(now.path("tasksDone").asLong()),
                  Texts.number(now.path("tasks").asLong())));
    }
    if (now.path("job").asLong() > 1) {
      facts.add("job " + now.path("job").asLong());
    }
    if (now.path("spilledBytes").asLong() >= MUCH_SPILLED) {
      facts.add(Texts.bytes(now.path("spilledBytes").asLong()) + " spilled to disk");
    }
    return facts;
  }

  private static String left(@Nullable JsonNode event) {
    JsonNode left = event == null ? null : event.get("secondsLeft");
    if (left == null || !left.isNumber() || left.doubleValue() <= 0) {
      return "";
    }
    double seconds = Math.max(1, Math.rint(left.doubleValue()));
    return "about " + whole(seconds) + " left";
  }
}
