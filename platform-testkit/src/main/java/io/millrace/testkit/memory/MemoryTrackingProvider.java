package io.millrace.testkit.memory;

import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens databases by addresses such as {@code memory:team}; each address has one database. */
public final class MemoryTrackingProvider implements TrackingProvider {
  private final Map<URI, MemoryDatabase> databases = new ConcurrentHashMap<>();

  @Override
  public boolean accepts(URI address) {
    return "memory".equals(address.getScheme());
  }

  @Override
  public Tracking open(URI address, TrackingHome home) {
    return MemoryTracking.on(
        databases.computeIfAbsent(address, key -> new MemoryDatabase()), home.artifacts());
  }
}
