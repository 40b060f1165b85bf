package io.millrace.api.tracking;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a recorded run did. */
public enum RunKind {
  /** Ran a pipeline. */
  PIPELINE,
  /** Scored a batch of rows. */
  SCORE,
  /** Scored a stream of rows. */
  STREAM,
  /** Answered requests over HTTP. */
  SERVE,
  /** Collected logs of requests into a table. */
  COLLECT;

  /** As users and JSON see it: {@code score}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #text}; empty if there is no such kind. */
  public static Optional<RunKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }
}
