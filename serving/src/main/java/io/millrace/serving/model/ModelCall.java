package io.millrace.serving.model;

import org.jspecify.annotations.Nullable;

/** What is known of a request before a version is chosen to answer it. */
public interface ModelCall {
  /** The model that the request names; null if it names none. */
  @Nullable String model();

  /** The version that the request names; null if it names none. */
  @Nullable String version();

  /** The request's id: its sender's, or one made for it. */
  String requestId();

  /** A header of the request; null if it is not there. */
  @Nullable String header(String name);

  /**
   * The value that the request's first row has in a column, as text, whatever the protocol; null if
   * there is none. Reads the body once more: for routing by a column only.
   */
  @Nullable String field(String column);
}
