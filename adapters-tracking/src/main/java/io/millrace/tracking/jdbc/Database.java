package io.millrace.tracking.jdbc;

import java.sql.SQLException;

/** A database that transactions run on, one after the other. Thread-safe. */
interface Database extends AutoCloseable {
  /**
   * Runs work that only reads, and sees one state throughout.
   *
   * @throws io.millrace.api.error.MillraceException if the database fails
   */
  <T> T read(Work<T> work);

  /**
   * Runs work that writes: all of it, durable at the return, or nothing. It is run again if other
   * processes were in the way.
   *
   * @throws io.millrace.api.error.MillraceException if the database fails
   */
  <T> T write(Work<T> work);

  /**
   * The same, if those alone may be in the way that write in the same turn.
   *
   * @param turn names what the work reads and changes: a run, a model
   */
  <T> T write(String turn, Work<T> work);

  @Override
  void close();

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T in(SqlSession session) throws SQLException;
  }
}
