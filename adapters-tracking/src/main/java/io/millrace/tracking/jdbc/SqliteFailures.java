package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.nio.file.Path;
import java.sql.SQLException;

/** Tells what a failure of SQLite means for the user. */
final class SqliteFailures {
  // SQLite's primary result codes, https://www.sqlite.org/rescode.html; the extended ones carry
  // them in their lowest byte.
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  private final Path file;

  SqliteFailures(Path file) {
    this.file = file;
  }

  /** Whether the same work may succeed later because another connection was in the way. */
  static boolean isBusy(SQLException failure) {
    int code = code(failure);
    return code == BUSY || code == LOCKED;
  }

  private static int code(SQLException failure) {
    return failure.getErrorCode() & 0xff;
  }

  MillraceException explain(SQLException failure) {
    return switch (code(failure)) {
      case CORRUPT, NOTADB ->
          explained(
              StandardError.DATABASE_CORRUPT,
              "is corrupt; bring back a copy of it, or move it away to start with an empty one",
              failure);
      case FULL ->
          explained(
              StandardError.DISK_FULL, "can't grow: the disk is full; make room there", failure);
      case READONLY, CANTOPEN ->
          explained(
              StandardError.DATABASE_FAILED,
              "can't be opened for writing; check the permissions of the file and its directory",
              failure);
      case IOERR ->
          explained(
              StandardError.DATABASE_FAILED,
              "can't be read or written; check its disk (" + failure.getMessage() + ")",
              failure);
      case BUSY, LOCKED ->
          explained(
              StandardError.DATABASE_BUSY,
              "is held by another process; try again when that one has ended",
              failure);
      default ->
          explained(StandardError.DATABASE_FAILED, "failed: " + failure.getMessage(), failure);
    };
  }

  private MillraceException explained(StandardError code, String what, SQLException failure) {
    return new MillraceException(code, "the tracking database " + file + " " + what, failure);
  }
}
