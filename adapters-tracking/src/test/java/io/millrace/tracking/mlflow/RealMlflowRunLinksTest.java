package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunLinksContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link MlflowRunLinksTest}, with a real server. */
@Tag("full")
class RealMlflowRunLinksTest extends RunLinksContract {
  private final RealServer server = RealServer.emptied();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return server.open(home);
  }
}
