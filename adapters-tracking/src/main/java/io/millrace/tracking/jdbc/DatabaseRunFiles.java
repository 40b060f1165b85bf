package io.millrace.tracking.jdbc;

import io.millrace.api.tracking.DocumentName;
import java.nio.file.Path;
import java.sql.SQLException;

/** Keeps runs' files in the database itself, under {@code runs/RUN/files/NAME}. */
final class DatabaseRunFiles implements RunFiles {
  private final DatabaseShelf shelf;

  DatabaseRunFiles(DatabaseShelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public String keep(SqlSession session, String run, String name, Path file) throws SQLException {
    String artifact = "runs/" + run + "/files/" + DocumentName.require(name);
    DatabaseShelf.delete(session, artifact);
    shelf.keepFile(session, artifact, lastOf(name), file);
    return artifact;
  }

  @Override
  public Path open(String artifact, String name) {
    return shelf.open(artifact).resolve(lastOf(name));
  }

  @Override
  public void forget(SqlSession session, String artifact) throws SQLException {
    DatabaseShelf.delete(session, artifact);
  }

  @Override
  public void forgotten(String artifact) {
    // It went with the transaction.
  }

  private static String lastOf(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
