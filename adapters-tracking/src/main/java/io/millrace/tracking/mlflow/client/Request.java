package io.millrace.tracking.mlflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Supplier;

/**
 * What a server is asked.
 *
 * @param method of HTTP
 * @param path with its query, escaped
 * @param type the body's content type; empty without a body
 * @param body made anew for each attempt
 * @param repeatable whether the server may be asked twice without harm, where the first answer was
 *     lost
 * @param what the request in a user's words, as {@code creating the run 'r1'}
 */
record Request(
    String method,
    String path,
    String type,
    Supplier<BodyPublisher> body,
    boolean repeatable,
    String what) {
  static Request get(String path, String what) {
    return new Request("GET", path, "", BodyPublishers::noBody, true, what);
  }

  static Request json(String method, String path, JsonNode body, String what) {
    return new Request(
        method,
        path,
        "application/json",
        () -> BodyPublishers.ofString(body.toString()),
        true,
        what);
  }

  /** For what makes another thing each time. */
  Request onlyOnce() {
    return new Request(method, path, type, body, false, what);
  }
}
