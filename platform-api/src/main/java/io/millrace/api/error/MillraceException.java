package io.millrace.api.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a user is told about in one sentence: what, where, and what to do. Anything else
 * that is thrown counts as a defect of Millrace or of the plugin that threw it. Messages never hold
 * a secret.
 */
public final class MillraceException extends RuntimeException {
  private final ErrorCode code;

  /** With a message that stands for itself: the user sees no stack trace. */
  public MillraceException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** With the cause, kept for the log. */
  public MillraceException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(requireNonNull(message, "message is null"), cause);
    this.code = requireNonNull(code, "code is null");
  }

  /** What went wrong; kept when the failure travels here from another process. */
  public ErrorCode code() {
    return code;
  }
}
