package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.MetricPoint;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.tracking.mlflow.RunSite.Place;
import io.millrace.tracking.mlflow.client.Artifacts;
import io.millrace.tracking.mlflow.client.Metric;
import io.millrace.tracking.mlflow.client.RunInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads runs from the server as they were written. */
final class RunReader {
  private final RunSite site;

  RunReader(RunSite site) {
    this.site = site;
  }

  /** A run with its stages and documents. */
  RunRecord whole(RunInfo info) {
    Artifacts artifacts = site.client().artifacts(info.artifactUri());
    List<StageRecord> stages = new ArrayList<>();
    for (Artifacts.Entry file : artifacts.files(RunWriter.STAGES)) {
      stages.add(Texts.stage(LongTexts.read(file.path(), artifacts)));
    }
    stages.sort(Comparator.comparingInt(StageRecord::position).thenComparing(StageRecord::stage));
    Map<String, String> documents = new LinkedHashMap<>();
    for (Artifacts.Entry file : artifacts.files(RunWriter.DOCUMENTS)) {
      documents.put(
          file.path().substring(RunWriter.DOCUMENTS.length() + 1),
          LongTexts.read(file.path(), artifacts));
    }
    return record(info, stages, documents);
  }

  /** A run without them. */
  RunRecord summary(RunInfo info) {
    return record(info, List.of(), Map.of());
  }

  private RunRecord record(RunInfo info, List<StageRecord> stages, Map<String, String> documents) {
    Map<String, String> tags = info.tags();
    Supplier<Artifacts> artifacts = () -> site.client().artifacts(info.artifactUri());
    Map<String, String> params = new LinkedHashMap<>();
    info.params()
        .forEach(
            (key, value) ->
                params.put(
                    Keys.name(key, tags),
                    LongTexts.whole(LongTexts.Kind.PARAM, key, value, tags, artifacts)));
    Map<String, String> users = new LinkedHashMap<>();
    tags.forEach(
        (key, value) -> {
          if (Keys.isUsers(key)) {
            users.put(
                Keys.name(key, tags),
                LongTexts.whole(LongTexts.Kind.TAG, key, value, tags, artifacts));
          }
        });
    RunStart start =
        new RunStart(
            tags.getOrDefault(RunSite.RUN, info.id()),
            RunKind.of(tags.getOrDefault(RunSite.KIND, "")).orElse(RunKind.PIPELINE),
            tags.getOrDefault(RunSite.PIPELINE, tags.getOrDefault(RunSite.SUBJECT, "")),
            Times.of(tags.getOrDefault(RunSite.START, Instant.EPOCH.toString())),
            params,
            users,
            documents);
    String end = tags.getOrDefault(RunWriter.END, "");
    String shown = tags.getOrDefault(RunWriter.MESSAGE, "");
    String message = LongTexts.whole(LongTexts.Kind.TAG, RunWriter.MESSAGE, shown, tags, artifacts);
    return new RunRecord(
        start,
        RunStatus.of(tags.getOrDefault(RunWriter.STATUS, "running")),
        end.isEmpty() ? null : Times.of(end),
        message,
        stages,
        metrics(info));
  }

  /** The last value of each, in the order that a tag tells. */
  static Map<String, Double> metrics(RunInfo info) {
    Map<String, Double> values = new TreeMap<>();
    for (Metric metric : info.metrics()) {
      values.put(Keys.name(metric.key(), info.tags()), exact(metric, info.tags()));
    }
    Map<String, Double> ordered = new LinkedHashMap<>();
    for (String name : Texts.list(Chunks.get(info.tags(), RunWriter.METRICS))) {
      Double value = values.remove(name);
      if (value != null) {
        ordered.put(name, value);
      }
    }
    // Of two writers at once, one may have written the order without the other's names.
    new TreeSet<>(values.keySet()).forEach(name -> ordered.put(name, values.get(name)));
    return ordered;
  }

  /** The server keeps the largest number for what is infinite. */
  static double exact(Metric metric, Map<String, String> tags) {
    if (Math.abs(metric.value()) != Double.MAX_VALUE) {
      return metric.value();
    }
    String steps = Chunks.get(tags, RunWriter.INFINITE + metric.key());
    boolean infinite = Arrays.asList(steps.split(",")).contains(String.valueOf(metric.step()));
    return infinite ? Math.copySign(Double.POSITIVE_INFINITY, metric.value()) : metric.value();
  }

  /** All values of a metric, of each step the last one. */
  List<MetricPoint> history(RunInfo info, String name) {
    Map<Long, Metric> steps = new TreeMap<>();
    for (Metric point : site.client().runs().history(info.id(), Keys.of(name))) {
      steps.merge(
          point.step(),
          point,
          (left, right) -> right.timestamp() >= left.timestamp() ? right : left);
    }
    return steps.values().stream()
        .map(point -> new MetricPoint(point.step(), exact(point, info.tags())))
        .toList();
  }

  /** The files that users know: not those that Millrace keeps for itself, nor models. */
  List<String> artifacts(Place place) {
    Artifacts artifacts = site.artifacts(place);
    List<String> names = new ArrayList<>();
    for (Artifacts.Entry entry : artifacts.list("")) {
      if (entry.path().equals("millrace") || entry.path().startsWith(PackageTransfer.DIRECTORY)) {
        continue;
      }
      if (entry.directory()) {
        artifacts.files(entry.path()).forEach(file -> names.add(file.path()));
      } else {
        names.add(entry.path());
      }
    }
    return names.stream().sorted().toList();
  }
}
