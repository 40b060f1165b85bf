package io.millrace.testkit.memory;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs in memory. */
final class MemoryRunTracker implements RunTracker {
  private static final Comparator<RunRecord> NEWEST_FIRST =
      Comparator.comparing((RunRecord run) -> run.start().time())
          .thenComparing(run -> run.start().run())
          .reversed();

  private final MemoryDatabase database;

  MemoryRunTracker(MemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void start(RunStart start) {
    synchronized (database) {
      MemoryDatabase.Run run =
          database.runs.computeIfAbsent(start.run(), id -> new MemoryDatabase.Run(start));
      run.status = RunStatus.RUNNING;
      run.end = null;
      run.message = "";
    }
  }

  @Override
  public void stage(String run, StageRecord stage) {
    synchronized (database) {
      require(run).stages.put(stage.stage(), stage);
    }
  }

  @Override
  public void metrics(String run, Map<String, Double> metrics, long step) {
    synchronized (database) {
      MemoryDatabase.Run known = require(run);
      metrics.forEach(
          (name, value) ->
              known.metrics.computeIfAbsent(name, key -> new TreeMap<>()).put(step, value));
    }
  }

  @Override
  public void tags(String run, Map<String, String> tags) {
    synchronized (database) {
      require(run).tags.putAll(tags);
    }
  }

  @Override
  public void finish(String run, RunStatus status, Instant end, String message) {
    synchronized (database) {
      MemoryDatabase.Run known = require(run);
      known.status = status;
      known.end = end;
      known.message = message;
    }
  }

  private MemoryDatabase.Run require(String run) {
    MemoryDatabase.Run known = database.runs.get(run);
    if (known == null) {
      throw new MillraceException(StandardError.NOT_FOUND, "there is no run '" + run + "'");
    }
    return known;
  }

  @Override
  public Optional<RunRecord> run(String run) {
    synchronized (database) {
      return Optional.ofNullable(database.runs.get(run)).map(MemoryRunTracker::whole);
    }
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    synchronized (database) {
      return database.runs.values().stream()
          .filter(run -> query.pipeline().map(run.start.pipeline()::equals).orElse(true))
          .filter(run -> query.status().map(run.status::equals).orElse(true))
          .map(MemoryRunTracker::summary)
          .sorted(NEWEST_FIRST)
          .limit(query.limit())
          .toList();
    }
  }

  @Override
  public void delete(String run) {
    synchronized (database) {
      database.runs.remove(run);
    }
  }

  private static RunRecord whole(MemoryDatabase.Run run) {
    List<StageRecord> stages =
        run.stages.values().stream().sorted(Comparator.comparing(StageRecord::position)).toList();
    return record(run, stages, run.start.documents());
  }

  private static RunRecord summary(MemoryDatabase.Run run) {
    return record(run, List.of(), Map.of());
  }

  private static RunRecord record(
      MemoryDatabase.Run run, List<StageRecord> stages, Map<String, String> documents) {
    RunStart start = run.start;
    Map<String, Double> metrics = new LinkedHashMap<>();
    run.metrics.forEach((name, steps) -> metrics.put(name, steps.lastEntry().getValue()));
    return new RunRecord(
        new RunStart(
            start.run(), start.pipeline(), start.time(), start.params(), run.tags, documents),
        run.status,
        run.end,
        run.message,
        stages,
        metrics);
  }
}
