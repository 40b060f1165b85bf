package io.millrace.api.stream;

import java.util.Locale;

/** What a place promises about rows of batches that are repeated after a process was killed. */
public enum Delivery {
  /** They lie there once. */
  EXACTLY_ONCE,
  /** They may lie there twice. */
  AT_LEAST_ONCE;

  /** As users read it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
