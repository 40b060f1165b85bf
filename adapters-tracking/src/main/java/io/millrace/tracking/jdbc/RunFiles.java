package io.millrace.tracking.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;

/** Keeps files of runs. */
interface RunFiles {
  /**
   * Keeps a copy of a file, in the transaction that notes it.
   *
   * @return the name that the other methods take
   */
  String keep(SqlSession session, String run, String name, Path file) throws SQLException;

  /** What is kept under a name, as a local file only to be read. */
  Path open(String artifact, String name);

  /** Lets go of what is kept, in the transaction that forgets it. */
  void forget(SqlSession session, String artifact) throws SQLException;

  /** Lets go of what a transaction forgot that is now done. */
  void forgotten(String artifact);
}
