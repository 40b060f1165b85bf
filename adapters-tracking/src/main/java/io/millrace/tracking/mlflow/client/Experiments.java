package io.millrace.tracking.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Experiments: groups of runs. */
public final class Experiments {
  private static final int PAGE = 1000;

  private final Channel channel;

  Experiments(Channel channel) {
    this.channel = channel;
  }

  /**
   * An experiment.
   *
   * @param id its number
   * @param name unique on the server
   * @param active whether it was not deleted
   */
  public record Experiment(String id, String name, boolean active) {
    private static Experiment of(JsonNode node) {
      return new Experiment(
          node.path("experiment_id").asText(),
          node.path("name").asText(),
          node.path("lifecycle_stage").asText("active").equals("active"));
    }
  }

  /** The experiment of that name, deleted ones included: they keep their names. */
  public Optional<Experiment> named(String name) {
    String path = Trees.API + "experiments/get-by-name?experiment_name=" + Trees.escaped(name);
    try {
      JsonNode answer = channel.json(Request.get(path, "asking for the experiment '" + name + "'"));
      return Optional.of(Experiment.of(answer.path("experiment")));
    } catch (MillraceException e) {
      if (e.code() == MlflowError.MLFLOW_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Makes an experiment.
   *
   * @return its number
   * @throws MillraceException MLFLOW_EXISTS, if there is one of that name
   */
  public String create(String name) {
    ObjectNode body = Trees.object().put("name", name);
    return channel
        .json(
            Request.json(
                "POST",
                Trees.API + "experiments/create",
                body,
                "creating the experiment '" + name + "'"))
        .path("experiment_id")
        .asText();
  }

  /** All experiments that were not deleted. */
  public List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    String token = "";
    do {
      Page<Experiment> page = page(token, PAGE);
      all.addAll(page.items());
      token = page.next();
    } while (!token.isEmpty());
    return all;
  }

  /** Asks for as little as possible: shows whether the server answers and lets this user in. */
  public void probe() {
    page("", 1);
  }

  private Page<Experiment> page(String token, int size) {
    ObjectNode body = Trees.object().put("max_results", size);
    if (!token.isEmpty()) {
      body.put("page_token", token);
    }
    JsonNode answer =
        channel.json(
            Request.json("POST", Trees.API + "experiments/search", body, "listing experiments"));
    return new Page<>(
        Trees.list(answer.path("experiments"), Experiment::of),
        answer.path("next_page_token").asText());
  }
}
