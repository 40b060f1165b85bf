package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingTraits;
import io.millrace.tracking.jdbc.JdbcTrackingProvider;
import io.millrace.tracking.mlflow.client.MlflowClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs and models on a server; kept outputs, effects and leases in the home's own database. */
final class MlflowTracking implements Tracking {
  private static final TrackingTraits TRAITS = new TrackingTraits(false);
  private static final int NAME_DIGITS = 12;

  private final TrackingHome home;
  private final Outbox outbox;
  private final MlflowRunTracker runs;
  private final ModelRegistry models;
  private @Nullable Tracking embedded;

  MlflowTracking(MlflowClient client, Optional<String> experiment, TrackingHome home) {
    this.home = home;
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
  public synchronized Journal journal() {
    if (embedded == null) {
      URI file = URI.create("sqlite:" + home.database().toUri().getRawPath());
      embedded = new JdbcTrackingProvider().open(file, home);
    }
    return embedded.journal();
  }

  @Override
  public TrackingTraits traits() {
    return TRAITS;
  }

  @Override
  public synchronized void close() {
    runs.close();
    outbox.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
