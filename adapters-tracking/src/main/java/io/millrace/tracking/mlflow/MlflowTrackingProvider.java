package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingHome;
import io.millrace.api.tracking.TrackingProvider;
import io.millrace.tracking.mlflow.client.MlflowClient;
import io.millrace.tracking.mlflow.client.Patience;
import java.net.URI;

/**
 * Opens an MLflow server: {@code mlflow:http://host:5000}, {@code mlflow:https://host/prefix},
 * either with {@code ?experiment=NAME}. Who asks is said by MLflow's own variables, {@code
 * MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}, or {@code MLFLOW_TRACKING_TOKEN}.
 */
public final class MlflowTrackingProvider implements TrackingProvider {
  private final Patience patience;

  /** For the ServiceLoader. */
  public MlflowTrackingProvider() {
    this(Patience.USUAL);
  }

  MlflowTrackingProvider(Patience patience) {
    this.patience = patience;
  }

  @Override
  public boolean accepts(URI address) {
    return MlflowAddress.SCHEME.equals(address.getScheme());
  }

  @Override
  public Tracking open(URI address, TrackingHome home) {
    MlflowAddress parsed = MlflowAddress.of(address, home.variables());
    MlflowClient client = new MlflowClient(parsed.server(), patience);
    MlflowTracking tracking = new MlflowTracking(client, parsed.experiment(), home);
    tracking.check();
    tracking.collect();
    return tracking;
  }
}
