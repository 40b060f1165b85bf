package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a failure of PostgreSQL means for the user, and what may go well when it is tried
 * again. The states are those of https://www.postgresql.org/docs/current/errcodes-appendix.html.
 */
final class PostgresFailures {
  private static final String UNIQUE_VIOLATION = "23505";

  /** Another transaction was in the way: serialization failure, deadlock. */
  private static final Set<String> COLLISIONS = Set.of("40001", "40P01");

  /** No place for one more connection, or a server that starts. */
  private static final Set<String> NOT_NOW = Set.of("53300", "57P03");

  /** The server ended the connection: by its administrator, after a crash, being idle. */
  private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P05");

  private final PostgresAddress address;

  PostgresFailures(PostgresAddress address) {
    this.address = address;
  }

  /** What is to be done with work that failed. */
  enum Remedy {
    /** Others were in the way: again after a pause. */
    AGAIN,
    /** The connection is lost: again with another one. */
    RECONNECT,
    /** Again a few times: others may have written the same in the meantime. */
    A_FEW_TIMES,
    /** Tell the user. */
    NONE
  }

  static Remedy remedy(SQLException failure) {
    String state = state(failure);
    if (COLLISIONS.contains(state) || NOT_NOW.contains(state)) {
      return Remedy.AGAIN;
    }
    if (state.equals(UNIQUE_VIOLATION)) {
      return Remedy.A_FEW_TIMES;
    }
    boolean lost = state.startsWith("08") && !state.equals("08004") && !state.equals("08P01");
    return lost || ENDED.contains(state) ? Remedy.RECONNECT : Remedy.NONE;
  }

  /** The state that the server or the driver tells; the pool wraps it. */
  private static String state(SQLException failure) {
    SQLException told = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        told = sql;
      }
    }
    return told.getSQLState() == null ? "" : told.getSQLState();
  }

  MillraceException explain(SQLException failure) {
    return switch (state(failure)) {
      case "08001", "08006", "08003" -> unreachable(failure);
      case "08004" ->
          failed("asks for a password, and the call has none; give it" + whereFrom(), failure);
      case "28P01", "28000" ->
          failed(
              "does not let the user '%s' in: %s; check user and password%s"
                  .formatted(address.user(), words(failure), whereFrom()),
              failure);
      case "3D000" ->
          failed(
              "does not exist on its server; make it with CREATE DATABASE, or name another one",
              failure);
      case "3F000" ->
          failed("has no such schema; make it with CREATE SCHEMA, or name another one", failure);
      case "42501" ->
          failed(
              "does not let the user '%s' do that: %s; an administrator can GRANT it"
                  .formatted(address.user(), words(failure)),
              failure);
      case "25006" ->
          failed(
              "can only be read: %s; name the primary server".formatted(words(failure)), failure);
      case "53100" ->
          explained(
              StandardError.DISK_FULL,
              "can't grow: the server's disk is full; make room there",
              failure);
      case "53300" ->
          explained(
              StandardError.DATABASE_BUSY,
              "has no connection left: %s; try again later, or raise the server's limit"
                  .formatted(words(failure)),
              failure);
      case "40001", "40P01", "55P03" ->
          explained(
              StandardError.DATABASE_BUSY,
              "is held by another process; try again when that one has ended",
              failure);
      default -> failed("failed: " + words(failure), failure);
    };
  }

  private static String whereFrom() {
    return " in the address, PGUSER and PGPASSWORD, or ~/.pgpass";
  }

  private MillraceException unreachable(SQLException failure) {
    if (cause(failure, UnknownHostException.class) != null) {
      return failed("can't be reached: there is no host of that name; check the address", failure);
    }
    if (cause(failure, SocketTimeoutException.class) != null) {
      return failed("can't be reached: it does not answer; check host, port and network", failure);
    }
    if (cause(failure, java.net.ConnectException.class) != null) {
      return failed(
          "can't be reached: nothing answers there; check host and port, and that the server runs",
          failure);
    }
    return failed("ended the connection: " + words(failure), failure);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
    }
    return null;
  }

  /** What the server says, in one line and without its severity. */
  private static String words(SQLException failure) {
    String words = "";
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException && at.getMessage() != null) {
        words = at.getMessage();
      }
    }
    return words.lines().findFirst().orElse("").replaceFirst("^[A-Z]+: +", "");
  }

  private MillraceException failed(String what, SQLException failure) {
    return explained(StandardError.DATABASE_FAILED, what, failure);
  }

  private MillraceException explained(StandardError code, String what, SQLException failure) {
    return new MillraceException(code, "the tracking database " + address + " " + what, failure);
  }
}
