package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.testkit.memory.MemoryArtifactStore;
import java.net.URI;
import java.nio.file.Path;

/** A home with its database and its artifact store. */
final class TestHome {
  private TestHome() {}

  static Path file(Path home) {
    return home.resolve("tracking.db");
  }

  static Tracking tracking(Path home) {
    URI address = URI.create("sqlite:" + file(home).toUri().getRawPath());
    return new JdbcTrackingProvider()
        .open(address, TrackingHome.of(home, MemoryArtifactStore.in(home.resolve("store"))));
  }

  static RunFiles files(Path home) {
    return new RunFiles(MemoryArtifactStore.in(home.resolve("store")));
  }
}
