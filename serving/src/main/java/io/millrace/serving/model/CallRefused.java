package io.millrace.serving.model;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/**
 * A call that is answered with an error, in one sentence for its sender. Cheap to throw: it knows
 * no stack.
 */
public final class CallRefused extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why a call is refused; each protocol has its own words for it. */
  public enum Reason {
    /** The call holds what the model or the protocol does not take. */
    BAD_INPUT(400),
    /** No key or token came with the call, or a wrong one. */
    NOT_ALLOWED(401),
    /** There is no such model, version or path. */
    NOT_FOUND(404),
    /** The path is there, but not for this method. */
    WRONG_METHOD(405),
    /** What is asked for can't be done as things stand. */
    CONFLICT(409),
    /** The body, or its number of rows, is beyond the server's limit. */
    TOO_LARGE(413),
    /** The body is in a format that the server does not read. */
    WRONG_FORMAT(415),
    /** A part of the protocol that this server does not offer. */
    UNSUPPORTED(501),
    /** The model, or the server, does not answer now; later it may. */
    NOT_READY(503),
    /** The answer took longer than the server's limit. */
    TOO_SLOW(504);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  /** Refuses a call. */
  public CallRefused(Reason reason, String message) {
    super(requireNonNull(message, "message is null"), null, false, false);
    this.reason = requireNonNull(reason, "reason is null");
  }

  /** Refuses a call for what it holds. */
  public static CallRefused badInput(String message) {
    return new CallRefused(Reason.BAD_INPUT, message);
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** The sentence for the sender. */
  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage(), "made with a message");
  }
}
