package io.millrace.stages.ingest.jdbc;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table that rows are brought to, from one that was filled beside it. */
final class JdbcTarget {
  private final JdbcSource source;
  private final Output output;
  private final String job;
  private final String table;

  JdbcTarget(JdbcSource source, Output output, String job) {
    this.source = source;
    this.output = output;
    this.job = job;
    this.table = requireNonNull(output.table());
  }

  /** The table that only this job fills: in the same schema, under a name that it finds again. */
  String staging() {
    String schema = table.contains(".") ? table.substring(0, table.lastIndexOf('.') + 1) : "";
    UUID name = UUID.nameUUIDFromBytes((job + " " + table).getBytes(StandardCharsets.UTF_8));
    return schema + "millrace_staged_" + name.toString().replace("-", "").substring(0, 16);
  }

  /** Refuses, before any row is computed, what the table can't take. */
  void requireFit(Connection connection, String[] columns) throws SQLException {
    for (String key : output.keys()) {
      if (!List.of(columns).contains(key)) {
        throw new MillraceException(
            StandardError.UNKNOWN_COLUMN,
            "There is no column '%s' among those that are written, which keys names; there are %s."
                .formatted(key, String.join(", ", columns)));
      }
    }
    if (!JdbcJobs.exists(connection, table)) {
      return;
    }
    if (output.mode() == Mode.CREATE) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "The table '%s' is there already; take the mode append, merge or overwrite, or name another one."
              .formatted(table));
    }
    List<String> present = columnsOf(connection);
    String missing =
        Stream.of(columns)
            .filter(c -> present.stream().noneMatch(c::equalsIgnoreCase))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new MillraceException(
          StandardError.SCHEMA_MISMATCH,
          "The table '%s' has no columns for %s; add them, or write to another table."
              .formatted(table, missing));
    }
  }

  private List<String> columnsOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
        names.add(none.getMetaData().getColumnName(i));
      }
      return names;
    }
  }

  /** Brings the rows over in one transaction, and tells how many they were. */
  long take(Connection connection, String[] columns, String content) throws SQLException {
    JdbcJobs jobs = new JdbcJobs(connection, table);
    jobs.create();
    requireIdentified(connection);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      if (!JdbcJobs.exists(connection, table)) {
        // A failed look ends the transaction in some databases.
        connection.rollback();
        statement.executeUpdate(
            "CREATE TABLE " + table + " AS SELECT * FROM " + staging() + " WHERE 1 = 0");
      }
      removeReplaced(statement);
      String names = Arrays.stream(columns).map(this::quoted).collect(Collectors.joining(", "));
      long rows =
          statement.executeLargeUpdate(
              "INSERT INTO %s (%s) SELECT %s FROM %s".formatted(table, names, names, staging()));
      jobs.add(job, content, rows);
      connection.commit();
      statement.executeUpdate("DROP TABLE " + staging());
      connection.commit();
      return rows;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  /** Drops what was filled for a write that failed, if the database still answers. */
  void discard(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      if (JdbcJobs.exists(connection, staging())) {
        try (Statement statement = connection.createStatement()) {
          statement.executeUpdate("DROP TABLE " + staging());
        }
      }
    } catch (SQLException e) {
      // What made the write fail is told; a repeat of the job fills the same table anew.
    }
  }

  private void removeReplaced(Statement statement) throws SQLException {
    if (output.mode() == Mode.OVERWRITE) {
      statement.executeUpdate("DELETE FROM " + table);
    }
    if (output.mode() == Mode.MERGE) {
      String equal =
          output.keys().stream()
              .map(this::quoted)
              .map(key -> "s." + key + " = " + table + "." + key)
              .collect(Collectors.joining(" AND "));
      statement.executeUpdate(
          "DELETE FROM %s WHERE EXISTS (SELECT 1 FROM %s s WHERE %s)"
              .formatted(table, staging(), equal));
    }
  }

  /** Keys that stand in two rows, or are missing, would make the outcome a matter of luck. */
  private void requireIdentified(Connection connection) throws SQLException {
    if (output.keys().isEmpty()) {
      return;
    }
    String keys = output.keys().stream().map(this::quoted).collect(Collectors.joining(", "));
    long doubled =
        count(
            connection,
            "SELECT COUNT(*) FROM (SELECT %s FROM %s GROUP BY %s HAVING COUNT(*) > 1) d"
                .formatted(keys, staging(), keys));
    String missing =
        output.keys().stream()
            .map(key -> quoted(key) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    long nulls =
        count(connection, "SELECT COUNT(*) FROM %s WHERE %s".formatted(staging(), missing));
    if (doubled > 0 || nulls > 0) {
      throw new MillraceException(
          StandardError.DUPLICATE_KEYS,
          (doubled > 0
                  ? String.format(
                      Locale.ROOT,
                      "%d keys (%s) stand in more than one row",
                      doubled,
                      String.join(", ", output.keys()))
                  : String.format(
                      Locale.ROOT,
                      "%d rows have no key (%s)",
                      nulls,
                      String.join(", ", output.keys())))
              + "; nothing was written to %s; drop those rows or correct keys."
                  .formatted(source.shown()));
    }
  }

  private static long count(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private String quoted(String name) {
    return source.dialect().quoteIdentifier(name);
  }
}
