package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunLinksContract;
import io.millrace.tracking.mlflow.client.StandInServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class MlflowRunLinksTest extends RunLinksContract {
  private final StandInServer server = new StandInServer();

  @TempDir private Path home;

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Tracking open() {
    return StandInHome.open(server.address(), "", home);
  }
}
