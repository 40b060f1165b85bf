package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunPagesContract;
import io.millrace.tracking.mlflow.client.StandInServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** With a server that gives small pages, and tokens that tell nothing. */
class OpaqueRunPagesTest extends RunPagesContract {
  private final StandInServer server = new StandInServer();

  @TempDir private Path home;

  @BeforeEach
  void makePagesOpaque() {
    server.makePagesOpaque(3);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Tracking open() {
    return StandInHome.open(server.address(), "", home);
  }
}
