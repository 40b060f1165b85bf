package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.RunPagesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link MlflowRunPagesTest}, with a real server. */
@Tag("full")
class RealMlflowRunPagesTest extends RunPagesContract {
  private final RealServer server = RealServer.emptied();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return server.open(home);
  }
}
