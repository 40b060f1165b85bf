package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunPagesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class PostgresRunPagesTest extends RunPagesContract {
  private final String address = PostgresServer.emptySchema();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return TestHome.tracking(address, home);
  }
}
