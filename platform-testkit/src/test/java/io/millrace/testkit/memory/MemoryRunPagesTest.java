package io.millrace.testkit.memory;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunPagesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MemoryRunPagesTest extends RunPagesContract {
  private final MemoryDatabase database = new MemoryDatabase();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return MemoryTracking.on(database, MemoryArtifactStore.in(home));
  }
}
