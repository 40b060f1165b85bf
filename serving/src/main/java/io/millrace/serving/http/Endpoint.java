package io.millrace.serving.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A path of its own that a server answers beside the protocols, as an admin call. Needs a key where
 * calls do. Runs on a worker thread, and may block; {@link io.millrace.serving.model.CallRefused}
 * becomes its error.
 *
 * @param method {@code GET} or {@code POST}
 * @param path begins with a slash
 * @param action what answers, in JSON
 */
public record Endpoint(String method, String path, Action action) {
  public Endpoint {
    requireNonNull(method, "method is null");
    requireNonNull(path, "path is null");
    requireNonNull(action, "action is null");
  }

  /** What answers. */
  @FunctionalInterface
  public interface Action {
    /**
     * Answers one call.
     *
     * @param query the parameters of the query, each with its first value
     * @param body the request's body; empty if it has none
     * @return a JSON value
     */
    byte[] answer(Map<String, String> query, byte[] body);
  }
}
