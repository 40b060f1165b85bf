package io.millrace.tracking.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.tracking.mlflow.RunSite.Place;
import io.millrace.tracking.mlflow.client.Artifacts;
import io.millrace.tracking.mlflow.client.Batch;
import io.millrace.tracking.mlflow.client.Dataset;
import io.millrace.tracking.mlflow.client.Metric;
import io.millrace.tracking.mlflow.client.RunStateChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Writes runs to the server. Every call can be repeated. */
final class RunWriter {
  static final String STATUS = Keys.OURS + "status";
  static final String END = Keys.OURS + "end";
  static final String MESSAGE = Keys.OURS + "message";
  static final String METRICS = Keys.OURS + "metrics";
  static final String INFINITE = Keys.OURS + "infinite.";
  static final String STAGES = "millrace/stages";
  static final String DOCUMENTS = "millrace/documents";

  private static final int LONGEST_DIGEST = 36;

  private final RunSite site;

  RunWriter(RunSite site) {
    this.site = site;
  }

  /** Notes a start; a run that is there goes on. */
  void start(RunStart start) {
    Optional<Place> known = site.find(start.run());
    if (known.isPresent()) {
      site.client()
          .runs()
          .update(known.get().id(), new RunStateChange("RUNNING", OptionalLong.empty()));
      Batch batch = new Batch().tag(STATUS, RunStatus.RUNNING.text());
      site.client().runs().log(known.get().id(), batch.tag(END, "").tag(MESSAGE, ""));
      return;
    }
    create(start);
  }

  private void create(RunStart start) {
    Place place = site.create(start);
    describe(place, start);
    Batch status = new Batch().tag(STATUS, RunStatus.RUNNING.text());
    site.client().runs().log(place.id(), status);
  }

  /** Writes params, tags and documents. */
  void describe(Place place, RunStart start) {
    Map<String, String> ours = new LinkedHashMap<>();
    Map<String, String> params = new LinkedHashMap<>();
    Supplier<Artifacts> artifacts = () -> site.artifacts(place);
    start
        .params()
        .forEach(
            (name, value) -> {
              String key = Keys.of(name, ours);
              params.put(key, LongTexts.shown(LongTexts.Kind.PARAM, key, value, ours, artifacts));
            });
    Batch batch = new Batch();
    ours.forEach(batch::tag);
    params.forEach(batch::param);
    site.client().runs().log(place.id(), batch);
    tags(place, start.tags());
    start.documents().forEach((name, text) -> document(place, name, text));
  }

  void tags(Place place, Map<String, String> tags) {
    Map<String, String> written = new LinkedHashMap<>();
    tags.forEach(
        (name, value) -> {
          String key = Keys.of(name, written);
          String shown =
              LongTexts.shown(LongTexts.Kind.TAG, key, value, written, () -> site.artifacts(place));
          written.put(key, shown);
        });
    log(place, written);
  }

  private void log(Place place, Map<String, String> tags) {
    Batch batch = new Batch();
    tags.forEach(batch::tag);
    site.client().runs().log(place.id(), batch);
  }

  /**
   * Writes what became of a stage, and what it read.
   *
   * @param resolved the document of that name, which tells where an ingestor's data lies
   */
  void stage(Place place, StageRecord stage, String resolved) {
    LongTexts.upload(
        Texts.ofStage(stage),
        STAGES + "/" + Keys.of(stage.stage()) + ".json",
        site.artifacts(place));
    if (!stage.dataVersion().isEmpty()) {
      site.client().runs().logInputs(place.id(), List.of(dataset(stage, resolved)));
    }
  }

  /** As MLflow's own sources of data write themselves, so that its clients can load them. */
  private static Dataset dataset(StageRecord stage, String resolved) {
    String version = stage.dataVersion();
    JsonNode with = options(stage.stage(), resolved);
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    boolean features = stage.use().equals("ingest/features");
    boolean delta = features || stage.use().startsWith("ingest/delta");
    if (features) {
      source.put("delta_table_name", with.path("table").asText());
    } else if (delta) {
      source.put("path", with.path("path").asText());
    } else {
      source.put("uri", with.path("path").asText(stage.use()));
    }
    String number = version.split("@", 2)[0];
    if (delta && number.matches("\\d{1,18}")) {
      source.put("delta_table_version", Long.parseLong(number));
    }
    source.put("version", version);
    String digest =
        version.length() <= LONGEST_DIGEST
            ? version
            : Keys.hash(version).substring(0, LONGEST_DIGEST - 4);
    return new Dataset(
        stage.stage(), digest, delta ? "delta_table" : "local", source.toString(), "training");
  }

  private static JsonNode options(String stage, String resolved) {
    if (!resolved.isEmpty()) {
      for (JsonNode node : Texts.tree(resolved).path("stages")) {
        if (node.path("id").asText().equals(stage)) {
          return node.path("with");
        }
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }

  /** The tags that tell in which order metrics were mentioned first. */
  static Map<String, String> order(Collection<String> names) {
    Map<String, String> tags = new LinkedHashMap<>();
    Chunks.put(tags, METRICS, Texts.ofList(names));
    return tags;
  }

  /**
   * Writes values of metrics.
   *
   * @param points values with names, not yet keys
   * @param order tags that tell the order of the run's metrics
   * @param infinite the steps at which a metric is infinite, by its name: the server keeps the
   *     largest number in its place
   */
  void metrics(
      Place place,
      List<Metric> points,
      Map<String, String> order,
      Map<String, List<Long>> infinite) {
    Map<String, String> tags = new LinkedHashMap<>(order);
    Batch batch = new Batch();
    for (Metric point : points) {
      String key = Keys.of(point.key(), tags);
      batch.metric(new Metric(key, point.value(), point.timestamp(), point.step()));
    }
    infinite.forEach(
        (name, steps) ->
            Chunks.put(
                tags,
                INFINITE + Keys.of(name),
                steps.stream().map(String::valueOf).collect(Collectors.joining(","))));
    tags.forEach(batch::tag);
    if (!batch.isEmpty()) {
      site.client().runs().log(place.id(), batch);
    }
  }

  void links(Place place, Collection<RunLink> links) {
    if (!links.isEmpty()) {
      log(place, LinkTags.of(links));
    }
  }

  void document(Place place, String name, String text) {
    LongTexts.upload(text, DOCUMENTS + "/" + name, site.artifacts(place));
  }

  void artifact(Place place, String name, Path file) {
    site.artifacts(place).upload(file, name);
  }

  /** Notes how a run ended. MLflow knows no refused runs: to it they are finished. */
  void finish(Place place, RunStatus status, Instant end, String message) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(STATUS, status.text());
    tags.put(END, Times.text(end));
    tags.put(
        MESSAGE,
        LongTexts.shown(LongTexts.Kind.TAG, MESSAGE, message, tags, () -> site.artifacts(place)));
    log(place, tags);
    String theirs =
        switch (status) {
          case RUNNING -> "RUNNING";
          case DONE, REFUSED -> "FINISHED";
          case FAILED -> "FAILED";
          case INTERRUPTED -> "KILLED";
        };
    site.client()
        .runs()
        .update(place.id(), new RunStateChange(theirs, OptionalLong.of(end.toEpochMilli())));
  }
}
