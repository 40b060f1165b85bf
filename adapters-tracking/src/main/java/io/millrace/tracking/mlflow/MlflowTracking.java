package io.millrace.tracking.mlflow;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingTraits;
import io.millrace.tracking.mlflow.client.MlflowClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs and models on a server; kept outputs, effects and leases in a database in the home. It is
 * one for this server: what was registered elsewhere is not registered here.
 */
final class MlflowTracking implements Tracking {
  private static final TrackingTraits TRAITS = new TrackingTraits(false);
  private static final int NAME_DIGITS = 12;

  private final MlflowClient client;
  private final Outbox outbox;
  private final MlflowRunTracker runs;
  private final ModelRegistry models;

  MlflowTracking(MlflowClient client, Optional<String> experiment, TrackingHome home) {
    this.client = client;
    String server = client.server().shown();
    Path directory =
        home.directory().resolve("mlflow").resolve(Keys.hash(server).substring(0, NAME_DIGITS));
    this.outbox = new Outbox(directory, home);
    RunSite site = new RunSite(client, experiment);
    this.runs = new MlflowRunTracker(site, outbox);
    this.models =
        new MlflowModelRegistry(
            client.registeredModels(),
            new PackageShelf(site),
            new PackageTransfer(directory.resolve("packages")),
            new HomeLock(directory.resolve("registry.lock")),
            server);
  }

  /**
   * Finds out whether the server can be worked with.
   *
   * @throws MillraceException as {@link MlflowClient#check}; it names the runs that wait for the
   *     server
   */
  void check() {
    try {
      client.check();
    } catch (MillraceException e) {
      String owed = outbox.owed();
      throw owed.isEmpty()
          ? e
          : new MillraceException(e.code(), e.getMessage() + " It still lacks " + owed + ".", e);
    }
  }

  /** Sends what former processes could not. */
  void collect() {
    if (outbox.leftover().isEmpty()) {
      return;
    }
    new HomeLock(outbox.directory().resolve("outbox.lock"))
        .with(
            () -> {
              runs.postman().collect();
              return true;
            });
  }

  @Override
  public RunTracker runs() {
    return runs;
  }

  @Override
  public ModelRegistry models() {
    return models;
  }

  @Override
  public Journal journal() {
    return outbox.journal();
  }

  @Override
  public TrackingTraits traits() {
    return TRAITS;
  }

  @Override
  public Map<String, String> state() {
    Map<String, String> state = new LinkedHashMap<>();
    String version = client.version();
    state.put("server", version.isEmpty() ? "MLflow, of no known version" : "MLflow " + version);
    String owed = outbox.owed();
    state.put("owed", owed.isEmpty() ? "nothing" : owed);
    return state;
  }

  @Override
  public void close() {
    runs.close();
    outbox.close();
  }
}
