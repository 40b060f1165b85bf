package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.JournalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcJournalTest extends JournalContract {
  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return TestHome.tracking(home);
  }
}
