package io.millrace.storage.files;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells users what a failed file operation means for them. */
final class Failures {
  private Failures() {}

  static MillraceException failed(String action, String name, String place, Exception cause) {
    if (isDiskFull(cause)) {
      return new MillraceException(
          StandardError.DISK_FULL,
          "The disk that holds "
              + place
              + " is full (No space left on device): can't "
              + action
              + " '"
              + name
              + "', and nothing of it is visible; make room and run again.",
          cause);
    }
    return new MillraceException(
        StandardError.STORAGE_FAILED,
        "Can't " + action + " '" + name + "' at " + place + ": " + reason(cause) + ".",
        cause);
  }

  static boolean isDiskFull(@Nullable Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
      if (t instanceof IOException
          && (message.contains("no space left") || message.contains("quota exceeded"))) {
        return true;
      }
    }
    return false;
  }

  /** Exceptions of the file system often hold no more than a path, and tell the rest by class. */
  private static String reason(Exception cause) {
    String kind =
        cause
            .getClass()
            .getSimpleName()
            .replaceFirst("Exception$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    return cause.getMessage() == null ? kind : kind + " (" + cause.getMessage() + ")";
  }
}
