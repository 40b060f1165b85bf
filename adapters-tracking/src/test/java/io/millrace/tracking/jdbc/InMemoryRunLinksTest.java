package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunLinksContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class InMemoryRunLinksTest extends RunLinksContract {
  private final SharedMemory memory = new SharedMemory();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return memory.handle(home);
  }

  @AfterEach
  void forget() {
    memory.close();
  }
}
