package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.tracking.mlflow.client.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A home that tracks with a server. */
final class StandInHome {
  static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          2,
          Duration.ofMillis(1),
          Duration.ofMillis(10));

  private StandInHome() {}

  static TrackingHome home(Path directory) {
    return TrackingHome.of(directory, MemoryArtifactStore.in(directory.resolve("store")));
  }

  /** Opens tracking by a server, with what follows its address. */
  static Tracking open(URI server, String rest, Path directory) {
    return new MlflowTrackingProvider(SHORT)
        .open(URI.create("mlflow:" + server + rest), home(directory));
  }
}
