package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunLinksContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcRunLinksTest extends RunLinksContract {
  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return TestHome.tracking(home);
  }
}
