package io.millrace.tracking.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs. */
public final class Runs {
  private static final int HISTORY_PAGE = 25_000;

  private final Channel channel;
  private final PageTokens tokens;

  Runs(Channel channel, PageTokens tokens) {
    this.channel = channel;
    this.tokens = tokens;
  }

  /**
   * Makes a run. Is sent again only if the server certainly did nothing: look for the run by its
   * tags before a second call.
   */
  public RunInfo create(String experiment, String name, long start, Map<String, String> tags) {
    ObjectNode body =
        Trees.object()
            .put("experiment_id", experiment)
            .put("run_name", name)
            .put("start_time", start);
    body.set("tags", Trees.pairs(tags));
    return Trees.run(
        channel
            .json(post("runs/create", body, "creating the run '" + name + "'").onlyOnce())
            .path("run"));
  }

  /** Says how a run stands. */
  public void update(String run, RunStateChange change) {
    ObjectNode body = Trees.object().put("run_id", run).put("status", change.status());
    change.end().ifPresent(end -> body.put("end_time", end));
    channel.json(post("runs/update", body, "updating the run " + run));
  }

  /** A run. */
  public Optional<RunInfo> get(String run) {
    String path = Trees.API + "runs/get?run_id=" + Trees.escaped(run);
    try {
      return Optional.of(
          Trees.run(channel.json(Request.get(path, "asking for the run " + run)).path("run")));
    } catch (MillraceException e) {
      if (e.code() == MlflowError.MLFLOW_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Part of the runs searched for.
   *
   * @param most runs in this part; the server gives at most 50,000
   * @param token of the part before; empty for the first
   */
  public Page<RunInfo> search(RunSearch search, int most, String token) {
    ObjectNode body = Trees.object();
    search.experiments().forEach(body.withArray("experiment_ids")::add);
    body.put("filter", search.filter()).put("max_results", most);
    search.order().forEach(body.withArray("order_by")::add);
    if (!token.isEmpty()) {
      body.put("page_token", token);
    }
    JsonNode answer = channel.json(post("runs/search", body, "searching for runs"));
    List<RunInfo> runs = Trees.list(answer.path("runs"), Trees::run);
    String next = answer.path("next_page_token").asText();
    if (token.isEmpty()) {
      tokens.seen(next, runs.size());
    }
    return new Page<>(runs, next);
  }

  /**
   * The token of the part behind so many of the runs searched for; empty if this server's can't be
   * made up: then all parts before have to be asked for.
   */
  public Optional<String> behind(RunSearch search, long runs) {
    if (runs > 0 && !tokens.areKnown()) {
      // Of a single run there is no second part, and so nothing to learn, nor to skip.
      search(search, 1, "");
    }
    return tokens.behind(runs);
  }

  /** Moves a run into the server's bin. */
  public void delete(String run) {
    channel.json(post("runs/delete", Trees.object().put("run_id", run), "deleting the run " + run));
  }

  /** Writes metrics, params and tags, in as many requests as their number needs. */
  public void log(String run, Batch batch) {
    for (ObjectNode body : batch.requests(run)) {
      channel.json(post("runs/log-batch", body, "logging to the run " + run));
    }
  }

  /** Names what went into a run. */
  public void logInputs(String run, List<Dataset> datasets) {
    ObjectNode body = Trees.object().put("run_id", run);
    for (Dataset dataset : datasets) {
      ObjectNode input = body.withArray("datasets").addObject();
      input
          .putObject("dataset")
          .put("name", dataset.name())
          .put("digest", dataset.digest())
          .put("source_type", dataset.sourceType())
          .put("source", dataset.source());
      input.withArray("tags").add(Batch.text("mlflow.data.context", dataset.context()));
    }
    channel.json(post("runs/log-inputs", body, "logging the inputs of the run " + run));
  }

  /** All values of a metric, in the server's order. */
  public List<Metric> history(String run, String metric) {
    List<Metric> all = new ArrayList<>();
    String token = "";
    do {
      String path =
          Trees.API
              + "metrics/get-history?run_id="
              + Trees.escaped(run)
              + "&metric_key="
              + Trees.escaped(metric)
              + "&max_results="
              + HISTORY_PAGE
              + (token.isEmpty() ? "" : "&page_token=" + Trees.escaped(token));
      JsonNode answer =
          channel.json(Request.get(path, "reading the metric '" + metric + "' of the run " + run));
      all.addAll(Trees.list(answer.path("metrics"), Trees::metric));
      token = answer.path("next_page_token").asText();
    } while (!token.isEmpty());
    return all;
  }

  private static Request post(String resource, JsonNode body, String what) {
    return Request.json("POST", Trees.API + resource, body, what);
  }
}
