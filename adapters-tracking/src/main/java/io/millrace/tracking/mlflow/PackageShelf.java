package io.millrace.tracking.mlflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.tracking.mlflow.RunSite.Place;
import io.millrace.tracking.mlflow.client.Artifacts;
import io.millrace.tracking.mlflow.client.LoggedModels.LoggedModel;
import io.millrace.tracking.mlflow.client.MlflowClient;
import io.millrace.tracking.mlflow.client.RegisteredModels.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps packages on the server: as logged models, which servers know since MLflow 3, or among the
 * artifacts of the run.
 */
final class PackageShelf {
  private final RunSite site;

  PackageShelf(RunSite site) {
    this.site = site;
  }

  /**
   * Where a package was put.
   *
   * @param source as a version names it
   * @param run the server's number of the run that made it; may be empty
   * @param loggedModel its number; may be empty
   */
  record Placed(String source, String run, String loggedModel) {}

  Placed put(ModelVersion version, Path modelPackage) {
    Optional<Place> run = site.find(version.run());
    String experiment =
        run.map(Place::experiment).orElseGet(() -> site.experimentFor(version.model()));
    MlflowClient client = site.client();
    Optional<LoggedModel> model =
        client
            .loggedModels()
            .create(
                experiment,
                version.model(),
                run.map(Place::id).orElse(""),
                Map.of(RunSite.RUN, version.run()));
    if (model.isEmpty()) {
      return among(run.orElseGet(() -> holder(experiment, version)), modelPackage);
    }
    LoggedModel made = model.get();
    client.artifacts(made.artifactUri()).uploadAll(modelPackage);
    client.loggedModels().ready(made.id());
    run.ifPresent(place -> client.loggedModels().output(place.id(), made.id()));
    return new Placed("models:/" + made.id(), run.map(Place::id).orElse(""), made.id());
  }

  /** A run of which the server knows nothing has to be made, for packages lie with runs there. */
  private Place holder(String experiment, ModelVersion version) {
    long now = Clock.systemUTC().millis();
    var info = site.client().runs().create(experiment, version.model(), now, Map.of());
    return new Place(info.id(), info.experiment(), info.artifactUri());
  }

  private Placed among(Place run, Path modelPackage) {
    String directory = PackageTransfer.DIRECTORY + UUID.randomUUID();
    Artifacts artifacts = site.client().artifacts(run.artifactUri() + "/" + directory);
    artifacts.uploadAll(modelPackage);
    if (Files.exists(modelPackage.resolve("MLmodel"))) {
      ObjectNode description = JsonNodeFactory.instance.objectNode();
      description
          .put("run_id", run.id())
          .put("artifact_path", directory)
          .put(
              "utc_time_created",
              Times.text(Clock.systemUTC().instant()).replaceAll("[TZ]", " ").strip())
          .putObject("flavors")
          .putObject("python_function");
      site.client().loggedModels().logWithRun(run.id(), description.toString());
    }
    return new Placed(run.artifactUri() + "/" + directory, run.id(), "");
  }

  /** The files of a version. */
  Artifacts files(Version version) {
    MlflowClient client = site.client();
    return client.artifacts(
        client.registeredModels().downloadUri(version.name(), version.version()));
  }
}
