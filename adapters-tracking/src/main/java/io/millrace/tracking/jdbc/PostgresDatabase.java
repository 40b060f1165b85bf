package io.millrace.tracking.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.tracking.jdbc.PostgresFailures.Remedy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database: many processes and threads read and write at once. Writers that name the
 * same turn come one after the other, held apart by an advisory lock that ends with the
 * transaction; a write is tried again when it collided, or when its connection was lost: every
 * write of this package may be repeated.
 */
final class PostgresDatabase implements Database {
  /** The oldest release that the tests of Millrace's contracts were passed on is 14. */
  private static final int OLDEST_SERVER = 12;

  /** How long others may be in the way, and the server away. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int MOST_CONNECTIONS = 8;
  private static final long CONNECT_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 60_000;
  private static final int FEW = 5;
  private static final String EVERYBODY = "";
  private static final String TABLES =
      "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = ?";

  private static final String TURN =
      """
      SELECT set_config('lock_timeout', ?, true),
        pg_advisory_xact_lock(hashtextextended(concat('millrace ', current_schema(), ' ', ?), 0))
      """;

  /** What the driver is told where the address says nothing: no call waits for a dead server. */
  private static final Map<PGProperty, String> DEFAULTS =
      Map.of(
          PGProperty.APPLICATION_NAME, "millrace",
          PGProperty.CONNECT_TIMEOUT, "10",
          PGProperty.SOCKET_TIMEOUT, "120",
          PGProperty.TCP_KEEP_ALIVE, "true");

  private final PostgresAddress address;
  private final PostgresFailures failures;
  private final Duration patience;
  private final HikariDataSource pool;

  private PostgresDatabase(PostgresAddress address, Duration patience, HikariDataSource pool) {
    this.address = address;
    this.failures = new PostgresFailures(address);
    this.patience = patience;
    this.pool = pool;
  }

  /** Connects, and brings the database to the newest schema. */
  static PostgresDatabase open(PostgresAddress address) {
    return open(address, PATIENCE);
  }

  /** The same, for as long as others may be in the way. */
  static PostgresDatabase open(PostgresAddress address, Duration patience) {
    PostgresDatabase database =
        new PostgresDatabase(address, patience, connected(address, patience));
    try {
      database.requireVersion();
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** A server that is full or starts is waited for; any other refusal is told at once. */
  private static HikariDataSource connected(PostgresAddress address, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tracking");
    config.setDataSource(source(address));
    config.setAutoCommit(false);
    config.setMinimumIdle(0);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setIdleTimeout(IDLE_MILLIS);
    Pauses pauses = Pauses.within(patience);
    while (true) {
      try {
        return new HikariDataSource(config);
      } catch (PoolInitializationException e) {
        SQLException failure =
            e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getMessage(), e);
        if (PostgresFailures.remedy(failure) != Remedy.AGAIN || !pauses.next()) {
          throw new PostgresFailures(address).explain(failure);
        }
      }
    }
  }

  private static PGSimpleDataSource source(PostgresAddress address) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(address.url());
    try {
      for (Map.Entry<PGProperty, String> setting : DEFAULTS.entrySet()) {
        source.setProperty(setting.getKey(), setting.getValue());
      }
      for (Map.Entry<String, String> parameter : address.parameters().entrySet()) {
        source.setProperty(parameter.getKey(), parameter.getValue());
      }
    } catch (SQLException e) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "a parameter of the tracking address %s can't be read: %s"
              .formatted(address, e.getMessage()),
          e);
    }
    source.setUser(address.user());
    source.setPassword(address.passwordOrNull());
    return source;
  }

  private void requireVersion() {
    int number =
        read(session -> (int) session.number("SELECT current_setting('server_version_num')::int"));
    requireVersion(number, address.toString());
  }

  /**
   * Refuses what is too old.
   *
   * @param number as the server tells it: 140022 for 14.22
   */
  static void requireVersion(int number, String name) {
    int major = number / 10_000;
    if (major < OLDEST_SERVER) {
      throw new MillraceException(
          StandardError.DATABASE_FAILED,
          "the tracking database %s is on a PostgreSQL %d; Millrace needs %d or newer"
              .formatted(name, major, OLDEST_SERVER));
    }
  }

  private void migrate() {
    String schema = address.schemaOrNull();
    if (schema != null
        && read(s -> s.number("SELECT count(*) FROM pg_namespace WHERE nspname = ?", schema))
            == 0) {
      write(s -> s.update("CREATE SCHEMA IF NOT EXISTS \"" + schema.replace("\"", "\"\"") + "\""));
    }
    new Migrations(
            this,
            "the tracking database " + address,
            TABLES,
            // Names stand in the order of their characters, whatever the database's language.
            statement -> statement.replaceAll("\\bTEXT\\b", "TEXT COLLATE \"C\""))
        .run();
  }

  @Override
  public <T> T read(Work<T> work) {
    return patiently(
        session -> {
          session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
          return work.in(session);
        });
  }

  @Override
  public <T> T write(Work<T> work) {
    return write(EVERYBODY, work);
  }

  @Override
  public <T> T write(String turn, Work<T> work) {
    return patiently(
        session -> {
          session.list(TURN, row -> turn, Long.toString(Math.max(1, patience.toMillis())), turn);
          return work.in(session);
        });
  }

  /** PostgreSQL's texts hold every character but the one of code 0. */
  private static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  private <T> T patiently(Work<T> work) {
    Pauses pauses = Pauses.within(patience);
    // Borrowing a connection would give up in a thread that was told to stop; its last words, as
    // that a run was interrupted, are to be written all the same.
    boolean interrupted = Thread.interrupted();
    AtomicBoolean unsure = new AtomicBoolean();
    try {
      for (int tries = 1; true; tries++) {
        try {
          return transaction(work, unsure);
        } catch (SQLException e) {
          Remedy remedy = PostgresFailures.remedy(e);
          boolean again = remedy == Remedy.A_FEW_TIMES ? tries < FEW : remedy != Remedy.NONE;
          if (!again || !pauses.next()) {
            throw failures.explain(e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Tries it once.
   *
   * @param unsure set if nobody knows how the transaction ended
   */
  private <T> T transaction(Work<T> work, AtomicBoolean unsure) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      boolean done = false;
      try {
        T result = work.in(new SqlSession(connection, PostgresDatabase::storable, unsure.get()));
        commit(connection, unsure);
        done = true;
        return result;
      } finally {
        if (!done) {
          rollBack(connection);
        }
      }
    }
  }

  private static void commit(Connection connection, AtomicBoolean unsure) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (PostgresFailures.remedy(e) == Remedy.RECONNECT) {
        unsure.set(true);
      }
      throw e;
    }
  }

  /** On a lost connection there is nothing to roll back; the failure itself is what counts. */
  @SuppressWarnings("EmptyCatch")
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException lost) {
      // The server has rolled back.
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
