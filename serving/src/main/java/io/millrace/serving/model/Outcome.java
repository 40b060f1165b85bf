package io.millrace.serving.model;

import java.time.Instant;

/** How a request ended that had a version to answer it. */
public sealed interface Outcome permits Answer, Failure {
  /** The request's id. */
  String requestId();

  /** When the request came. */
  Instant time();

  /** The version that was to answer. */
  ServedModel model();

  /** The way by which it was chosen. */
  String route();
}
