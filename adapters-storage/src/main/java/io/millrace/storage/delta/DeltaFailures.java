package io.millrace.storage.delta;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells users what a failure at a Delta table means for them. */
final class DeltaFailures {
  private DeltaFailures() {}

  static MillraceException corrupt(TableLog log, long version, IOException cause) {
    return broken(log, version, cause);
  }

  static MillraceException unreadable(TableLog log, long version, Exception cause) {
    return broken(log, version, cause);
  }

  private static MillraceException broken(TableLog log, long version, Exception cause) {
    return new MillraceException(
        StandardError.STORAGE_FAILED,
        "The Delta log of "
            + log.what()
            + " at "
            + log.path().shown()
            + " can't be read at version "
            + version
            + ": it is damaged or incomplete; restore the directory _delta_log from a backup, or"
            + " delete the table and publish it again.",
        cause);
  }

  static MillraceException unlistable(TableLog log, IOException cause) {
    return new MillraceException(
        StandardError.STORAGE_FAILED,
        "Can't list "
            + log.what()
            + " at "
            + log.path().shown()
            + ": "
            + cause.getMessage()
            + "; check that the place can be reached and read.",
        cause);
  }

  static MillraceException notFound(TableLog log, long version) {
    String found =
        log.exists() ? "has no version " + version + " that can still be read" : "does not exist";
    return new MillraceException(
        StandardError.NOT_FOUND,
        capital(log.what()) + " at " + log.path().shown() + " " + found + ".");
  }

  static MillraceException exists(TableLog log) {
    return new MillraceException(
        StandardError.INVALID_CALL,
        "'"
            + log.path().shown()
            + "' is there already; name another place, or allow it to be overwritten.");
  }

  static MillraceException conflict(TableLog log, int attempts, Exception cause) {
    return new MillraceException(
        StandardError.STORAGE_CONFLICT,
        "Other writers kept changing "
            + log.what()
            + " while this run published to it ("
            + attempts
            + " attempts); nothing was published, run again later.",
        cause);
  }

  /**
   * What a failed publication means. Where the engine knows better, its exception is thrown as it
   * is, be it checked or not: Spark is written in Scala and declares none.
   */
  static RuntimeException published(TableLog log, Exception failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof MillraceException known) {
        return known;
      }
    }
    if (isDiskFull(failure)) {
      return diskFull(log, failure);
    }
    throw DeltaFailures.<RuntimeException>undeclared(failure);
  }

  @SuppressWarnings("unchecked") // Erasure makes the cast void: this is how Scala throws.
  static <E extends Exception> E undeclared(Exception failure) throws E {
    throw (E) failure;
  }

  private static MillraceException diskFull(TableLog log, Exception cause) {
    return new MillraceException(
        StandardError.DISK_FULL,
        "The disk is full: can't publish to "
            + log.what()
            + " at "
            + log.path().shown()
            + ", and nothing of it is visible; make room and run again.",
        cause);
  }

  /** Executors send their failures as text, so the message counts, not the class. */
  private static boolean isDiskFull(@Nullable Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
      if (message.contains("no space left on device") || message.contains("quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
