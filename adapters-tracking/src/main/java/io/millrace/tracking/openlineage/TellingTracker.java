package io.millrace.tracking.openlineage;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Notes runs where they are to be noted, and then tells of them: that one starts, what one that
 * goes on without end reads and writes, and how one ends. What goes wrong with the telling stays
 * here.
 */
final class TellingTracker implements RunTracker {
  /** The tag that holds a run's id with OpenLineage. */
  static final String ID_TAG = "openlineage.run";

  /** Of a run without end, later versions of its data are told at most so often. */
  static final Duration PACE = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(TellingTracker.class.getName());
  private static final Set<RunKind> ENDLESS = Set.of(RunKind.STREAM, RunKind.SERVE);

  private final RunTracker runs;
  private final EventWriter writer;
  private final EventSink sink;
  private final Clock clock;
  private final Map<String, ToldRun> told = new ConcurrentHashMap<>();
  private final Map<String, Instant> toldLast = new ConcurrentHashMap<>();

  TellingTracker(RunTracker runs, EventWriter writer, EventSink sink, Clock clock) {
    this.runs = runs;
    this.writer = writer;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public void start(RunStart start) {
    Optional<UUID> before = Optional.ofNullable(start.tags().get(ID_TAG)).flatMap(this::uuid);
    before.ifPresent(id -> endLost(start, id));
    boolean resumed = before.isPresent();
    // Nothing may be told of a run after its end: one that goes on has another id there.
    Instant time = resumed ? clock.instant() : start.time();
    UUID id = writer.id(resumed ? start.run() + "/" + time : start.run());
    Map<String, String> tags = new HashMap<>(start.tags());
    tags.put(ID_TAG, id.toString());
    RunStart noted =
        new RunStart(
            start.run(),
            start.kind(),
            start.pipeline(),
            start.time(),
            start.params(),
            tags,
            start.documents());
    runs.start(noted);
    if (resumed) {
      runs.tags(start.run(), Map.of(ID_TAG, id.toString()));
    }
    ToldRun run = new ToldRun(noted, id, resumed);
    told.put(start.run(), run);
    tell(() -> writer.start(run, time));
  }

  private Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A process that died without a word could not say that its run ended. */
  private void endLost(RunStart start, UUID id) {
    boolean open = runs.run(start.run()).filter(r -> r.status() == RunStatus.RUNNING).isPresent();
    if (open) {
      ToldRun lost = new ToldRun(start, id, false);
      tell(() -> writer.end(lost, RunStatus.INTERRUPTED, clock.instant(), "", List.of()));
    }
  }

  @Override
  public void stage(String run, StageRecord stage) {
    runs.stage(run, stage);
    with(run, r -> r.stage(stage));
  }

  @Override
  public void metrics(String run, Map<String, Double> metrics, long step) {
    runs.metrics(run, metrics, step);
    with(run, r -> r.metrics(metrics));
  }

  @Override
  public void tags(String run, Map<String, String> tags) {
    runs.tags(run, tags);
    with(run, r -> r.tags(tags));
  }

  @Override
  public void document(String run, String name, String text) {
    runs.document(run, name, text);
    with(run, r -> r.document(name, text));
  }

  @Override
  public void links(String run, Collection<RunLink> links) {
    runs.links(run, links);
    with(
        run,
        r -> {
          LinkedDatasets.News news = r.links(links);
          if (ENDLESS.contains(r.start().kind()) && isDue(run, news)) {
            tell(() -> writer.running(r, clock.instant(), r.links()));
          }
        });
  }

  private boolean isDue(String run, LinkedDatasets.News news) {
    Instant now = clock.instant();
    Instant last = toldLast.get(run);
    boolean due =
        news == LinkedDatasets.News.OTHER
            || news == LinkedDatasets.News.LATER_DATA
                && (last == null || !now.isBefore(last.plus(PACE)));
    if (due) {
      toldLast.put(run, now);
    }
    return due;
  }

  @Override
  public void finish(String run, RunStatus status, Instant end, String message) {
    runs.finish(run, status, end, message);
    ToldRun ended = told.remove(run);
    toldLast.remove(run);
    if (ended != null) {
      tell(() -> writer.end(ended, status, end, message, allLinks(ended)));
    }
  }

  /** Those of earlier processes too, if the run was resumed. */
  private List<RunLink> allLinks(ToldRun run) {
    LinkedDatasets all = new LinkedDatasets();
    if (run.resumed()) {
      try {
        all.add(runs.links(run.start().run()));
      } catch (MillraceException e) {
        LOG.log(System.Logger.Level.DEBUG, "links of an earlier process can't be read", e);
      }
    }
    all.add(run.links());
    return all.all();
  }

  private void with(String run, Consumer<ToldRun> work) {
    ToldRun found = told.get(run);
    if (found != null) {
      work.accept(found);
    }
  }

  /** Whatever goes wrong in here: the run has done nothing wrong. */
  private void tell(Supplier<String> event) {
    try {
      sink.send(event.get());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "an OpenLineage event could not be made: " + e, e);
    }
  }

  @Override
  public void trials(String run, List<TrialRecord> trials) {
    runs.trials(run, trials);
  }

  @Override
  public void artifact(String run, String name, Path file) {
    runs.artifact(run, name, file);
  }

  @Override
  public Optional<RunRecord> run(String run) {
    return runs.run(run);
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    return runs.runs(query);
  }

  @Override
  public long count(RunQuery query) {
    return runs.count(query);
  }

  @Override
  public List<TrialRecord> trials(String run) {
    return runs.trials(run);
  }

  @Override
  public List<MetricPoint> history(String run, String metric) {
    return runs.history(run, metric);
  }

  @Override
  public List<String> artifacts(String run) {
    return runs.artifacts(run);
  }

  @Override
  public Path open(String run, String artifact) {
    return runs.open(run, artifact);
  }

  @Override
  public List<RunLink> links(String run) {
    return runs.links(run);
  }

  @Override
  public List<LinkedRun> linkedRuns(LinkQuery query) {
    return runs.linkedRuns(query);
  }

  @Override
  public void delete(String run) {
    runs.delete(run);
  }
}
