package io.millrace.tracking.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements inside a transaction. */
final class SqlSession {
  private final Connection connection;

  SqlSession(Connection connection) {
    this.connection = connection;
  }

  /** Reads a row. */
  @FunctionalInterface
  interface RowReader<T> {
    /** The value of the row that the result stands at. */
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement; gives the number of rows changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepared(sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  /** All rows of a query. */
  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepared(sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      List<T> values = new ArrayList<>();
      while (rows.next()) {
        values.add(reader.read(rows));
      }
      return values;
    }
  }

  /** The first row of a query. */
  <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... arguments)
      throws SQLException {
    return list(sql, reader, arguments).stream().findFirst();
  }

  /** The whole number that a query gives, which always gives a row. */
  long number(String sql, @Nullable Object... arguments) throws SQLException {
    return list(sql, row -> row.getLong(1), arguments).get(0);
  }

  private PreparedStatement prepared(String sql, @Nullable Object... arguments)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
