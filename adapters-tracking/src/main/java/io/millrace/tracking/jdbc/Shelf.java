package io.millrace.tracking.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;

/** Keeps the packages of registered models. */
interface Shelf {
  /**
   * Keeps a copy of a package, in the turn of the transaction that registers it.
   *
   * @return the name that {@link #open} takes
   */
  String keep(SqlSession session, String model, int version, Path modelPackage) throws SQLException;

  /** What is kept under a name, as a local directory only to be read. */
  Path open(String artifact);
}
