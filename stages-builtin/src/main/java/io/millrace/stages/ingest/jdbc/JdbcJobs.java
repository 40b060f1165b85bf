package io.millrace.stages.ingest.jdbc;

import io.millrace.api.output.Written;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** The table beside the written ones that tells which jobs wrote them. */
final class JdbcJobs {
  static final String TABLE = "millrace_jobs";

  private final Connection connection;
  private final String target;

  /**
   * @param target the written table, as the user names it
   */
  JdbcJobs(Connection connection, String target) {
    this.connection = connection;
    this.target = target;
  }

  /** Makes the table if it is not there; outside of a transaction. */
  void create() throws SQLException {
    if (!exists(connection, TABLE)) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "CREATE TABLE "
                + TABLE
                + " (target VARCHAR(200) NOT NULL, job VARCHAR(200) NOT NULL,"
                + " content VARCHAR(100) NOT NULL, written BIGINT NOT NULL,"
                + " finished BIGINT NOT NULL, PRIMARY KEY (target, job))");
      }
    }
  }

  /**
   * What a job wrote.
   *
   * @param newestOnly whether only the last job counts, since each takes the place of those before
   */
  Optional<Written> find(String job, boolean newestOnly) throws SQLException {
    if (!exists(connection, TABLE)) {
      return Optional.empty();
    }
    String query =
        "SELECT job, content, written FROM " + TABLE + " WHERE target = ? ORDER BY finished DESC";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, target);
      try (ResultSet rows = statement.executeQuery()) {
        for (boolean first = true; rows.next() && (first || !newestOnly); first = false) {
          if (rows.getString(1).equals(job)) {
            return Optional.of(new Written(rows.getString(2), rows.getLong(3), Map.of()));
          }
        }
        return Optional.empty();
      }
    }
  }

  /** Notes a job; fails if it is noted by another process meanwhile. */
  void add(String job, String content, long written) throws SQLException {
    try (PreparedStatement old =
        connection.prepareStatement("DELETE FROM " + TABLE + " WHERE target = ? AND job = ?")) {
      old.setString(1, target);
      old.setString(2, job);
      old.executeUpdate();
    }
    String insert =
        "INSERT INTO "
            + TABLE
            + " (target, job, content, written, finished) VALUES (?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, target);
      statement.setString(2, job);
      statement.setString(3, content);
      statement.setLong(4, written);
      statement.setLong(5, System.currentTimeMillis());
      statement.executeUpdate();
    }
  }

  /** Whether a table can be read; asked of the database, whose names know their own case. */
  static boolean exists(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0")) {
      return !none.next();
    } catch (SQLException e) {
      if (JdbcFailures.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }
}
