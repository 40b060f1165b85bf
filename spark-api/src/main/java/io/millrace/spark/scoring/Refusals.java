package io.millrace.spark.scoring;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;

/** Why something has no portable form. */
final class Refusals {
  private Refusals() {}

  /** With a clause for the user. */
  static MillraceException of(String clause) {
    return new MillraceException(StandardError.NOT_SERVABLE, clause);
  }
}
