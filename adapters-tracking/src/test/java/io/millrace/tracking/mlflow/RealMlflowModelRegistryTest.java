package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.contract.ModelRegistryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link MlflowModelRegistryTest}, with a real server. */
@Tag("full")
class RealMlflowModelRegistryTest extends ModelRegistryContract {
  private final RealServer server = RealServer.emptied();

  @TempDir private Path home;

  @Override
  protected Tracking open() {
    return server.open(home);
  }
}
