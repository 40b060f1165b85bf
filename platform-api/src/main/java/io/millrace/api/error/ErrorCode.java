package io.millrace.api.error;

import java.io.Serializable;

/**
 * What went wrong, as a name that scripts can match. {@link StandardError} holds the platform's own
 * codes; a plugin declares an enum of its own, with names that start with the plugin's name.
 */
public interface ErrorCode extends Serializable {
  /** In capitals with underscores, stable across versions. */
  String name();

  /** Who has to act. */
  Blame blame();

  /** Whether the same call may succeed later without anyone acting. */
  boolean retryable();
}
