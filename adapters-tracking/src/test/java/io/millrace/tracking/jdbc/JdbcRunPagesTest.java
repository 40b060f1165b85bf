package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunPagesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcRunPagesTest extends RunPagesContract {
  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return TestHome.tracking(home);
  }
}
