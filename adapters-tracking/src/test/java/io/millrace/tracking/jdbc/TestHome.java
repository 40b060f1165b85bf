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
    return tracking(embedded(home), home);
  }

  /** The address of the home's own database. */
  static String embedded(Path home) {
    return "sqlite:" + file(home).toUri().getRawPath();
  }

  static Tracking tracking(String address, Path home) {
    return new JdbcTrackingProvider()
        .open(
            URI.create(address),
            TrackingHome.of(home, MemoryArtifactStore.in(home.resolve("store"))));
  }

  static RunFiles files(Path home) {
    return new StoreRunFiles(MemoryArtifactStore.in(home.resolve("store")));
  }
}
