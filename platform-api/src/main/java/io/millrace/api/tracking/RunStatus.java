package io.millrace.api.tracking;

import java.util.Locale;

/** How a run stands. */
public enum RunStatus {
  /** Under way, or its process died without a word: the lease tells. */
  RUNNING,
  /** Every stage is done. */
  DONE,
  /** A gate refused the model; everything before it is done. */
  REFUSED,
  /** A stage failed. */
  FAILED,
  /** Stopped by the user, or its process died; can be resumed. */
  INTERRUPTED;

  /** As users and JSON see it: {@code done}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #text}. */
  public static RunStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
