package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Brings a database to the newest schema: the scripts {@code 1.sql}, {@code 2.sql} … in order. */
final class Migrations {
  /** The newest schema; as many scripts lie beside this class. */
  static final int NEWEST = 4;

  private final Database database;
  private final String name;
  private final String tables;
  private final UnaryOperator<String> dialect;

  /**
   * Migrations.
   *
   * @param name what messages call the database
   * @param tables the query that gives a row if the table of a name exists
   * @param dialect what the database wants of a statement that makes tables
   */
  Migrations(Database database, String name, String tables, UnaryOperator<String> dialect) {
    this.database = database;
    this.name = name;
    this.tables = tables;
    this.dialect = dialect;
  }

  /** Does nothing but read if the schema is the newest. Safe with others that do the same. */
  void run() {
    if (database.read(this::version) == NEWEST) {
      return;
    }
    database.write(
        session -> {
          // Read again: another process may have been faster.
          for (int next = version(session) + 1; next <= NEWEST; next++) {
            apply(session, next);
          }
          return NEWEST;
        });
  }

  private int version(SqlSession session) throws SQLException {
    Optional<Integer> known = session.first(tables, row -> 1, "schema_version");
    if (known.isEmpty()) {
      return 0;
    }
    int version = (int) session.number("SELECT COALESCE(MAX(version), 0) FROM schema_version");
    if (version > NEWEST) {
      throw new MillraceException(
          StandardError.DATABASE_TOO_NEW,
          "%s is of a newer Millrace (its schema is %d, this Millrace knows up to %d); use that Millrace, or another home"
              .formatted(name, version, NEWEST));
    }
    return version;
  }

  private void apply(SqlSession session, int version) throws SQLException {
    if (version == 1) {
      session.update(
          "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, applied BIGINT NOT"
              + " NULL)");
    }
    for (String statement : statements(version)) {
      session.update(dialect.apply(statement));
    }
    session.update(
        "INSERT INTO schema_version (version, applied) VALUES (?, ?)",
        version,
        Columns.nanos(Instant.now()));
  }

  private static List<String> statements(int version) {
    try (InputStream script = Migrations.class.getResourceAsStream(version + ".sql")) {
      if (script == null) {
        throw new IllegalStateException("the script of schema " + version + " is missing");
      }
      List<String> statements = new ArrayList<>();
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      for (String statement : text.split(";\\s*(\\R|$)")) {
        if (!statement.isBlank()) {
          statements.add(statement.strip());
        }
      }
      return statements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
