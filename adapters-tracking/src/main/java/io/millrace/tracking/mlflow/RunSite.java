package io.millrace.tracking.mlflow;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunStart;
import io.millrace.tracking.mlflow.client.Artifacts;
import io.millrace.tracking.mlflow.client.Experiments.Experiment;
import io.millrace.tracking.mlflow.client.MlflowClient;
import io.millrace.tracking.mlflow.client.MlflowError;
import io.millrace.tracking.mlflow.client.RunInfo;
import io.millrace.tracking.mlflow.client.RunSearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where runs are on the server: the tag {@code millrace.run} holds what Millrace calls them. */
final class RunSite {
  static final String RUN = Keys.OURS + "run";
  static final String PIPELINE = Keys.OURS + "pipeline";

  /** What a run of another kind is about. A pipeline's run never had it, and has no kind either. */
  static final String SUBJECT = Keys.OURS + "subject";

  static final String KIND = Keys.OURS + "kind";
  static final String START = Keys.OURS + "start";

  private final MlflowClient client;
  private final Optional<String> experiment;
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  RunSite(MlflowClient client, Optional<String> experiment) {
    this.client = client;
    this.experiment = experiment;
  }

  /**
   * A run on the server.
   *
   * @param id the server's
   * @param experiment its number
   * @param artifactUri where its files lie
   */
  record Place(String id, String experiment, String artifactUri) {}

  MlflowClient client() {
    return client;
  }

  /** The files of a run. */
  Artifacts artifacts(Place place) {
    return client.artifacts(place.artifactUri());
  }

  /** The experiments that hold runs of Millrace. */
  List<String> experiments() {
    return experiment.isPresent()
        ? client.experiments().named(experiment.get()).filter(Experiment::active).stream()
            .map(Experiment::id)
            .toList()
        : client.experiments().all().stream().map(Experiment::id).toList();
  }

  /** Where a run is. */
  Optional<Place> find(String run) {
    Place known = places.get(run);
    return known != null ? Optional.of(known) : info(run).map(info -> note(run, info));
  }

  /** A run as the server has it now. */
  Optional<RunInfo> info(String run) {
    Place known = places.get(run);
    if (known != null) {
      return client.runs().get(known.id());
    }
    List<String> experiments = experiments();
    if (experiments.isEmpty()) {
      return Optional.empty();
    }
    String filter = "tags.`" + RUN + "` = " + RunSearch.quoted(run);
    RunSearch search = new RunSearch(experiments, filter, List.of());
    Optional<RunInfo> found =
        client.runs().search(search, 10, "").items().stream()
            .filter(info -> run.equals(info.tags().get(RUN)))
            .findFirst();
    found.ifPresent(info -> note(run, info));
    return found;
  }

  private Place note(String run, RunInfo info) {
    Place place = new Place(info.id(), info.experiment(), info.artifactUri());
    places.put(run, place);
    return place;
  }

  /** Makes a run. Whoever calls has looked for it before. */
  Place create(RunStart start) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(RUN, start.run());
    if (start.kind() == RunKind.PIPELINE) {
      tags.put(PIPELINE, start.pipeline());
    } else {
      tags.put(KIND, start.kind().text());
      tags.put(SUBJECT, start.pipeline());
    }
    tags.put(START, Times.text(start.time()));
    tags.put("mlflow.user", start.tags().getOrDefault("user", ""));
    tags.put("mlflow.source.name", start.tags().getOrDefault("file", start.pipeline()));
    tags.put("mlflow.source.type", "PROJECT");
    tags.values().removeIf(String::isEmpty);
    String in = experimentFor(start.pipeline());
    RunInfo info = client.runs().create(in, start.run(), start.time().toEpochMilli(), tags);
    return note(start.run(), info);
  }

  void forget(String run) {
    places.remove(run);
  }

  /**
   * The number of the experiment for a pipeline, or whatever else has that name; made if needed.
   */
  String experimentFor(String pipeline) {
    String name = experiment.orElse(pipeline);
    Optional<Experiment> found = client.experiments().named(name);
    if (found.isEmpty()) {
      try {
        return client.experiments().create(name);
      } catch (MillraceException e) {
        if (e.code() != MlflowError.MLFLOW_EXISTS) {
          throw e;
        }
        found = client.experiments().named(name);
      }
    }
    Experiment there = found.orElseThrow();
    if (!there.active()) {
      throw new MillraceException(
          MlflowError.MLFLOW_REFUSED,
          "The experiment '%s' was deleted on the MLflow server at %s; restore it (mlflow experiments restore -x %s), or name another one by ?experiment=NAME behind the tracking address."
              .formatted(name, client.server().shown(), there.id()));
    }
    return there.id();
  }
}
