package io.millrace.tracking.mlflow;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
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
import io.millrace.tracking.mlflow.RunSite.Place;
import io.millrace.tracking.mlflow.client.Metric;
import io.millrace.tracking.mlflow.client.MlflowError;
import io.millrace.tracking.mlflow.client.RunInfo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs on an MLflow server. What is noted goes to the outbox first, then to the server; if that
 * fails, the run goes on, and all of it is delivered later.
 */
final class MlflowRunTracker implements RunTracker {
  private final RunSite site;
  private final Outbox outbox;
  private final Postman postman;
  private final RunDelivery delivery;
  private final RunWriter writer;
  private final TrialWriter trials;
  private final RunReader reader;
  private final RunListing listing;
  private final LinkListing linked;
  private final Ticks ticks;
  private final DownloadedFiles files;

  /** The names of each run's metrics, in the order of their first mention. */
  private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

  /** The tags that the server has of it. */
  private final Map<String, Map<String, String>> orders = new ConcurrentHashMap<>();

  MlflowRunTracker(RunSite site, Outbox outbox) {
    this.site = site;
    this.outbox = outbox;
    this.ticks = new Ticks();
    this.writer = new RunWriter(site);
    this.trials = new TrialWriter(site);
    this.reader = new RunReader(site);
    this.listing = new RunListing(site, reader);
    this.linked = new LinkListing(site);
    this.delivery = new RunDelivery(site, writer, trials, reader, ticks);
    this.postman = new Postman(outbox, delivery, site.client().server().shown());
    this.files = new DownloadedFiles(site, outbox.directory().resolve("files"));
  }

  Postman postman() {
    return postman;
  }

  @Override
  public void start(RunStart start) {
    String run = start.run();
    synchronized (lock(run)) {
      try {
        if (!outbox.holds(run)) {
          adopt(run);
        }
      } catch (MillraceException e) {
        // Whether it is there is found out when it is delivered.
        postman.owe(run, e);
      }
      outbox.take(run);
      outbox.runs().start(start);
      postman.send(run, () -> writer.start(start));
    }
  }

  /** Takes a run that the server knows into the home. */
  private boolean adopt(String run) {
    Optional<RunInfo> known = site.info(run);
    known.ifPresent(info -> delivery.adopt(info, outbox.runs()));
    return known.isPresent();
  }

  private Object lock(String run) {
    return names.computeIfAbsent(run, name -> new LinkedHashSet<>());
  }

  /** Notes something in the home, and on the server. */
  private void note(String run, Consumer<RunTracker> here, Consumer<Place> there) {
    synchronized (lock(run)) {
      if (!outbox.holds(run)) {
        if (!adopt(run)) {
          throw new MillraceException(StandardError.NOT_FOUND, "there is no run '" + run + "'");
        }
        outbox.take(run);
      }
      here.accept(outbox.runs());
      postman.send(run, () -> there.accept(site.find(run).orElseThrow()));
    }
  }

  @Override
  public void stage(String run, StageRecord stage) {
    note(
        run,
        here -> here.stage(run, stage),
        there -> writer.stage(there, stage, stage.dataVersion().isEmpty() ? "" : resolved(run)));
  }

  private String resolved(String run) {
    return outbox
        .runs()
        .run(run)
        .map(record -> record.start().documents().getOrDefault("resolved", ""))
        .orElse("");
  }

  @Override
  public void metrics(String run, Map<String, Double> metrics, long step) {
    note(
        run,
        here -> here.metrics(run, metrics, step),
        there -> {
          Set<String> known = names.getOrDefault(run, new LinkedHashSet<>());
          boolean isFirst = known.isEmpty();
          if (isFirst) {
            outbox.runs().run(run).ifPresent(record -> known.addAll(record.metrics().keySet()));
          }
          boolean isNew = known.addAll(metrics.keySet()) || isFirst;
          List<Metric> points = new ArrayList<>();
          Map<String, List<Long>> infinite = new LinkedHashMap<>();
          long now = ticks.next();
          metrics.forEach(
              (name, value) -> {
                points.add(new Metric(name, value, now, step));
                if (value.isInfinite()) {
                  List<MetricPoint> all = outbox.runs().history(run, name);
                  infinite.put(name, RunDelivery.infiniteSteps(all));
                }
              });
          Map<String, String> order = isNew ? RunWriter.order(known) : Map.of();
          Map<String, String> before = orders.getOrDefault(run, Map.of());
          Map<String, String> changed = new LinkedHashMap<>(order);
          changed.entrySet().removeAll(before.entrySet());
          writer.metrics(there, points, changed, infinite);
          if (isNew) {
            orders.put(run, order);
          }
        });
  }

  @Override
  public void tags(String run, Map<String, String> tags) {
    note(run, here -> here.tags(run, tags), there -> writer.tags(there, tags));
  }

  @Override
  public void trials(String run, List<TrialRecord> noted) {
    note(run, here -> here.trials(run, noted), there -> trials.write(there, noted));
  }

  @Override
  public void document(String run, String name, String text) {
    DocumentName.require(name);
    note(run, here -> here.document(run, name, text), there -> writer.document(there, name, text));
  }

  @Override
  public void artifact(String run, String name, Path file) {
    DocumentName.require(name);
    note(run, here -> here.artifact(run, name, file), there -> writer.artifact(there, name, file));
  }

  @Override
  public void finish(String run, RunStatus status, Instant end, String message) {
    note(
        run,
        here -> here.finish(run, status, end, message),
        there -> writer.finish(there, status, end, message));
    postman.settle(run);
  }

  @Override
  public Optional<RunRecord> run(String run) {
    return read(run, here -> here.run(run), () -> site.info(run).map(reader::whole));
  }

  /** Answers of the server. */
  private interface Remote<T> {
    T get();
  }

  /** Asks the server, unless it lacks something or is silent, and the home has all of the run. */
  private <T> T read(String run, Function<RunTracker, T> here, Remote<T> there) {
    if (outbox.owes(run) && !postman.settleIfDue(run)) {
      return here.apply(outbox.runs());
    }
    try {
      return there.get();
    } catch (MillraceException e) {
      if (e.code() == MlflowError.MLFLOW_UNREACHABLE && outbox.holds(run)) {
        return here.apply(outbox.runs());
      }
      throw e;
    }
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    postman.settleAll();
    return listing.runs(query);
  }

  @Override
  public long count(RunQuery query) {
    postman.settleAll();
    return listing.count(query);
  }

  @Override
  public List<TrialRecord> trials(String run) {
    return read(
        run, here -> here.trials(run), () -> site.find(run).map(trials::read).orElse(List.of()));
  }

  @Override
  public List<MetricPoint> history(String run, String metric) {
    return read(
        run,
        here -> here.history(run, metric),
        () -> site.info(run).map(info -> reader.history(info, metric)).orElse(List.of()));
  }

  @Override
  public List<String> artifacts(String run) {
    return read(
        run,
        here -> here.artifacts(run),
        () -> site.find(run).map(reader::artifacts).orElse(List.of()));
  }

  @Override
  public Path open(String run, String artifact) {
    return read(run, here -> here.open(run, artifact), () -> files.download(run, artifact));
  }

  @Override
  public void links(String run, Collection<RunLink> links) {
    note(run, here -> here.links(run, links), there -> writer.links(there, links));
  }

  @Override
  public List<RunLink> links(String run) {
    return read(
        run,
        here -> here.links(run),
        () -> site.info(run).map(info -> LinkTags.links(info.tags())).orElse(List.of()));
  }

  @Override
  public List<LinkedRun> linkedRuns(LinkQuery query) {
    postman.settleAll();
    return linked.links(query);
  }

  @Override
  public void delete(String run) {
    synchronized (lock(run)) {
      site.find(run)
          .ifPresent(
              place -> {
                trials.delete(place);
                site.client().runs().delete(place.id());
              });
      site.forget(run);
      if (outbox.holds(run)) {
        outbox.forget(run);
      }
      names.remove(run);
      orders.remove(run);
    }
  }

  /** Forgets what the server has. */
  void close() {
    postman.tidy(List.copyOf(names.keySet()));
  }
}
