package io.millrace.tracking.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import java.util.Map;
import java.util.Optional;

/** Models as things of their own, beside runs: MLflow 3 and later. */
public final class LoggedModels {
  private static final String RESOURCE = Trees.API + "logged-models";

  private final Channel channel;

  LoggedModels(Channel channel) {
    this.channel = channel;
  }

  /**
   * A model whose files may still be missing.
   *
   * @param id as {@code m-} with 32 hexadecimal digits
   * @param artifactUri where its files belong
   */
  public record LoggedModel(String id, String artifactUri) {}

  /**
   * Makes a model that waits for its files.
   *
   * @param run the run that made it; empty if the server does not know it
   * @return empty, if the server is older than such models
   */
  public Optional<LoggedModel> create(
      String experiment, String name, String run, Map<String, String> tags) {
    ObjectNode body = Trees.object().put("experiment_id", experiment).put("name", allowed(name));
    if (!run.isEmpty()) {
      body.put("source_run_id", run);
    }
    body.set("tags", Trees.pairs(tags));
    try {
      JsonNode info =
          channel
              .json(
                  Request.json("POST", RESOURCE, body, "logging the model '" + name + "'")
                      .onlyOnce())
              .path("model")
              .path("info");
      return Optional.of(
          new LoggedModel(info.path("model_id").asText(), info.path("artifact_uri").asText()));
    } catch (MillraceException e) {
      // A page of HTML with status 404: the server knows no such resource.
      if (e.code() == MlflowError.MLFLOW_UNFIT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Names of models may hold neither of these (mlflow.utils.validation). */
  private static String allowed(String name) {
    return name.replaceAll("[/:.%\"']", "-");
  }

  /** Says that all files are there. */
  public void ready(String model) {
    ObjectNode body = Trees.object().put("model_id", model).put("status", "LOGGED_MODEL_READY");
    channel.json(
        Request.json(
            "PATCH", RESOURCE + "/" + Trees.escaped(model), body, "finishing the model " + model));
  }

  /** Says which run made it. */
  public void output(String run, String model) {
    ObjectNode body = Trees.object().put("run_id", run);
    body.withArray("models").addObject().put("model_id", model).put("step", 0);
    channel.json(
        Request.json("POST", Trees.API + "runs/outputs", body, "logging outputs of " + run));
  }

  /**
   * On servers that know no such models: tells the run of a model among its artifacts.
   *
   * @param description what its {@code MLmodel} says, as JSON
   */
  public void logWithRun(String run, String description) {
    ObjectNode body = Trees.object().put("run_id", run).put("model_json", description);
    channel.json(
        Request.json("POST", Trees.API + "runs/log-model", body, "logging a model of " + run));
  }
}
