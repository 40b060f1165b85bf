package io.millrace.tracking.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs statements inside a transaction. */
final class SqlSession {
  private static final int FEW_ROWS = 4;

  private final Connection connection;
  private final UnaryOperator<String> storable;
  private final boolean repeat;

  SqlSession(Connection connection) {
    this(connection, UnaryOperator.identity(), false);
  }

  /**
   * A session.
   *
   * @param storable what the database takes in the place of a text that it can't store
   * @param repeat whether the same work may have been done before
   */
  SqlSession(Connection connection, UnaryOperator<String> storable, boolean repeat) {
    this.connection = connection;
    this.storable = storable;
    this.repeat = repeat;
  }

  /** Whether the same work may have been done before: nobody knows how its transaction ended. */
  boolean isRepeat() {
    return repeat;
  }

  /** Reads a row. */
  @FunctionalInterface
  interface RowReader<T> {
    /** The value of the row that the result stands at. */
    T read(ResultSet row) throws SQLException;
  }

  /** Uses a row of many. */
  @FunctionalInterface
  interface RowConsumer {
    /** Uses the row that the result stands at. */
    void accept(ResultSet row) throws SQLException, IOException;
  }

  /** Runs a statement; gives the number of rows changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepared(sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  /** Runs a statement without arguments. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement once for each list of arguments. */
  void updateAll(String sql, List<? extends @Nullable Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Reads the rows of a query one by one, a few at a time: together they may be large. */
  void each(String sql, RowConsumer consumer, @Nullable Object... arguments)
      throws SQLException, IOException {
    try (PreparedStatement statement = prepared(sql, arguments)) {
      statement.setFetchSize(FEW_ROWS);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(rows);
        }
      }
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
      bind(statement, arguments);
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      statement.setObject(i + 1, argument instanceof String text ? storable.apply(text) : argument);
    }
  }
}
