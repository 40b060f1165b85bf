package io.millrace.stages.ingest.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a database's refusal means. The states are those of the SQL standard. */
final class JdbcFailures {
  private JdbcFailures() {}

  /** Whether another try may succeed: no connection, too many of them, a server that starts. */
  static boolean mayPass(SQLException failure) {
    String state = state(failure);
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  /** What a refused connection means. */
  static MillraceException connecting(JdbcSource source, SQLException failure) {
    String state = state(failure);
    if (state.startsWith("28")) {
      return new MillraceException(
          StandardError.SOURCE_DENIED,
          "The database at "
              + source.address()
              + " does not let the user in; check user and password.",
          failure);
    }
    if (state.equals("3D000")) {
      return new MillraceException(
          StandardError.MISSING_FILE,
          "There is no database " + source.address() + "; correct url.",
          failure);
    }
    return new MillraceException(
        StandardError.SOURCE_UNREACHABLE,
        "The database at "
            + source.address()
            + " can't be reached ("
            + reason(failure)
            + "); see whether it runs, and whether url is right.",
        failure);
  }

  /** What a refused query means. */
  static MillraceException reading(JdbcSource source, SQLException failure) {
    String state = state(failure);
    if (mayPass(failure)) {
      return new MillraceException(
          StandardError.SOURCE_UNREACHABLE,
          "The database at "
              + source.address()
              + " ended the connection while rows were read; run again, or let the stage that"
              + " reads try again (retry: { times: 3 }).",
          failure);
    }
    if (state.equals("42501") || state.startsWith("28")) {
      return new MillraceException(
          StandardError.SOURCE_DENIED,
          "The user may not read " + source.shown() + "; ask for the right to select from it.",
          failure);
    }
    if (isMissing(state, failure)) {
      return new MillraceException(
          StandardError.MISSING_FILE,
          "The database has no table for " + source.shown() + "; correct table or query.",
          failure);
    }
    return new MillraceException(
        StandardError.UNREADABLE_FILE,
        "The database refuses to read " + source.shown() + ": " + reason(failure) + ".",
        failure);
  }

  /** What a refused write means. */
  static MillraceException writing(JdbcSource source, SQLException failure) {
    String state = state(failure);
    if (mayPass(failure)) {
      return new MillraceException(
          StandardError.SOURCE_UNREACHABLE,
          "The database at "
              + source.address()
              + " ended the connection while rows were written; nothing of them is visible, repeat"
              + " the call.",
          failure);
    }
    if (state.equals("42501") || state.startsWith("28")) {
      return new MillraceException(
          StandardError.SOURCE_DENIED,
          "The user may not write "
              + source.shown()
              + ", or make tables beside it; ask for the rights.",
          failure);
    }
    return new MillraceException(
        StandardError.STORAGE_FAILED,
        "The database refuses to write " + source.shown() + ": " + reason(failure) + ".",
        failure);
  }

  /** Whether the failure says that a table is not there. */
  static boolean isMissing(SQLException failure) {
    return isMissing(state(failure), failure);
  }

  /** SQLite has no states. */
  private static boolean isMissing(String state, SQLException failure) {
    return state.equals("42P01")
        || state.equals("42S02")
        || message(failure).toLowerCase(Locale.ROOT).contains("no such table");
  }

  private static String message(SQLException failure) {
    return failure.getMessage() == null ? "" : failure.getMessage();
  }

  /** The first line of the driver's own words, without what Spark or the driver puts around. */
  private static String reason(SQLException failure) {
    String line = message(failure).lines().findFirst().orElse("no reason given").strip();
    String plain = line.replaceFirst("^(ERROR|FATAL): ", "");
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  /** The database's failure in a failure of a job, if it is one. */
  static Optional<SQLException> in(Throwable failure) {
    int depth = 0;
    for (@Nullable Throwable t = failure; t != null && depth < 50; t = t.getCause(), depth++) {
      if (t instanceof SQLException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
