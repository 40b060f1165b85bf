package io.millrace.tracking.jdbc;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A SQLite file. One connection serves all threads of this handle in turn; other handles and
 * processes are kept apart by SQLite's own locks. The write-ahead log lets readers read while
 * another process writes; {@code synchronous=FULL} makes a commit survive a loss of power.
 */
final class SqliteDatabase implements Database {
  /** How long others may hold the file: registering copies a package while it does. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String TABLES =
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";

  private final ReentrantLock lock = new ReentrantLock();
  private final SqliteFailures failures;
  private final Connection connection;
  private final Duration patience;

  private SqliteDatabase(SqliteFailures failures, Connection connection, Duration patience) {
    this.failures = failures;
    this.connection = connection;
    this.patience = patience;
  }

  /** Opens a file, making it and its directory if need be, and brings it to the newest schema. */
  static SqliteDatabase open(Path file) {
    return open(file, PATIENCE);
  }

  /** The same, for as long as others may hold the file. */
  static SqliteDatabase open(Path file, Duration patience) {
    makeDirectory(file);
    SqliteFailures failures = new SqliteFailures(file);
    // As an address, since a '?' in a path would start the driver's own parameters.
    Connection connection = connect("jdbc:sqlite:" + file.toUri(), failures, patience);
    SqliteDatabase database = new SqliteDatabase(failures, connection, patience);
    try {
      database.useWriteAheadLog();
      new Migrations(database, "the tracking database " + file, TABLES, UnaryOperator.identity())
          .run();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** An empty database that is nowhere but in memory, and ends with its handle. */
  static SqliteDatabase inMemory() {
    SqliteFailures failures = new SqliteFailures(Path.of("memory:"));
    Connection connection = connect("jdbc:sqlite::memory:", failures, PATIENCE);
    SqliteDatabase database = new SqliteDatabase(failures, connection, PATIENCE);
    new Migrations(database, "the memory", TABLES, UnaryOperator.identity()).run();
    return database;
  }

  private static void makeDirectory(Path file) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.DATABASE_FAILED,
          "can't make the directory " + file.getParent() + " for the tracking database",
          e);
    }
  }

  private static Connection connect(String address, SqliteFailures failures, Duration patience) {
    SQLiteConfig config = new SQLiteConfig();
    // SQLite waits by itself where it can; some collisions, as when the log is made, it reports.
    config.setBusyTimeout((int) patience.toMillis());
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    try {
      return config.createConnection(address);
    } catch (SQLException e) {
      throw failures.explain(e);
    }
  }

  /** The mode stays in the file, so that this writes at the very first opening only. */
  private void useWriteAheadLog() {
    patiently(
        () -> {
          SqlSession session = new SqlSession(connection);
          String mode = session.list("PRAGMA journal_mode", row -> row.getString(1)).get(0);
          return mode.equals("wal")
              ? mode
              : session.list("PRAGMA journal_mode = WAL", row -> row.getString(1)).get(0);
        });
  }

  @Override
  public <T> T read(Work<T> work) {
    return patiently(() -> transaction("BEGIN", work));
  }

  @Override
  public <T> T write(Work<T> work) {
    // IMMEDIATE: a transaction that starts with reading could not be carried on after another's
    // write.
    return patiently(() -> transaction("BEGIN IMMEDIATE", work));
  }

  /** SQLite has one turn for all. */
  @Override
  public <T> T write(String turn, Work<T> work) {
    return write(work);
  }

  private <T> T transaction(String begin, Work<T> work) throws SQLException {
    execute(begin);
    boolean done = false;
    try {
      T result = work.in(new SqlSession(connection));
      execute("COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** After some failures SQLite has rolled back already; the failure itself is what counts. */
  @SuppressWarnings("EmptyCatch")
  private void rollBack() {
    try {
      execute("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      // Nothing is left to be done.
    }
  }

  /** What may fail because another connection is in the way. */
  private interface Attempt<T> {
    T make() throws SQLException;
  }

  private <T> T patiently(Attempt<T> attempt) {
    Pauses pauses = Pauses.within(patience);
    lock.lock();
    try {
      while (true) {
        try {
          return attempt.make();
        } catch (SQLException e) {
          if (!SqliteFailures.isBusy(e) || !pauses.next()) {
            throw failures.explain(e);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw failures.explain(e);
    } finally {
      lock.unlock();
    }
  }
}
