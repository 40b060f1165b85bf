package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.stages.ingest.jdbc.JdbcOutputWriter;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.OutputWriterContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the writer of databases keeps to, on a real PostgreSQL. */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresOutputTest extends OutputWriterContract<Dataset<Row>> {
  private final SparkTestFrames frames;
  private EmbeddedPostgres server;
  private String table = "";

  PostgresOutputTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  @BeforeAll
  void start() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setConnectConfig("user", "postgres").start();
    ask("CREATE USER bob");
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void freshTable() {
    table = "scores_" + UUID.randomUUID().toString().substring(0, 8);
  }

  private List<String> ask(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet found = statement.getResultSet()) {
          while (found.next()) {
            texts.add(found.getString(1));
          }
        }
      }
    }
    return texts;
  }

  private String url(String user) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=" + user;
  }

  @Override
  protected Frames<Dataset<Row>> frames() {
    return frames;
  }

  @Override
  protected OutputWriter<Dataset<Row>> writer() {
    return new JdbcOutputWriter();
  }

  @Override
  protected Output place(Mode mode) {
    return Output.table(url("postgres"), table, mode);
  }

  @Override
  protected List<List<@Nullable Object>> rows(Output place) {
    return frames.rows(
        frames.session().read().jdbc(url("postgres"), table, new Properties()).selectExpr("*"));
  }

  private static EffectKey key(String job) {
    return new EffectKey(job, "score", "content-" + job);
  }

  @Test
  void typesAndVectorsBecomeColumnsOfTheirOwnAndNothingElseIsLeft() throws SQLException {
    Schema schema =
        Schema.of(
            Column.nullable("id", Simple.LONG),
            Column.nullable("at", Simple.TIMESTAMP),
            Column.nullable("Good", Simple.BOOLEAN),
            Column.nullable("p", new VectorOf(2)));
    Dataset<Row> rows =
        frames.frame(
            schema,
            List.of(
                List.of(
                    1L,
                    java.time.Instant.parse("2026-11-20T10:00:00Z"),
                    true,
                    List.of(0.25, 0.75))));

    writer().write(rows, place(Mode.CREATE), key("typed"));

    assertThat(
            ask(
                "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE"
                    + " table_name = '%s' ORDER BY ordinal_position".formatted(table)))
        .containsExactly(
            "id bigint",
            "at timestamp with time zone",
            "Good boolean",
            "p_0 double precision",
            "p_1 double precision");
    assertThat(ask("SELECT p_1 FROM %s WHERE \"Good\"".formatted(table))).containsExactly("0.75");
    assertThat(ask("SELECT tablename FROM pg_tables WHERE tablename LIKE 'millrace_staged%'"))
        .isEmpty();
  }

  @Test
  void whoMayNotWriteIsTold() throws SQLException {
    ask("CREATE TABLE %s (id bigint)".formatted(table));
    Dataset<Row> rows =
        frames.frame(Schema.of(Column.nullable("id", Simple.LONG)), List.of(List.of(1L)));
    ask("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    try {
      assertThatThrownBy(
              () -> writer().write(rows, Output.table(url("bob"), table, Mode.APPEND), key("b")))
          .isInstanceOf(MillraceException.class)
          .hasMessage(
              "The user may not write '%s' of 'jdbc:postgresql://127.0.0.1:%d/postgres', or make tables beside it; ask for the rights."
                  .formatted(table, server.getPort()));
      assertThat(ask("SELECT id FROM " + table)).isEmpty();
    } finally {
      ask("GRANT CREATE ON SCHEMA public TO PUBLIC");
    }
  }

  @Test
  void aRowThatTheTableRefusesLeavesNothing() throws SQLException {
    ask("CREATE TABLE %s (id bigint CHECK (id < 10))".formatted(table));
    Dataset<Row> rows =
        frames.frame(
            Schema.of(Column.nullable("id", Simple.LONG)), List.of(List.of(1L), List.of(11L)));

    assertThatThrownBy(() -> writer().write(rows, place(Mode.APPEND), key("c")))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("violates check constraint");
    assertThat(ask("SELECT id FROM " + table)).isEmpty();
    assertThat(writer().find(place(Mode.APPEND), key("c"))).isEmpty();
  }
}
