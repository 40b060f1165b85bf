package io.millrace.testkit.memory;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.DocumentName;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Runs in memory. */
final class MemoryRunTracker implements RunTracker {
  private final MemoryDatabase database;
  private final ArtifactStore store;

  MemoryRunTracker(MemoryDatabase database, ArtifactStore store) {
    this.database = database;
    this.store = store;
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
  public void trials(String run, List<TrialRecord> trials) {
    synchronized (database) {
      MemoryDatabase.Run known = require(run);
      trials.forEach(
          trial ->
              known
                  .trials
                  .computeIfAbsent(trial.search(), search -> new TreeMap<>())
                  .put(trial.number(), trial));
    }
  }

  @Override
  public void document(String run, String name, String text) {
    synchronized (database) {
      require(run).documents.put(DocumentName.require(name), text);
    }
  }

  @Override
  public void artifact(String run, String name, Path file) {
    synchronized (database) {
      Map<String, String> artifacts = require(run).artifacts;
      String kept =
          "runs/%s/files/%s-%s".formatted(run, DocumentName.require(name), UUID.randomUUID());
      store.publish(kept, directory -> Files.copy(file, directory.resolve(lastOf(name))));
      String before = artifacts.put(name, kept);
      if (before != null) {
        store.delete(before);
      }
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
      return RunSearch.of(database, query)
          .map(MemoryRunTracker::summary)
          .sorted(RunSearch.order(query.order()))
          .skip(query.offset())
          .limit(query.limit())
          .toList();
    }
  }

  @Override
  public long count(RunQuery query) {
    synchronized (database) {
      return RunSearch.of(database, query).count();
    }
  }

  @Override
  public List<TrialRecord> trials(String run) {
    synchronized (database) {
      return Optional.ofNullable(database.runs.get(run)).stream()
          .flatMap(known -> known.trials.values().stream())
          .flatMap(search -> search.values().stream())
          .toList();
    }
  }

  @Override
  public List<MetricPoint> history(String run, String metric) {
    synchronized (database) {
      return Optional.ofNullable(database.runs.get(run))
          .map(known -> known.metrics.get(metric))
          .map(Map::entrySet)
          .stream()
          .flatMap(Set::stream)
          .map(point -> new MetricPoint(point.getKey(), point.getValue()))
          .toList();
    }
  }

  @Override
  public List<String> artifacts(String run) {
    synchronized (database) {
      return Optional.ofNullable(database.runs.get(run))
          .map(known -> List.copyOf(known.artifacts.keySet()))
          .orElse(List.of());
    }
  }

  @Override
  public Path open(String run, String artifact) {
    synchronized (database) {
      return Optional.ofNullable(database.runs.get(run))
          .map(known -> known.artifacts.get(artifact))
          .map(kept -> store.open(kept).resolve(lastOf(artifact)))
          .orElseThrow(
              () ->
                  new MillraceException(
                      StandardError.NOT_FOUND,
                      "run '%s' has no file '%s'".formatted(run, artifact)));
    }
  }

  @Override
  public void links(String run, Collection<RunLink> links) {
    synchronized (database) {
      require(run).links.addAll(links);
    }
  }

  @Override
  public List<RunLink> links(String run) {
    synchronized (database) {
      return Optional.ofNullable(database.runs.get(run))
          .map(known -> List.copyOf(known.links))
          .orElse(List.of());
    }
  }

  @Override
  public List<LinkedRun> linkedRuns(LinkQuery query) {
    synchronized (database) {
      return database.runs.values().stream()
          .sorted(Comparator.comparing(run -> run.start, RunSearch.LATER))
          .flatMap(
              run ->
                  run.links.stream()
                      .filter(query::matches)
                      .map(link -> new LinkedRun(run.start.run(), link)))
          .limit(query.limit())
          .toList();
    }
  }

  @Override
  public void delete(String run) {
    synchronized (database) {
      MemoryDatabase.Run known = database.runs.remove(run);
      if (known != null) {
        known.artifacts.values().forEach(store::delete);
      }
    }
  }

  private static String lastOf(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static RunRecord whole(MemoryDatabase.Run run) {
    List<StageRecord> stages =
        run.stages.values().stream().sorted(Comparator.comparing(StageRecord::position)).toList();
    return record(run, stages, run.documents);
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
            start.run(),
            start.kind(),
            start.pipeline(),
            start.time(),
            start.params(),
            run.tags,
            documents),
        run.status,
        run.end,
        run.message,
        stages,
        metrics);
  }
}
