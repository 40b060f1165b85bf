package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} tells before anything runs. */
final class PlanTest {
  private static final String FILE =
      """
      pipeline: shared
      stages:
        - { id: raw, use: ingest/generate, with: { dataset: churn, rows: 200 } }
        - { id: other, use: ingest/generate, with: { dataset: churn, rows: 50 } }
        - { id: few, use: transform/select, from: other, with: { columns: [customerID] } }
        - { id: joined, use: combine/join, from: { left: raw, right: few }, with: { "on": [customerID] } }
        - { id: parts, use: split/random, from: joined, partitions: 3, with: { train: 0.8, test: 0.2 } }
        - { id: filled, use: transform/impute, from: parts, with: { columns: [TotalCharges] } }
        - { id: scaled, use: transform/scale, from: filled, with: { columns: [tenure] } }
        - { id: vector, use: transform/assemble, from: scaled, with: { columns: [TotalCharges, tenure_scaled] } }
        - { id: model, use: train/logistic-regression, from: vector, with: { label: Churn } }
        - { id: quality, use: evaluate/binary, from: model }
        - { id: publish, use: deploy/registry, from: quality, with: { model: shared } }
      """;

  @TempDir private Path directory;

  @Test
  void itTellsHowJoinsAreCarriedOutWhoLearnsTogetherAndWhatPackagesAreGoodFor() throws IOException {
    String plan = plan(FILE);

    assertThat(section(plan, "Carried out"))
        .contains("joined")
        .contains("parts")
        .contains("cut into 3 partitions");
    assertThat(section(plan, "Learnt in one pass")).isEqualTo("  filled, with it scaled\n");
    assertThat(section(plan, "Model packages"))
        .isEqualTo(
            """
              publish, with the model of model
                can be served without Spark
                a Spark ML pipeline for Python
            """);
  }

  @Test
  void itTellsWhatCannotBeServed() throws IOException {
    String plan =
        plan(
            FILE.replace(
                "  - { id: vector, use: transform/assemble, from: scaled",
                "  - { id: known, use: transform/filter, from: scaled, with: { where: now() > '2020-01-01' } }\n"
                    + "  - { id: vector, use: transform/assemble, from: known"));

    assertThat(section(plan, "Model packages"))
        .startsWith(
            "  publish, with the model of model\n"
                + "    can't be served without Spark: 'known' (transform/filter) has no portable"
                + " scoring form");
  }

  private String plan(String file) throws IOException {
    Files.writeString(directory.resolve("p.yaml"), file);
    Call call = Call.in(directory, "plan", "p.yaml");
    assertThat(call.err()).isEmpty();
    assertThat(call.exitCode()).isZero();
    return call.out();
  }

  /** The lines below a heading, up to an empty one. */
  private static String section(String plan, String heading) {
    int start = plan.indexOf("\n" + heading + "\n");
    assertThat(start).as(heading).isPositive();
    String rest = plan.substring(start + heading.length() + 2);
    int end = rest.indexOf("\n\n");
    return end < 0 ? rest : rest.substring(0, end + 1);
  }
}
