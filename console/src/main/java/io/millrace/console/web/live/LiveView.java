package io.millrace.console.web.live;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as it is shown.
 *
 * @param status how it stands
 * @param doing what it does beside its stages; empty for nothing
 * @param message why it ended so; else empty
 * @param seconds since it started, or that it took
 * @param time the same as a text
 * @param done how many stages are done
 * @param stages in the order of the plan
 * @param metrics as texts, by name
 * @param log the newest lines
 * @param lines how many lines of the log there were in all
 */
public record LiveView(
    String status,
    String doing,
    String message,
    double seconds,
    String time,
    int done,
    List<StageView> stages,
    Map<String, String> metrics,
    List<LogLine> log,
    long lines) {
  public LiveView {
    stages = List.copyOf(stages);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    log = List.copyOf(log);
  }

  /** Whether it goes on. */
  public boolean running() {
    return status.equals("running");
  }
}
