package io.millrace.tracking.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL, one for all tests of a JVM; it ends with the JVM. Only the superuser {@code
 * postgres} is let in without a password.
 */
final class PostgresServer {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private PostgresServer() {}

  /** Started when a test first asks. */
  private static final class Started {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        Path access = Files.createTempFile("hba", ".conf");
        Files.writeString(
            access,
            "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        return EmbeddedPostgres.builder()
            .setServerConfig("hba_file", access.toString())
            .setConnectConfig("user", "postgres")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static int port() {
    return Started.SERVER.getPort();
  }

  /** The address of a database for the superuser. */
  static String address(String database) {
    return "jdbc:postgresql://postgres@127.0.0.1:" + port() + "/" + database;
  }

  /** The address of an empty schema. */
  static String emptySchema() {
    return address("postgres") + "?currentSchema=test_" + SCHEMAS.incrementAndGet();
  }

  /** Runs SQL as the superuser. */
  static void run(String sql) {
    try (Connection connection = Started.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
