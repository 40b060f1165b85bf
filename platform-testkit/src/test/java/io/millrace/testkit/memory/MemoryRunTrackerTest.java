package io.millrace.testkit.memory;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunTrackerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MemoryRunTrackerTest extends RunTrackerContract {
  private final MemoryDatabase database = new MemoryDatabase();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return MemoryTracking.on(database, MemoryArtifactStore.in(home));
  }
}
