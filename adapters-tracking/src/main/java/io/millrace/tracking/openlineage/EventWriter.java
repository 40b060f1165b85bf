package io.millrace.tracking.openlineage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.LineageTarget;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStatus;
import io.millrace.tracking.openlineage.ToldRun.Documents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes events of runs as OpenLineage 2-0-2 has them, each a JSON document in one line. */
final class EventWriter {
  private static final String SCHEMA =
      "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
  private static final String HOME = "https://millrace.io/";

  /** How tags begin that hold settings, for a reproduction. */
  private static final String OF_ENGINE = "partitioning.";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String namespace;
  private final String version;
  private final String producer;
  private final Optional<ParentRun> parent;
  private final Optional<ParentRun> root;
  private final DatasetWriter datasets;

  private EventWriter(
      String namespace, String version, Optional<ParentRun> parent, Optional<ParentRun> root) {
    this.namespace = namespace;
    this.version = version;
    this.producer = HOME + (version.isEmpty() ? "" : "releases/" + version);
    this.parent = parent;
    this.root = root;
    this.datasets = new DatasetWriter(namespace, producer);
  }

  /**
   * For what is told to a target.
   *
   * @throws MillraceException INVALID_CALL, if nothing can be named under its namespace
   */
  static EventWriter of(LineageTarget target, Function<String, Optional<String>> variables) {
    String namespace = target.namespace().strip();
    if (namespace.isEmpty() || namespace.chars().anyMatch(Character::isISOControl)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "the namespace of OpenLineage events is empty, or holds a control character; write a name"
              + " as millrace-prod");
    }
    Optional<ParentRun> parent = ParentRun.of(variables);
    Optional<ParentRun> root = parent.map(known -> ParentRun.rootOf(variables).orElse(known));
    return new EventWriter(namespace, target.version(), parent, root);
  }

  /** The id of a run, the same for the same name. */
  UUID id(String run) {
    return RunUuid.of(namespace, run);
  }

  /** A run starts. */
  String start(ToldRun run, Instant time) {
    ObjectNode event = event("START", time, run, List.of());
    sourceCode(run, (ObjectNode) event.path("job").path("facets"));
    ObjectNode facets = (ObjectNode) event.path("run").path("facets");
    parameters(run.start().params(), facets);
    return event.toString();
  }

  /** A run without end goes on. */
  String running(ToldRun run, Instant time, Collection<RunLink> links) {
    return event("RUNNING", time, run, links).toString();
  }

  /** A run has ended. */
  String end(
      ToldRun run, RunStatus status, Instant time, String message, Collection<RunLink> links) {
    String type =
        switch (status) {
          case DONE -> "COMPLETE";
          case INTERRUPTED -> "ABORT";
          case REFUSED, FAILED -> "FAIL";
          case RUNNING -> "RUNNING";
        };
    ObjectNode event = event(type, time, run, links);
    ObjectNode facets = (ObjectNode) event.path("run").path("facets");
    own(run, status, facets);
    if (type.equals("FAIL")) {
      Facet.ERROR
          .in(facets, producer)
          .put("message", Redaction.of(message))
          .put("programmingLanguage", "JAVA");
    }
    return event.toString();
  }

  private ObjectNode event(String type, Instant time, ToldRun run, Collection<RunLink> links) {
    ObjectNode event = JSON.createObjectNode();
    event.put("eventType", type);
    event.put("eventTime", time.truncatedTo(ChronoUnit.MILLIS).toString());
    event.put("producer", producer);
    event.put("schemaURL", SCHEMA);
    ObjectNode node = event.putObject("run").put("runId", run.id().toString());
    runFacets(run, node.putObject("facets"));
    ObjectNode job = event.putObject("job").put("namespace", namespace).put("name", jobName(run));
    jobType(run.start().kind(), job.putObject("facets"));
    ArrayNode inputs = event.putArray("inputs");
    ArrayNode outputs = event.putArray("outputs");
    datasets.write(run, links, inputs, outputs);
    return event;
  }

  private static String jobName(ToldRun run) {
    RunKind kind = run.start().kind();
    String name = run.start().pipeline();
    return kind == RunKind.PIPELINE ? name : kind.text() + "/" + name;
  }

  private void jobType(RunKind kind, ObjectNode facets) {
    String processing =
        switch (kind) {
          case STREAM -> "STREAMING";
          case SERVE -> "SERVICE";
          default -> "BATCH";
        };
    Facet.JOB_TYPE
        .in(facets, producer)
        .put("processingType", processing)
        .put("integration", "MILLRACE")
        .put("jobType", "RUN");
  }

  private void sourceCode(ToldRun run, ObjectNode facets) {
    Map<String, String> documents = run.start().documents();
    String yaml = documents.get(Documents.FILE);
    String code = yaml == null ? documents.get(Documents.RESOLVED) : yaml;
    if (code != null) {
      Facet.SOURCE_CODE
          .in(facets, producer)
          .put("language", yaml == null ? "json" : "yaml")
          .put("sourceCode", Redaction.of(code));
    }
  }

  private void runFacets(ToldRun run, ObjectNode facets) {
    own(run, null, facets);
    parent.ifPresent(
        known -> {
          ObjectNode facet = Facet.PARENT.in(facets, producer);
          known.write(facet);
          root.orElse(known).write(facet.putObject("root"));
        });
    engine(run.engine(), facets);
    tags(run, facets);
  }

  /** What OpenLineage has no facet for; its schema is in docs/reference. */
  private void own(ToldRun run, @Nullable RunStatus status, ObjectNode facets) {
    OwnFacet.in(facets, producer, run, status);
  }

  private void engine(String versions, ObjectNode facets) {
    String first = versions.lines().findFirst().orElse("");
    int blank = first.indexOf(' ');
    if (blank > 0) {
      ObjectNode facet = Facet.ENGINE.in(facets, producer);
      facet.put("name", first.substring(0, blank)).put("version", first.substring(blank + 1));
      if (!version.isEmpty()) {
        facet.put("openlineageAdapterVersion", version);
      }
    }
  }

  private void tags(ToldRun run, ObjectNode facets) {
    ArrayNode tags = Facet.TAGS.in(facets, producer).putArray("tags");
    run.tags()
        .forEach(
            (name, value) -> {
              if (!name.equals(TellingTracker.ID_TAG) && !name.startsWith(OF_ENGINE)) {
                tags.addObject()
                    .put("key", name)
                    .put("value", Redaction.of(name, value))
                    .put("source", "MILLRACE");
              }
            });
    if (tags.isEmpty()) {
      facets.remove("tags");
    }
  }

  private void parameters(Map<String, String> params, ObjectNode facets) {
    if (params.isEmpty()) {
      return;
    }
    ArrayNode parameters = Facet.PARAMETERS.in(facets, producer).putArray("parameters");
    params.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            param ->
                parameters
                    .addObject()
                    .put("key", param.getKey())
                    .put("value", Redaction.of(param.getKey(), param.getValue())));
  }
}
