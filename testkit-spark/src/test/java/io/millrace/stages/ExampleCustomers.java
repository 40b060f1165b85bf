package io.millrace.stages;

import io.millrace.api.StageFactory;
import io.millrace.core.plugin.StageDiscovery;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.StageHarness;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The customers that the examples of stages speak of, and those examples. */
public final class ExampleCustomers {
  private static final String PREPARED =
      """
      SELECT *, Contract_index_onehot AS Contract_onehot, array(Contract, PaymentMethod) AS basket, DATE'2026-11-20' - tenure AS signup, Churn = 'Yes' AS churned, tenure + 1 AS months FROM input
      """;

  private ExampleCustomers() {}

  /** Those that {@code ingest/generate} makes up, with a few columns learnt from them; cached. */
  public static Dataset<Row> of(StageHarness harness) {
    Dataset<Row> frame = stage(harness, "ingest/generate", "dataset: churn\nrows: 200").read();
    frame =
        learnt(
            harness,
            "transform/string-index",
            "columns: [Contract, PaymentMethod]\nhandleInvalid: keep",
            frame);
    frame = learnt(harness, "transform/one-hot", "columns: [Contract_index]", frame);
    frame = learnt(harness, "transform/sql", "query: " + PREPARED.strip(), frame);
    frame = learnt(harness, "transform/tokenize", "columns: [PaymentMethod]", frame);
    frame =
        learnt(
            harness,
            "transform/hashing-tf",
            "columns: [PaymentMethod_words]\nnumFeatures: 64",
            frame);
    return learnt(
            harness,
            "transform/assemble",
            "columns: [tenure, MonthlyCharges, Contract_onehot]",
            frame)
        .coalesce(1)
        .cache();
  }

  private static Dataset<Row> learnt(
      StageHarness harness, String name, String options, Dataset<Row> frame) {
    return stage(harness, name, options).fit(frame).apply(frame);
  }

  private static HarnessedStage stage(StageHarness harness, String name, String options) {
    return harness.stage("use: " + name + "\nwith:\n" + options.indent(2));
  }

  /** The example that the stage of that name shows. */
  public static HarnessedStage example(StageHarness harness, String name) {
    StageFactory<?, ?> factory =
        StageDiscovery.onClassPath(ExampleCustomers.class.getClassLoader())
            .catalog()
            .require(name)
            .factory();
    return stage(harness, name, factory.example());
  }
}
