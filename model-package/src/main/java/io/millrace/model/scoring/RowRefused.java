package io.millrace.model.scoring;

import io.millrace.api.error.ErrorCode;
import java.io.Serial;

/** A row holds what its steps fail on. Cheap to throw: it knows no stack. */
public final class RowRefused extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient ErrorCode code;

  /** Refuses a row, with one sentence for the user. */
  public RowRefused(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** What kind of mistake it is. */
  public ErrorCode code() {
    return code;
  }
}
