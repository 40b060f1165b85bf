package io.millrace.tracking.mlflow.client;

import java.net.URI;

/**
 * Where an MLflow server answers, and as whom it is asked.
 *
 * @param base as {@code https://mlflow.example/prefix}, without a slash at its end, a query, or a
 *     user's name
 * @param credentials who asks
 */
public record ServerAddress(URI base, Credentials credentials) {
  /** The address of one of its resources, given with a leading slash and already escaped. */
  URI resolve(String pathAndQuery) {
    return URI.create(base + pathAndQuery);
  }

  /** As users may see it. */
  public String shown() {
    return base.toString();
  }
}
