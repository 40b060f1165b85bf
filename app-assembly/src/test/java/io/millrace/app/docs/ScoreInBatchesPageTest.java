package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.RunStatus;
import io.millrace.app.Millrace;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoreReport;
import io.millrace.core.wiring.PlatformSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The YAML and the Java of {@code docs/how-to/score-in-batches.md}, on a real PostgreSQL. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScoreInBatchesPageTest {
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** What stands before the page's stages, with the ids that they name. */
  private static final String PIPELINE =
      """
      pipeline: telco-churn
      seed: 7
      stages:
        - id: raw
          use: ingest/csv
          with: { path: "DIR/customers.csv", schema: { tenure: double } }
        - id: published
          use: sink/publish-features
          from: raw
          with: { table: customers, keys: [customerID] }
        - id: parts
          use: split/random
          from: published
          with: { train: 0.7, test: 0.3, keys: [customerID] }
        - id: vector
          use: transform/assemble
          from: parts
          with: { columns: [tenure] }
        - id: model
          use: train/logistic-regression
          from: vector
          with: { label: churn }
        - id: quality
          use: evaluate/binary
          from: model
      """;

  private static final String PUBLISH =
      """
        - id: publish
          use: deploy/registry
          from: quality
          with: { model: telco-churn, alias: champion, input: raw }
      """;

  @TempDir static Path directory;
  private EmbeddedPostgres server;
  private String page = "";
  private Millrace millrace;

  @BeforeAll
  void start() throws IOException, SQLException {
    page = Files.readString(Manual.root().resolve("docs/how-to/score-in-batches.md"));
    StringBuilder rows = new StringBuilder("customerID,tenure,churn\n");
    for (int i = 0; i < 200; i++) {
      rows.append("%d,%d,%s%n".formatted(i, i % 50, i % 50 < 20 == (i % 7 > 0) ? "yes" : "no"));
    }
    Files.writeString(directory.resolve("customers.csv"), rows);
    Files.writeString(
        directory.resolve("hba.conf"),
        "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("hba_file", directory.resolve("hba.conf").toString())
            .setConnectConfig("user", "postgres")
            .start();
    ask("CREATE USER millrace PASSWORD 'correct-horse'");
    ask("GRANT ALL ON SCHEMA public TO millrace");
    ask("CREATE TABLE customers (customer_id bigint, day text, tenure double precision)");
    ask("INSERT INTO customers SELECT n, '2026-11-20', n FROM generate_series(1, 40) n");
    ask("GRANT SELECT ON customers TO millrace");
    PlatformSettings plain = PlatformSettings.of(directory.resolve("home"));
    millrace =
        Millrace.open(
            new PlatformSettings(
                plain.home(),
                List.of(),
                null,
                "local[2]",
                plain.conf(),
                name ->
                    name.equals("MILLRACE_SECRET_SHOP_PASSWORD")
                        ? Optional.of("correct-horse")
                        : Optional.empty(),
                plain.loader()));
    assertThat(run(PIPELINE + PUBLISH).failure()).isEmpty();
  }

  @AfterAll
  void stop() throws IOException {
    millrace.close();
    server.close();
  }

  private RunReport run(String yaml) {
    String placed = yaml.replace("DIR", directory.toString());
    return millrace.run(RunCall.of(FileRequest.of(placed, "pipeline.yaml")), RunListener.NONE);
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

  /** The block of YAML that begins so, at the addresses of this test. */
  private String yaml(String beginning) {
    Matcher blocks = YAML.matcher(page);
    while (blocks.find()) {
      if (blocks.group(1).startsWith(beginning)) {
        return blocks
            .group(1)
            .replace("db.example/shop", "127.0.0.1:" + server.getPort() + "/postgres")
            .replace("lake/customers", directory.resolve("home/features/customers").toString())
            .replace("lake/scores", directory.resolve("lake/scores").toString());
      }
    }
    throw new AssertionError("the page has no YAML that begins with " + beginning);
  }

  private ScoreReport score() {
    FileRequest input =
        FileRequest.of(yaml("# new.yaml"), "new.yaml").withParams(Map.of("day", "2026-11-20"));
    ScoreCall call =
        new ScoreCall(
            ModelName.parse("telco-churn"),
            new ScoreCall.Input.Stage(input),
            new ScoreCall.Target.Text(FileRequest.of(yaml("# target.yaml"), "target.yaml")),
            "nightly-2026-11-20",
            true);
    return millrace.platform().score(call).execute();
  }

  @Test
  void aQueryIsScoredIntoATableOnce() throws SQLException {
    ScoreReport first = score();
    ScoreReport again = score();

    assertThat(first.rows()).isEqualTo(40);
    assertThat(first.repeated()).isFalse();
    assertThat(again.repeated()).isTrue();
    assertThat(ask("SELECT DISTINCT scored_by_model || scored_by_version FROM scores"))
        .containsExactly("telco-churn1");
    assertThat(ask("SELECT count(DISTINCT customer_id) || ' of ' || count(*) FROM scores"))
        .containsExactly("40 of 40");
  }

  @Test
  void aPipelineScoresRowsWithItsModelOnceForEachVersionOfBoth() throws IOException {
    String stages = yaml("  - id: fresh").replaceFirst("(?m)^ +# ….*\\n", "");
    RunReport first = run(PIPELINE + stages);
    RunReport again = run(PIPELINE + stages);

    assertThat(first.failure()).isEmpty();
    assertThat(first.status()).isEqualTo(RunStatus.DONE);
    assertThat(status(first)).isEqualTo("RAN");
    assertThat(status(again)).isEqualTo("REUSED");
    assertThat(commits()).isEqualTo(1);
  }

  private static long commits() throws IOException {
    try (Stream<Path> log = Files.list(directory.resolve("lake/scores/_delta_log"))) {
      return log.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  private static String status(RunReport report) {
    return report.stages().stream()
        .filter(stage -> stage.stage().equals("scores"))
        .map(stage -> stage.status().name())
        .findFirst()
        .orElseThrow();
  }

  /** The page's call, on a CSV file. */
  @Test
  void aProgramScoresAFile() {
    assertThat(page)
        .contains("millrace.score(\"telco-churn@champion\", \"new.parquet\", \"scores.parquet\");");
    String input = directory.resolve("customers.csv").toString();
    String output = directory.resolve("scores.parquet").toString();
    ScoreReport report = millrace.score("telco-churn@champion", input, output);

    assertThat(report.rows()).isEqualTo(200);
    assertThat(directory.resolve("scores.parquet")).isDirectory();
  }
}
