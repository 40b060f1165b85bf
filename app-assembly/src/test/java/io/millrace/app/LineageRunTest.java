package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From raw data to pipelines that read predictions, on Spark: each step finds the one before. */
@Tag("full")
final class LineageRunTest {
  private static final String TABLE =
      """
      pipeline: customers
      stages:
        - id: raw
          use: ingest/csv
          with: { path: "DIR/customers.csv", schema: { tenure: double } }
        - id: published
          use: sink/publish-features
          from: raw
          with: { table: customers, keys: [customerID] }
      """;

  private static final String CHURN =
      """
      pipeline: churn
      seed: 7
      stages:
        - { id: table, use: ingest/features, with: { table: customers } }
        - { id: parts, use: split/random, from: table, with: { train: 0.7, test: 0.3 } }
        - { id: vector, use: transform/assemble, from: parts, with: { columns: [tenure] } }
        - { id: model, use: train/logistic-regression, from: vector, with: { label: churn } }
        - { id: quality, use: evaluate/binary, from: model }
        - { id: publish, use: deploy/registry, from: quality, with: { model: churn, input: table } }
      """;

  private static final String CALLS =
      """
      pipeline: calls
      stages:
        - { id: scores, use: READER, with: { path: "DIR/lake/NAME" } }
        - { id: calls, use: sink/publish-features, from: scores, with: { table: calls } }
      """;

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    StringBuilder rows = new StringBuilder("customerID,tenure,churn\n");
    for (int i = 0; i < 120; i++) {
      rows.append("%d,%d,%s%n".formatted(i, i % 50, i % 50 < 20 == (i % 7 > 0) ? "yes" : "no"));
    }
    Files.writeString(directory.resolve("customers.csv"), rows);
    run(TABLE);
    run(CHURN);
  }

  private void run(String yaml) throws IOException {
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(file, yaml.replace("DIR", directory.toString()));
    Call call = Call.in(directory, "run", file.toString());
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  private void score(String from, String to) {
    Call call =
        Call.in(
            directory,
            "score",
            "churn",
            "--input",
            directory.resolve(from).toString(),
            "--to",
            directory.resolve(to).toString());
    assertThat(call.exitCode()).as(call.err()).isZero();
  }

  /** The assets that a walk meets, without their versions and the test's directory. */
  private List<String> names(String what, String way) throws IOException {
    Call call = Call.in(directory, "lineage", what, way, "--output", "json");
    assertThat(call.exitCode()).as(call.err()).isZero();
    JsonNode graph = new ObjectMapper().readTree(call.out());
    return graph.path("nodes").findValuesAsText("name").stream()
        .map(name -> name.replace("file:" + directory.toAbsolutePath(), ""))
        .toList();
  }

  /** How runs, and versions of places, hang together. */
  private List<String> relations(String what) throws IOException {
    Call call = Call.in(directory, "lineage", what, "--output", "json");
    return new ObjectMapper().readTree(call.out()).path("edges").findValuesAsText("relation");
  }

  @Test
  void predictionsLeadUpToTheRawDataAndThatDownToThem() throws IOException {
    score("customers.csv", "lake/scores");
    run(CALLS.replace("READER", "ingest/delta").replace("NAME", "scores"));

    String scores = "data:" + directory.resolve("lake/scores");
    assertThat(names(scores, "--up"))
        .contains("/lake/scores", "churn", "customers", "/customers.csv");
    assertThat(names("data:" + directory.resolve("customers.csv"), "--down"))
        .contains("customers", "churn", "/lake/scores", "calls");
    assertThat(relations(scores)).doesNotContain("lay-there");
  }

  /** Files have no versions of their own: what was written is what is read, as long as it is. */
  @Test
  void filesThatWereWrittenAreThoseThatAreRead() throws IOException {
    score("customers.csv", "lake/scores.parquet");
    run(CALLS.replace("READER", "ingest/parquet").replace("NAME", "scores.parquet"));

    assertThat(names("features:calls:0", "--up"))
        .contains("/lake/scores.parquet", "churn", "customers", "/customers.csv");
    assertThat(relations("features:calls:0")).doesNotContain("lay-there");
  }
}
