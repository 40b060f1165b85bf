package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Ingestor;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.IngestorContract;
import io.millrace.testkit.contract.TestPlanContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every database, shown on SQLite; a real server has a test of its own. */
@ExtendWith(SparkExtension.class)
final class JdbcIngestTest extends IngestorContract<Dataset<Row>> {
  @TempDir Path directory;
  private final SparkTestFrames frames;

  JdbcIngestTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @BeforeEach
  void fill() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE IF EXISTS paid");
      statement.executeUpdate("CREATE TABLE paid (id INTEGER, \"a b\" TEXT, amount REAL)");
      statement.executeUpdate(
          "INSERT INTO paid VALUES (1, 'x', 1.5), (2, NULL, 2.5), (NULL, 'z', 3)");
      statement.executeUpdate("CREATE TABLE IF NOT EXISTS empty (id INTEGER)");
    }
  }

  private String url() {
    return "jdbc:sqlite:" + directory.resolve("shop.db");
  }

  private JdbcTables paid() {
    return JdbcTables.at(url()).table("paid");
  }

  @Override
  protected Frames<Dataset<Row>> frames() {
    return frames;
  }

  @Override
  protected Ingestor<Dataset<Row>> stage() {
    return paid().cutBy("id").stage();
  }

  private static void assertRefused(JdbcTables tables, ErrorCode code, String message) {
    assertThatThrownBy(tables::read)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e).hasMessage(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  void tablesAndQueriesAreReadAsTheDatabaseDescribesThem() {
    assertThat(paid().plannedSchema().toString()).isEqualTo("(id int, a b string, amount double)");
    assertThat(frames.rows(paid().read()))
        .containsExactly(
            Arrays.asList(1, "x", 1.5), Arrays.asList(2, null, 2.5), Arrays.asList(null, "z", 3.0));
    JdbcTables query = paid().query("SELECT id, amount AS paid FROM paid WHERE id > 1;\n");
    assertThat(frames.rows(query.read())).containsExactly(List.of(2, 2.5));
    JdbcTables typed = paid().expecting(Map.of("amount", Simple.FLOAT));
    assertThat(typed.plannedSchema()).isEqualTo(frames.schema(typed.read()));
    assertThat(frames.rows(typed.read()))
        .containsExactly(List.of(1.5f), List.of(2.5f), List.of(3f));
  }

  @Test
  void partsCoverAllRows() {
    assertThat(paid().cutBy("id").read().count()).isEqualTo(3);
    assertThat(paid().cutBy("amount").read().count()).isEqualTo(3);
    assertThat(paid().cutBy("id", "0", "100").read().rdd().getNumPartitions()).isEqualTo(4);
    assertThat(frames.rows(JdbcTables.at(url()).table("empty").cutBy("id").read())).isEmpty();
  }

  @Test
  void onlyTheUserCanSayThatADatabaseDoesNotChange() {
    assertThat(paid().stage().version(TestPlanContext.bare())).isEmpty();
    assertThat(paid().unchanging().stage().version(TestPlanContext.bare()))
        .contains("snapshot of paid at '" + url() + "'");
  }

  @Test
  void whatIsNotThereIsTold() {
    assertRefused(
        paid().table("orders"),
        StandardError.MISSING_FILE,
        "The database has no table for 'orders' of '" + url() + "'; correct table or query.");
    assertRefused(
        paid().query("SELEC 1"),
        StandardError.UNREADABLE_FILE,
        "The database refuses to read the query of '"
            + url()
            + "': [SQLITE_ERROR] SQL error or missing database (near \"1\": syntax error).");
    assertRefused(
        paid().expecting(Map.of("age", Simple.INT)),
        StandardError.UNKNOWN_COLUMN,
        "'paid' of '"
            + url()
            + "' has no column 'age', which schema names; it has id, a b, amount.");
    assertRefused(
        paid().cutBy("when"),
        StandardError.UNKNOWN_COLUMN,
        "'paid' of '"
            + url()
            + "' has no column 'when', which partitionColumn names; it has id, a b, amount.");
    assertRefused(
        paid().cutBy("a b"),
        StandardError.COLUMN_TYPE,
        "partitionColumn 'a b' is of type string; take a number, a date or a timestamp.");
    assertRefused(
        JdbcTables.at("jdbc:nosuch://u:pw@h/d?password=pw").table("t"),
        StandardError.NOT_FOUND,
        "No JDBC driver knows the address 'jdbc:nosuch://h/d'; put the driver's jar into the"
            + " plugins directory, or correct url.");
    assertRefused(
        paid().driver("com.acme.Driver"),
        StandardError.NOT_FOUND,
        "There is no class 'com.acme.Driver', which driver names; put the driver's jar into the"
            + " plugins directory, or correct driver.");
    assertRefused(
        paid().driver("java.lang.String"),
        StandardError.INVALID_OPTION,
        "The class 'java.lang.String' is no JDBC driver.");
  }

  @Test
  void aDatabaseThatIsNotReachedIsTold() {
    assertRefused(
        JdbcTables.at("jdbc:postgresql://127.0.0.1:1/shop").table("t").as("anna", "s3cret"),
        StandardError.SOURCE_UNREACHABLE,
        "The database at 'jdbc:postgresql://127.0.0.1:1/shop' can't be reached (Connection to"
            + " 127.0.0.1:1 refused. Check that the hostname and port are correct and that the"
            + " postmaster is accepting TCP/IP connections); see whether it runs, and whether url"
            + " is right.");
  }

  @Test
  void withoutSecretsNothingIsAsked() {
    JdbcTables sealed =
        JdbcTables.at("jdbc:postgresql://127.0.0.1:1/shop")
            .table("t")
            .as("anna", "${secret:SHOP_PASSWORD}");

    assertThat(sealed.plannedSchema()).isEqualTo(Schema.unknown());
    assertThat(sealed.expecting(Map.of("id", Simple.INT)).plannedSchema().toString())
        .isEqualTo("(id int)");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> JdbcTables.at("jdbc:x").stage())
        .hasMessage("table, query: one of them says what to read");
    assertThatThrownBy(() -> paid().cutBy("id", "1", null).stage())
        .hasMessage("lowerBound, upperBound: give both, or neither");
  }
}
