package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.Tracking;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("full")
class PostgresDatabaseTest {
  private static final String PASSWORD = "correct-horse";

  @TempDir private Path home;

  @BeforeAll
  static void makeUsers() {
    for (String user : List.of("anna", "few", "guest", "reader")) {
      PostgresServer.run("CREATE USER " + user + " PASSWORD '" + PASSWORD + "'");
    }
    PostgresServer.run("ALTER USER few CONNECTION LIMIT 1");
    PostgresServer.run("ALTER USER reader SET default_transaction_read_only = on");
  }

  private static PostgresAddress address(String address, Map<String, String> environment) {
    return PostgresAddress.parse(
        URI.create(address), name -> Optional.ofNullable(environment.get(name)));
  }

  private static PostgresDatabase open(String address) {
    return PostgresDatabase.open(address(address, Map.of()), Duration.ofMillis(300));
  }

  /** The address of an empty schema in which the user may do so much. */
  private static String schema(String user, String grant, String schema) {
    PostgresServer.run("CREATE SCHEMA " + schema);
    PostgresServer.run("GRANT " + grant + " ON SCHEMA " + schema + " TO " + user);
    return as(user, PASSWORD) + "?currentSchema=" + schema;
  }

  /** The address for a user with this password. */
  private static String as(String user, String password) {
    return "jdbc:postgresql://" + user + ":" + password + "@" + place() + "/postgres";
  }

  private static String place() {
    return "127.0.0.1:" + PostgresServer.port();
  }

  private static long count(Database database, String table) {
    return database.read(session -> session.number("SELECT count(*) FROM " + table));
  }

  private static void assertRefused(StandardError code, String address, String message) {
    assertThatThrownBy(() -> open(address).close())
        .hasMessage(message)
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(code);
  }

  private static void assertFailed(String address, String what) {
    PostgresAddress parsed = address(address, Map.of());
    assertRefused(
        StandardError.DATABASE_FAILED,
        address,
        "the tracking database %s %s".formatted(parsed, what));
  }

  @Test
  void aHostThatIsNotThereIsTold() {
    assertFailed(
        "jdbc:postgresql://anna:secret@no-such-host.invalid/ml",
        "can't be reached: there is no host of that name; check the address");
  }

  @Test
  void aPortThatNobodyListensAtIsTold() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertFailed(
        "jdbc:postgresql://anna:secret@127.0.0.1:" + free + "/ml",
        "can't be reached: nothing answers there; check host and port, and that the server runs");
  }

  @Test
  void aServerThatDoesNotAnswerIsTold() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      assertFailed(
          "jdbc:postgresql://anna@127.0.0.1:%d/ml?connectTimeout=1&loginTimeout=1&socketTimeout=1"
              .formatted(silent.getLocalPort()),
          "can't be reached: it does not answer; check host, port and network");
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsTold() {
    assertFailed(
        PostgresServer.address("no_such"),
        "does not exist on its server; make it with CREATE DATABASE, or name another one");
  }

  @Test
  void aWrongPasswordIsToldAndNotPrinted() {
    assertFailed(
        as("anna", "wrong-horse"),
        "does not let the user 'anna' in: password authentication failed for user \"anna\"; check"
            + " user and password in the address, PGUSER and PGPASSWORD, or ~/.pgpass");
  }

  @Test
  void aMissingPasswordIsTold() {
    assertFailed(
        "jdbc:postgresql://anna@" + place() + "/postgres",
        "asks for a password, and the call has none; give it in the address, PGUSER and PGPASSWORD,"
            + " or ~/.pgpass");
  }

  @Test
  void aUserWhoMayNotMakeTablesIsTold() {
    assertFailed(
        schema("guest", "USAGE", "closed"),
        "does not let the user 'guest' do that: permission denied for schema closed; an"
            + " administrator can GRANT it");
  }

  @Test
  void aServerThatIsOnlyReadIsTold() {
    assertFailed(
        schema("reader", "ALL", "standby"),
        "can only be read: cannot execute CREATE TABLE in a read-only transaction; name the primary"
            + " server");
  }

  @Test
  void aDatabaseThatIsThereCanBeReadByWhoMayOnlyRead() {
    open(schema("anna", "ALL", "shared")).close();
    PostgresServer.run("GRANT USAGE ON SCHEMA shared TO reader");
    PostgresServer.run("GRANT SELECT ON ALL TABLES IN SCHEMA shared TO reader");

    try (PostgresDatabase database = open(as("reader", PASSWORD) + "?currentSchema=shared")) {
      assertThat(count(database, "run")).isZero();
    }
  }

  @Test
  void aServerWithoutAFreeConnectionIsTold() {
    String address = schema("few", "ALL", "crowded");
    try (PostgresDatabase holder = open(address)) {
      holder.read(
          session -> {
            assertRefused(
                StandardError.DATABASE_BUSY,
                address,
                "the tracking database postgresql://%s/postgres, schema crowded has no connection left: too many connections for role \"few\"; try again later, or raise the server's limit"
                    .formatted(place()));
            return session;
          });
    }
  }

  @Test
  void aDatabaseOfANewerMillraceIsRefused() {
    String address = PostgresServer.emptySchema();
    try (PostgresDatabase database = open(address)) {
      database.write(session -> session.update("INSERT INTO schema_version VALUES (?, ?)", 99, 0));
    }

    assertRefused(
        StandardError.DATABASE_TOO_NEW,
        address,
        "the tracking database %s is of a newer Millrace (its schema is 99, this Millrace knows up to %d); use that Millrace, or another home"
            .formatted(address(address, Map.of()), Migrations.NEWEST));
  }

  @Test
  void aServerThatIsTooOldIsTold() {
    assertThatThrownBy(() -> PostgresDatabase.requireVersion(110_022, "postgresql://h/ml"))
        .hasMessage(
            "the tracking database postgresql://h/ml is on a PostgreSQL 11; Millrace needs 12 or newer");
    PostgresDatabase.requireVersion(120_000, "postgresql://h/ml");
  }

  /** The codes are PostgreSQL's, of what a test can't bring about. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          53100 | DISK_FULL       | can't grow: the server's disk is full; make room there
          55P03 | DATABASE_BUSY   | is held by another process; try again when that one has ended
          3F000 | DATABASE_FAILED | has no such schema; make it with CREATE SCHEMA, or name another one
          57P01 | DATABASE_FAILED | failed: server's words
          """)
  void whatTheServerReportsIsExplained(String state, StandardError expected, String what) {
    SQLException failure = new SQLException("ERROR: server's words\n  Position: 1", state);
    PostgresAddress address = address("jdbc:postgresql://h/ml", Map.of());

    MillraceException explained = new PostgresFailures(address).explain(failure);

    assertThat(explained).hasMessage("the tracking database postgresql://h/ml " + what);
    assertThat(explained.code()).isEqualTo(expected);
  }

  @Test
  void aConnectionThatIsLostInTheMiddleIsReplacedAndTheWorkIsDoneOnce() {
    try (PostgresDatabase database = open(PostgresServer.emptySchema())) {
      AtomicInteger tries = new AtomicInteger();

      database.write(
          session -> {
            session.update("INSERT INTO lease VALUES ('r', 'h', 1, 2, ?)", tries.get());
            if (tries.incrementAndGet() == 1) {
              session.first("SELECT pg_terminate_backend(pg_backend_pid(), 60000)", row -> 1);
            }
            return session;
          });

      assertThat(tries).hasValue(2);
      List<Integer> written =
          database.read(s -> s.list("SELECT heartbeat FROM lease", row -> row.getInt(1)));
      assertThat(written).containsExactly(1);
    }
  }

  @Test
  void writersOfOneTurnWaitAndOthersDoNot() {
    String address = PostgresServer.emptySchema();
    try (PostgresDatabase one = open(address);
        PostgresDatabase other = open(address)) {
      one.write(
          "model churn",
          session -> {
            assertThat(other.<String>write("model price", s -> "done")).isEqualTo("done");
            assertThatThrownBy(() -> other.write("model churn", s -> "done"))
                .hasMessage(
                    "the tracking database %s is held by another process; try again when that one has ended"
                        .formatted(address(address, Map.of())));
            return session;
          });

      assertThat(other.<String>write("model churn", s -> "done")).isEqualTo("done");
    }
  }

  @Test
  void aThreadThatWasToldToStopStillWritesItsLastWords() {
    try (PostgresDatabase database = open(PostgresServer.emptySchema())) {
      Thread.currentThread().interrupt();

      database.write(s -> s.update("INSERT INTO lease VALUES ('r', 'h', 1, 2, 3)"));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(count(database, "lease")).isEqualTo(1);
    }
  }

  @Test
  void whatAnotherHomeKeptAndDidIsNotKeptHere() {
    String address = PostgresServer.emptySchema();
    try (Tracking here = TestHome.tracking(address, home.resolve("here"));
        Tracking there = TestHome.tracking(address, home.resolve("there"))) {
      KeptOutput output =
          new KeptOutput("f1", "features", "r1", Instant.EPOCH, "", Map.of("version", "3"));
      EffectKey key = new EffectKey("r1", "features", "f1");
      there.journal().keep(output);
      there.journal().done(key, new Receipt(Map.of("version", "3")));

      assertThat(here.journal().kept("f1")).isEmpty();
      assertThat(here.journal().keptOutputs()).isEmpty();
      assertThat(here.journal().effect(key)).isEmpty();
      here.journal().forget("f1");
      assertThat(there.journal().kept("f1")).contains(output);
    }
    try (Tracking again = TestHome.tracking(address, home.resolve("there"))) {
      assertThat(again.journal().keptOutputs()).hasSize(1);
    }
  }
}
