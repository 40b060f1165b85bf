package io.millrace.core.copy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Copies runs. */
final class RunCopy {
  /** What of a run is compared, by the words that messages call it. */
  private static final Map<String, Function<RunRecord, Object>> PARTS = parts();

  private final RunTracker from;
  private final RunTracker to;
  private final List<String> problems;

  RunCopy(RunTracker from, RunTracker to, List<String> problems) {
    this.from = from;
    this.to = to;
    this.problems = problems;
  }

  private static Map<String, Function<RunRecord, Object>> parts() {
    Map<String, Function<RunRecord, Object>> parts = new LinkedHashMap<>();
    parts.put("another kind", run -> run.start().kind());
    parts.put("another pipeline", run -> run.start().pipeline());
    parts.put("another start", run -> run.start().time());
    parts.put("other parameters", run -> run.start().params());
    parts.put("other tags", run -> run.start().tags());
    parts.put("other documents", run -> run.start().documents());
    parts.put("another status", RunRecord::status);
    parts.put("another end", RunRecord::end);
    parts.put("another message", RunRecord::message);
    parts.put("other stages", RunRecord::stages);
    parts.put("other metrics", RunRecord::metrics);
    return parts;
  }

  /** Whether the target has all of it: a run gets its status last. */
  boolean isThere(String run) {
    Optional<RunRecord> copied = to.run(run);
    return copied.isPresent()
        && copied.equals(from.run(run))
        && to.trials(run).equals(from.trials(run))
        && to.artifacts(run).equals(from.artifacts(run))
        && to.links(run).equals(from.links(run));
  }

  /** Copies a run and compares; a run that was pruned meanwhile is no run any more. */
  void copy(String run) {
    Optional<RunRecord> found = from.run(run);
    if (found.isEmpty()) {
      return;
    }
    RunRecord record = found.get();
    to.start(record.start());
    // Of a run that was copied in part, or has changed, what is there stays and is added to.
    to.tags(run, record.start().tags());
    record.start().documents().forEach((name, text) -> to.document(run, name, text));
    for (StageRecord stage : record.stages()) {
      to.stage(run, stage);
    }
    metrics(record);
    to.trials(run, from.trials(run));
    for (String artifact : from.artifacts(run)) {
      to.artifact(run, artifact, from.open(run, artifact));
    }
    to.links(run, from.links(run));
    if (record.status() != RunStatus.RUNNING) {
      to.finish(run, record.status(), record.end().orElse(record.start().time()), record.message());
    }
    compare(record);
  }

  /** The first value of each metric in the order of their first mention; then the others. */
  private void metrics(RunRecord record) {
    String run = record.start().run();
    Map<Long, Map<String, Double>> later = new TreeMap<>();
    Map<String, Double> together = new LinkedHashMap<>();
    long step = 0;
    for (String metric : record.metrics().keySet()) {
      List<MetricPoint> points = from.history(run, metric);
      for (int i = 0; i < points.size(); i++) {
        MetricPoint point = points.get(i);
        if (i > 0) {
          later
              .computeIfAbsent(point.step(), s -> new LinkedHashMap<>())
              .put(metric, point.value());
          continue;
        }
        if (point.step() != step && !together.isEmpty()) {
          to.metrics(run, together, step);
          together = new LinkedHashMap<>();
        }
        step = point.step();
        together.put(metric, point.value());
      }
    }
    if (!together.isEmpty()) {
      to.metrics(run, together, step);
    }
    later.forEach((at, values) -> to.metrics(run, values, at));
  }

  private void compare(RunRecord source) {
    String run = source.start().run();
    Optional<RunRecord> copied = to.run(run);
    if (copied.isEmpty()) {
      problems.add("run %s was not found again in the target".formatted(run));
      return;
    }
    List<String> differences = new ArrayList<>();
    PARTS.forEach(
        (name, part) -> {
          if (!part.apply(source).equals(part.apply(copied.get()))) {
            differences.add(name);
          }
        });
    for (String metric : source.metrics().keySet()) {
      if (!to.history(run, metric).equals(from.history(run, metric))) {
        differences.add("another history of " + metric);
      }
    }
    if (!to.trials(run).equals(from.trials(run))) {
      differences.add("other trials");
    }
    if (!to.artifacts(run).equals(from.artifacts(run)) || !filesAreEqual(run)) {
      differences.add("other files");
    }
    if (!to.links(run).equals(from.links(run))) {
      differences.add("other links");
    }
    if (!differences.isEmpty()) {
      problems.add("run %s has %s in the target".formatted(run, String.join(", ", differences)));
    }
  }

  private boolean filesAreEqual(String run) {
    for (String artifact : from.artifacts(run)) {
      if (!equal(from.open(run, artifact), to.open(run, artifact))) {
        return false;
      }
    }
    return true;
  }

  static boolean equal(Path left, Path right) {
    try {
      return Files.mismatch(left, right) < 0;
    } catch (IOException e) {
      throw new MillraceException(StandardError.STORAGE_FAILED, "can't compare " + left, e);
    }
  }
}
