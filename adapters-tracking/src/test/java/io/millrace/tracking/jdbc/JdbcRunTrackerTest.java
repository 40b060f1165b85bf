package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunTrackerContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcRunTrackerTest extends RunTrackerContract {
  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return TestHome.tracking(home);
  }
}
