package io.millrace.stages.ingest.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/** Connects, and tries again where a database may only be busy or starting. */
final class Attempts {
  private static final int TRIES = 3;
  private static final long FIRST_PAUSE_MILLIS = 250;

  private Attempts() {}

  static Connection connect(Driver driver, String url, Properties properties) throws SQLException {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
          throw new SQLException("the driver does not know the address", "08001");
        }
        return connection;
      } catch (SQLException e) {
        if (attempt == TRIES || !JdbcFailures.mayPass(e)) {
          throw e;
        }
      }
      pause(pause);
      pause *= 4;
    }
  }

  private static void pause(long millis) throws SQLException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }
}
