package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.Platform;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.spark.SparkEngine;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ingest/jdbc} on a real PostgreSQL that holds the chinook database. */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresTest {
  private static final String PASSWORD = "correct-horse";

  /**
   * The server itself ends the connection at the 3,000th row, the first time only. It waits for its
   * own end, as it might else send all rows before it notices.
   */
  private static final String END_ONCE =
      "CASE WHEN track_id = 3000 AND nextval('attempts') < 2"
          + " THEN pg_terminate_backend(pg_backend_pid(), 60000) END";

  @TempDir static Path directory;
  private final SparkTestFrames frames;
  private EmbeddedPostgres server;

  PostgresTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @BeforeAll
  void start() throws IOException, SQLException {
    Path dump = Path.of(System.getProperty("millrace.data", ""), "chinook/Chinook_PostgreSql.sql");
    assumeTrue(Files.exists(dump), "the data set chinook is absent");
    // Only the superuser is let in without a password.
    Path access =
        Files.writeString(
            directory.resolve("hba.conf"),
            "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("hba_file", access.toString())
            .setConnectConfig("user", "postgres")
            .start();
    run("CREATE DATABASE chinook", "postgres");
    String script = Files.readString(dump);
    run(script.substring(script.indexOf("\\c chinook;") + "\\c chinook;".length()), "chinook");
    run("CREATE USER anna PASSWORD '" + PASSWORD + "'; CREATE SEQUENCE attempts", "chinook");
    run("GRANT pg_read_all_data, pg_signal_backend TO anna", "chinook");
    run("GRANT USAGE ON SEQUENCE attempts TO anna", "chinook");
    run("CREATE USER bob PASSWORD '" + PASSWORD + "'", "chinook");
  }

  @AfterAll
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private void run(String sql, String database) throws SQLException {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String address() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/chinook";
  }

  private JdbcTables chinook() {
    return JdbcTables.at(address() + "?ApplicationName=millrace").as("anna", PASSWORD);
  }

  @Test
  void allOfChinookIsReadWithItsTypes() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String table :
        List.of(
            "album",
            "artist",
            "customer",
            "employee",
            "genre",
            "invoice",
            "invoice_line",
            "media_type",
            "playlist",
            "playlist_track",
            "track")) {
      counts.put(table, chinook().table(table).read().count());
    }

    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("album", 347L),
                Map.entry("artist", 275L),
                Map.entry("customer", 59L),
                Map.entry("employee", 8L),
                Map.entry("genre", 25L),
                Map.entry("invoice", 412L),
                Map.entry("invoice_line", 2_240L),
                Map.entry("media_type", 5L),
                Map.entry("playlist", 18L),
                Map.entry("playlist_track", 8_715L),
                Map.entry("track", 3_503L)));
    JdbcTables invoice = chinook().table("invoice");
    assertThat(invoice.plannedSchema().toString())
        .isEqualTo(
            "(invoice_id int, customer_id int, invoice_date timestamp, billing_address string,"
                + " billing_city string, billing_state string, billing_country string,"
                + " billing_postal_code string, total decimal(10,2))");
    assertThat(frames.schema(invoice.read())).isEqualTo(invoice.plannedSchema());
  }

  @Test
  void tablesAreReadInPartsAndOnlyWhatIsUsed() {
    Dataset<Row> tracks = chinook().table("track").cutBy("track_id").read();
    Dataset<Row> rock = tracks.filter("genre_id = 1").select("name");

    assertThat(tracks.rdd().getNumPartitions()).isEqualTo(4);
    assertThat(rock.count()).isEqualTo(1_297);
    assertThat(rock.queryExecution().executedPlan().toString())
        .contains("EqualTo(genre_id,1)")
        .contains("ReadSchema: struct<name:string>")
        .doesNotContain(PASSWORD);
    Dataset<Row> invoices = chinook().table("invoice").cutBy("invoice_date").read();
    assertThat(invoices.rdd().getNumPartitions()).isEqualTo(4);
    assertThat(invoices.count()).isEqualTo(412);
    JdbcTables query =
        chinook()
            .query(
                "SELECT g.name, COUNT(*) AS n FROM track JOIN genre g USING (genre_id) GROUP BY"
                    + " 1;");
    assertThat(query.read().filter("name = 'Rock'").select("n").first().getLong(0))
        .isEqualTo(1_297);
  }

  private static void assertRefused(JdbcTables tables, ErrorCode code, String message) {
    assertThatThrownBy(tables::plannedSchema)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e).hasMessage(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  void whatTheDatabaseRefusesIsTold() {
    assertRefused(
        chinook().table("track").as("anna", "wrong"),
        StandardError.SOURCE_DENIED,
        "The database at '" + address() + "' does not let the user in; check user and password.");
    assertRefused(
        JdbcTables.at(address() + "s").table("track").as("anna", PASSWORD),
        StandardError.MISSING_FILE,
        "There is no database '" + address() + "s'; correct url.");
    assertRefused(
        chinook().table("tracks"),
        StandardError.MISSING_FILE,
        "The database has no table for 'tracks' of '" + address() + "'; correct table or query.");
    assertRefused(
        chinook().table("track").as("bob", PASSWORD),
        StandardError.SOURCE_DENIED,
        "The user may not read 'track' of '"
            + address()
            + "'; ask for the right to select from it.");
  }

  @Test
  void aConnectionThatBreaksIsToldAndMayBeTriedAgain() throws SQLException {
    run("ALTER SEQUENCE attempts RESTART", "chinook");
    JdbcTables breaking =
        chinook().query("SELECT track_id, %s AS ended FROM track".formatted(END_ONCE));
    Dataset<Row> frame = breaking.read();

    try (SparkEngine engine = SparkEngine.on(frames.session())) {
      Throwable failure = catchThrowable(() -> frames.rows(frame));
      assertThat(failure).isNotNull();
      MillraceException told = engine.explain(failure);
      assertThat(told)
          .hasMessage(
              "The database at '"
                  + address()
                  + "' ended the connection while rows were read; run again, or let the stage that"
                  + " reads try again (retry: { times: 3 }).");
      assertThat(told.code()).isEqualTo(StandardError.SOURCE_UNREACHABLE);
      assertThat(told.code().retryable()).isTrue();
    }
    assertThat(frames.rows(frame)).hasSize(3_503);
  }

  @Test
  void aRunTriesAgainAndKeepsThePasswordToItself() throws SQLException, IOException {
    run("ALTER SEQUENCE attempts RESTART", "chinook");
    Path home = directory.resolve("home");
    String yaml =
        """
        pipeline: chinook
        stages:
          - id: raw
            use: ingest/jdbc
            with:
              url: "%s"
              query: >-
                SELECT track_id, %s AS ended FROM track
              user: anna
              password: "${secret:CHINOOK}"
          - id: features
            use: sink/publish-features
            from: raw
            with: { table: tracks, keys: [track_id] }
        """
            .formatted(address(), END_ONCE);
    PlatformSettings plain = PlatformSettings.of(home);
    PlatformSettings settings =
        new PlatformSettings(
            plain.home(),
            plain.plugins(),
            null,
            null,
            plain.conf(),
            name ->
                name.equals("MILLRACE_SECRET_CHINOOK") ? Optional.of(PASSWORD) : Optional.empty(),
            plain.loader());
    try (Platform<?> platform = Platform.open(settings)) {
      FileRequest file = FileRequest.of(yaml, "chinook.yaml");
      assertThat(platform.validate(file)).isEmpty();

      RunReport report = platform.run(RunCall.of(file)).execute(RunListener.NONE);

      assertThat(report.failure()).isEmpty();
      assertThat(report.status()).isEqualTo(RunStatus.DONE);
    }
    assertThat(frames.session().read().format("delta").load(home + "/features/tracks").count())
        .isEqualTo(3_503);
    try (Stream<Path> kept = Files.walk(home)) {
      for (Path file : kept.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(PASSWORD);
      }
    }
  }
}
