package io.millrace.tracking.mlflow;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.tracking.Tracking;
import io.millrace.tracking.mlflow.client.Credentials;
import io.millrace.tracking.mlflow.client.MlflowClient;
import io.millrace.tracking.mlflow.client.RegisteredModels;
import io.millrace.tracking.mlflow.client.ServerAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/** The MLflow server that {@code MILLRACE_TEST_MLFLOW} names; the full tier starts one. */
final class RealServer {
  private static final String VARIABLE = "MILLRACE_TEST_MLFLOW";

  private final URI address;
  private final String experiment = "test-" + UUID.randomUUID();

  private RealServer(URI address) {
    this.address = address;
  }

  /**
   * With no models, and an experiment of its own: a server's models can't be told apart by test.
   */
  static RealServer emptied() {
    String address = System.getenv(VARIABLE);
    assumeTrue(address != null, () -> VARIABLE + " names no MLflow server, as .ci/run does");
    RealServer server = new RealServer(URI.create(address));
    RegisteredModels models = server.client().registeredModels();
    models.all().forEach(model -> models.delete(model.name()));
    return server;
  }

  MlflowClient client() {
    return new MlflowClient(new ServerAddress(address, Credentials.NONE), StandInHome.SHORT);
  }

  URI address() {
    return address;
  }

  String experiment() {
    return experiment;
  }

  Tracking open(Path home) {
    return StandInHome.open(address, "?experiment=" + experiment, home);
  }
}
