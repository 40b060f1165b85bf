package io.millrace.serving.rollout;

import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.serving.log.RequestLog;
import io.millrace.serving.model.CallRefused;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How everything stands, as JSON. */
final class RolloutStatus {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Rollout rollout;
  private final Shadow shadow;
  private final @Nullable RequestLog log;

  RolloutStatus(Rollout rollout, Shadow shadow, @Nullable RequestLog log) {
    this.rollout = rollout;
    this.shadow = shadow;
    this.log = log;
  }

  ObjectNode all() {
    ObjectNode json = NODES.objectNode();
    ServingState state = rollout.state();
    json.put("revision", state.revision());
    ArrayNode models = json.putArray("models");
    new TreeMap<>(rollout.plans()).keySet().forEach(name -> models.add(of(name)));
    VersionAccess.SourceStatus source = rollout.sourceStatus();
    json.putObject("registry")
        .put("answered", source.answered().toString())
        .put("failure", source.failure());
    if (log != null) {
      json.putObject("requestLog")
          .put("written", log.written())
          .put("dropped", log.dropped())
          .put("failure", log.failure());
    }
    return json;
  }

  ObjectNode of(String name) {
    RoutePlan plan = rollout.plans().get(name);
    if (plan == null) {
      throw new CallRefused(
          NOT_FOUND,
          "There is no model '%s' here; there is %s."
              .formatted(name, String.join(", ", new TreeMap<>(rollout.plans()).keySet())));
    }
    ObjectNode json = NODES.objectNode().put("name", name);
    ModelState model = rollout.state().models().get(name);
    json.put("loaded", model != null);
    json.put("stickyBy", plan.stickyBy().toString());
    if (model != null) {
      ArrayNode routes = json.putArray("routes");
      model.routes().forEach(route -> routes.add(route(route)));
      json.set("shadow", model.shadow() == null ? NODES.nullNode() : shadow(model.shadow()));
      json.set("canary", model.canary() == null ? NODES.nullNode() : canary(model.canary()));
    }
    ArrayNode problems = json.putArray("problems");
    new TreeMap<>(rollout.problems(name))
        .forEach((target, problem) -> problems.add(problem(target, problem)));
    return json;
  }

  private static ObjectNode route(Route route) {
    RouteFigures.Snapshot figures = route.figures().snapshot();
    Resident previous = route.previous();
    return NODES
        .objectNode()
        .put("target", route.target())
        .put("weight", route.weight())
        .put("version", route.current().version())
        .put("previousVersion", previous == null ? null : previous.version())
        .put("rolledBackFrom", route.refused().isEmpty() ? null : route.refused())
        .put("requests", figures.requests())
        .put("errors", figures.errors())
        .put("p99Millis", figures.p99Nanos() / 1e6);
  }

  private ObjectNode shadow(Route route) {
    ShadowFigures.Snapshot figures = shadow.figures(route.current()).snapshot();
    return NODES
        .objectNode()
        .put("target", route.target())
        .put("version", route.current().version())
        .put("comparedRows", figures.compared())
        .put("differentRows", figures.different())
        .put("failedRows", figures.failed())
        .put("droppedRows", figures.dropped())
        .put("meanDifference", figures.meanDifference())
        .put("maxDifference", figures.maxDifference());
  }

  private static ObjectNode canary(CanaryRun run) {
    return NODES
        .objectNode()
        .put("target", run.canary())
        .put("stable", run.stable())
        .put("version", run.version())
        .put("start", run.start().toString())
        .put("phase", run.phase().name())
        .put("reason", run.reason());
  }

  private static ObjectNode problem(String target, LoadProblem problem) {
    return NODES
        .objectNode()
        .put("target", target)
        .put("version", problem.version())
        .put("message", problem.message())
        .put("since", problem.since().toString())
        .put("attempts", problem.attempts());
  }
}
