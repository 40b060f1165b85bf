package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.tracking.mlflow.RunSite.Place;
import io.millrace.tracking.mlflow.client.Metric;
import io.millrace.tracking.mlflow.client.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings the server's copy of a run up to what the home has, and the other way round. */
final class RunDelivery {
  private final RunSite site;
  private final RunWriter writer;
  private final TrialWriter trials;
  private final RunReader reader;
  private final Ticks ticks;

  RunDelivery(RunSite site, RunWriter writer, TrialWriter trials, RunReader reader, Ticks ticks) {
    this.site = site;
    this.writer = writer;
    this.trials = trials;
    this.reader = reader;
    this.ticks = ticks;
  }

  /**
   * Sends what the server lacks of a run. May be repeated at any point: nothing is there twice
   * afterwards.
   */
  void deliver(String run, RunTracker from) {
    RunRecord record = from.run(run).orElseThrow();
    RunStart start = record.start();
    site.forget(run);
    if (record.status() == RunStatus.RUNNING) {
      writer.start(start);
    } else if (site.find(run).isEmpty()) {
      site.create(start);
    }
    RunInfo info = site.info(run).orElseThrow();
    Place place = site.find(run).orElseThrow();
    writer.describe(place, start);
    String resolved = start.documents().getOrDefault("resolved", "");
    record.stages().forEach(stage -> writer.stage(place, stage, resolved));
    metrics(place, info, record, from);
    trials.write(place, from.trials(run));
    for (String artifact : from.artifacts(run)) {
      writer.artifact(place, artifact, from.open(run, artifact));
    }
    writer.links(place, from.links(run));
    if (record.status() != RunStatus.RUNNING) {
      writer.finish(place, record.status(), record.end().orElseThrow(), record.message());
    }
  }

  private void metrics(Place place, RunInfo info, RunRecord record, RunTracker from) {
    String run = record.start().run();
    Map<String, Metric> latest = new LinkedHashMap<>();
    info.metrics().forEach(metric -> latest.put(metric.key(), metric));
    List<Metric> missing = new ArrayList<>();
    Map<String, List<Long>> infinite = new LinkedHashMap<>();
    long now = ticks.next();
    for (String name : record.metrics().keySet()) {
      List<MetricPoint> points = new ArrayList<>(from.history(run, name));
      List<Long> steps = infiniteSteps(points);
      if (!steps.isEmpty()) {
        infinite.put(name, steps);
      }
      points.removeAll(known(info, name, points, latest.containsKey(Keys.of(name))));
      points.forEach(point -> missing.add(new Metric(name, point.value(), now, point.step())));
    }
    writer.metrics(place, missing, RunWriter.order(record.metrics().keySet()), infinite);
  }

  /** The values that the server has. Infinite ones are the largest number there. */
  private List<MetricPoint> known(
      RunInfo info, String name, List<MetricPoint> points, boolean named) {
    if (!named) {
      return List.of();
    }
    List<MetricPoint> known = new ArrayList<>(reader.history(info, name));
    for (MetricPoint point : points) {
      if (Double.isInfinite(point.value())
          && known.contains(
              new MetricPoint(point.step(), Math.copySign(Double.MAX_VALUE, point.value())))) {
        known.add(point);
      }
    }
    return known;
  }

  static List<Long> infiniteSteps(List<MetricPoint> points) {
    return points.stream()
        .filter(point -> Double.isInfinite(point.value()))
        .map(MetricPoint::step)
        .toList();
  }

  /** Takes a run of the server into the home, to be gone on with. */
  void adopt(RunInfo info, RunTracker to) {
    RunRecord record = reader.whole(info);
    String run = record.start().run();
    to.start(record.start());
    record.stages().forEach(stage -> to.stage(run, stage));
    Set<String> names = record.metrics().keySet();
    for (String name : names) {
      for (MetricPoint point : reader.history(info, name)) {
        to.metrics(run, Map.of(name, point.value()), point.step());
      }
    }
    to.trials(run, trials.read(new Place(info.id(), info.experiment(), info.artifactUri())));
    to.links(run, LinkTags.links(info.tags()));
    record.end().ifPresent(end -> to.finish(run, record.status(), end, record.message()));
  }
}
