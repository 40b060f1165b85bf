package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.core.Platform;
import io.millrace.core.Reproduction.Source;
import io.millrace.core.ReproductionReport;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.Rebuilt;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.wiring.PlatformSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models on Delta tables and files that changed since are made anew, or it is told why not. */
@ExtendWith(SparkExtension.class)
@Tag("full")
final class ReproductionOfDeltaTest {
  @TempDir private Path home;
  @TempDir private Path data;

  private final SparkSession session;

  ReproductionOfDeltaTest(SparkSession session) {
    this.session = session;
  }

  private static String pipeline(String source, String table) {
    return """
        pipeline: leavers
        seed: 7
        stages:
        %s
        %s
          - { id: parts, use: split/random, from: %s, with: { train: 0.7, test: 0.3, keys: [id] } }
          - { id: imputed, use: transform/impute, from: parts, with: { columns: [x] } }
          - { id: vector, use: transform/assemble, from: imputed, with: { columns: [x, y] } }
          - { id: model, use: train/random-forest, from: vector, with: { label: left, numTrees: 5 } }
          - id: quality
            use: evaluate/binary
            from: model
            gates: [ "auc >= 0.1", "auc >= champion - 0.001" ]
          - id: publish
            use: deploy/registry
            from: quality
            with: { model: leavers, alias: champion, input: raw }
        """
        .formatted(source, table, table.isEmpty() ? "raw" : "features");
  }

  private String delta() {
    return pipeline(
        "  - { id: raw, use: ingest/delta, with: { path: \"%s\" } }".formatted(table()), "");
  }

  private Path table() {
    return data.resolve("customers");
  }

  /** Rows whose label follows from x, with some of x missing; another salt, other rows. */
  private void write(int salt, String mode) {
    session
        .range(300)
        .selectExpr(
            "id",
            "case when id % 11 = 0 then null else double(hash(id, " + salt + ") % 100) end x",
            "double(hash(id, 1 + " + salt + ") % 10) y",
            "case when hash(id, "
                + salt
                + ") % 100 + hash(id, 3) % 40 > 0 then 'yes' else 'no' end"
                + " left")
        .write()
        .format("delta")
        .mode(mode)
        .save(table().toString());
  }

  private Platform<?> open() {
    return Platform.open(PlatformSettings.of(home).withConf(SharedSession.settings()));
  }

  private RunReport run(String yaml) {
    try (Platform<?> platform = open()) {
      RunReport report =
          platform.run(RunCall.of(FileRequest.of(yaml, "leavers.yaml"))).execute(RunListener.NONE);
      assertThat(report.failure()).isEmpty();
      return report;
    }
  }

  private ReproductionReport reproduce(String named) {
    try (Platform<?> platform = open()) {
      return platform.reproduce(named).execute(false, RunListener.NONE);
    }
  }

  private static void requireEqual(ReproductionReport report) {
    assertThat(report.run().failure()).isEmpty();
    assertThat(report.differences()).isEmpty();
    assertThat(report.metrics()).isEmpty();
    assertThat(report.models()).hasSize(1);
    Rebuilt model = report.models().get(0);
    assertThat(model.golden().rows()).isEqualTo(32);
    assertThat(model.golden().unequal()).isZero();
    assertThat(model.evaluated().rows()).isGreaterThan(50);
    assertThat(model.evaluated().unequal()).isZero();
    assertThat(report.exitCode()).isZero();
  }

  @Test
  void aTableThatWasAppendedToOverwrittenAndGivenOtherColumnsIsReadAsItWas() {
    write(1, "overwrite");
    RunReport first = run(delta());
    write(2, "append");
    run(delta());
    write(3, "overwrite");
    session
        .range(10)
        .withColumn("other", functions.lit("column"))
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(table().toString());

    requireEqual(reproduce("leavers:1"));
    requireEqual(reproduce("leavers@champion"));

    try (Platform<?> platform = open()) {
      assertThat(platform.tracking().models().versions("leavers")).hasSize(2);
      assertThat(platform.tracking().models().aliases("leavers")).isEqualTo(Map.of("champion", 2));
      assertThat(platform.reproduce(first.run()).sources())
          .singleElement()
          .satisfies(
              source -> {
                assertThat(source.version()).startsWith("0@");
                assertThat(source.missing()).isEmpty();
              });
    }
  }

  @Test
  void aFileThatChangedIsNotMissedWhereItsFeaturesWerePublished() throws IOException {
    Path file = csv();
    String source =
        "  - id: raw\n    use: ingest/csv\n    with: { path: \"%s\", header: true, schema: { id: long, x: double, y: double, left: string } }"
            .formatted(file);
    String sink =
        "  - { id: features, use: sink/publish-features, from: raw, with: { table: customers, keys: [id] } }";
    run(pipeline(source, sink));
    Files.writeString(file, Files.readString(file) + "1000,1.0,2.0,no\n");

    requireEqual(reproduce("leavers"));
    try (Platform<?> platform = open()) {
      assertThat(platform.features().history("customers")).hasSize(1);
      assertThat(platform.reproduce("leavers").sources())
          .containsExactly(
              new Source("features", "sink/publish-features", "customers version 0", true, ""));
    }
  }

  @Test
  void aFileThatChangedCantBeReadAgain() throws IOException {
    Path file = csv();
    String source =
        "  - id: raw\n    use: ingest/csv\n    with: { path: \"%s\", header: true, schema: { id: long, x: double, y: double, left: string } }"
            .formatted(file);
    RunReport first = run(pipeline(source, ""));
    Files.writeString(file, Files.readString(file) + "1000,1.0,2.0,no\n");

    assertThatThrownBy(() -> reproduce("leavers"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            refused -> assertThat(refused.code().blame()).isEqualTo(Blame.DATA))
        .hasMessageStartingWith(
            "run %s can't be made anew: stage 'raw' (ingest/csv): source changed: what run %s read, "
                .formatted(first.run(), first.run()))
        .hasMessageEndingWith(
            ", is no longer there; bring the rows back, or, for the next time, keep them: read a"
                + " Delta table, or publish features before the split");
    try (Platform<?> platform = open()) {
      assertThat(platform.reproduce("leavers").sources())
          .singleElement()
          .satisfies(found -> assertThat(found.missing()).startsWith("source changed: "));
    }
  }

  private Path csv() throws IOException {
    Path file = data.resolve("customers.csv");
    StringBuilder rows = new StringBuilder("id,x,y,left\n");
    for (int id = 0; id < 200; id++) {
      int x = id * 37 % 100;
      rows.append("%d,%s,%d,%s%n".formatted(id, id % 9 == 0 ? "" : x, id % 7, left(id, x)));
    }
    return Files.writeString(file, rows);
  }

  private static String left(int id, int x) {
    return x + List.of(0, 15, 30).get(id % 3) > 60 ? "yes" : "no";
  }
}
