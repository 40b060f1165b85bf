package io.millrace.testkit.memory;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.JournalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MemoryJournalTest extends JournalContract {
  private final MemoryDatabase database = new MemoryDatabase();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return MemoryTracking.on(database, MemoryArtifactStore.in(home));
  }
}
