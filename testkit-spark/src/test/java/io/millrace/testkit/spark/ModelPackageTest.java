package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.Part;
import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.Platform;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.Preview;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.template.ProjectTemplate;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackagePart;
import io.millrace.spark.api.RowValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run's model package is good for afterwards: the project that {@code new pipeline} writes
 * is run once, and a pipeline of stages that all have a stock form once.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelPackageTest {
  private static final String STOCK =
      """
      pipeline: stock
      seed: 3
      stages:
        - { id: raw, use: ingest/generate, with: { dataset: churn, rows: 400 } }
        - { id: known, use: transform/filter, from: raw, with: { where: tenure >= 0 } }
        - { id: typed, use: transform/cast, from: known, with: { columns: { tenure: double, Churn: string } } }
        - { id: plain, use: transform/select, from: typed, with: { drop: [PaperlessBilling] } }
        - { id: parts, use: split/random, from: plain, with: { train: 0.8, test: 0.2 } }
        - id: filled
          use: transform/impute
          from: parts
          with: { columns: [PaymentMethod], strategy: constant, value: unknown }
        - { id: imputed, use: transform/impute, from: filled, with: { columns: [TotalCharges] } }
        - id: indexed
          use: transform/string-index
          from: imputed
          with: { columns: [Contract, gender, PaymentMethod], handleInvalid: keep }
        - id: encoded
          use: transform/one-hot
          from: indexed
          with: { columns: [Contract_index, gender_index, PaymentMethod_index], handleInvalid: keep }
        - id: vector
          use: transform/assemble
          from: encoded
          with:
            columns:
              - tenure
              - TotalCharges
              - Contract_index_onehot
              - gender_index_onehot
              - PaymentMethod_index_onehot
        - { id: scaled, use: transform/scale, from: vector, with: { columns: [features] } }
        - { id: model, use: train/logistic-regression, from: scaled, with: { label: Churn, features: features_scaled } }
        - { id: quality, use: evaluate/binary, from: model }
        - id: publish
          use: deploy/registry
          from: quality
          with: { model: stock, alias: champion, input: raw }
      """;

  @TempDir private static Path home;
  @TempDir private static Path project;

  @BeforeAll
  void run(SparkSession session) {
    ProjectTemplate.pipeline("0.1.0").write(project.resolve("leavers"));
    try (Platform<?> platform = open()) {
      assertThat(platform.validate(leavers())).isEmpty();
      assertDone(execute(platform, leavers()));
      assertDone(execute(platform, FileRequest.of(STOCK, "stock.yaml")));
    }
  }

  @Test
  @Tag("full")
  void stockSparkMlPredictsWhatThePackageDoes(SparkSession session) {
    try (Platform<?> platform = open()) {
      ModelPackage found = registered(platform, "stock", 1);
      Path to = home.resolve("stock.parquet");
      Dataset<Row> customers = customers(session);
      customers.write().parquet(home.resolve("customers.parquet").toString());
      score(platform, "stock:1", home.resolve("customers.parquet"), to);

      PipelineModel stock =
          PipelineModel.load(found.part(PackagePart.SPARK_ML).orElseThrow().toString());

      assertThat(Stream.of(stock.stages()).map(stage -> stage.getClass().getPackageName()))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("org.apache.spark.ml."));
      Map<Object, List<Object>> ours =
          predictions(session.read().parquet(to.toString()), "customerID");
      assertThat(ours).hasSize(400);
      assertThat(predictions(stock.transform(customers), "customerID")).isEqualTo(ours);
      // Rows to be predicted come without the label, though a step casts it.
      Dataset<Row> unlabelled = customers.drop("Churn", "PaperlessBilling");
      assertThat(predictions(stock.transform(unlabelled), "customerID")).isEqualTo(ours);
    }
  }

  @Test
  void anotherAliasTakesTheSameStockFormAndStartsNoSession() throws IOException {
    try (Platform<?> platform = open()) {
      String other = STOCK.replace("alias: champion", "alias: challenger");

      RunReport report = execute(platform, FileRequest.of(other, "stock.yaml"));

      assertDone(report);
      assertThat(report.engineStarted()).isFalse();
      assertThat(record(report, "publish").facts()).containsEntry("sparkml", "yes");
      int version =
          platform.tracking().models().alias("stock", "challenger").orElseThrow().version();
      Path stock = registered(platform, "stock", version).part(PackagePart.SPARK_ML).orElseThrow();
      assertThat(files(stock))
          .isEqualTo(files(registered(platform, "stock", 1).directory().resolve("sparkml")));
    }
  }

  @Test
  void stockSparkMlReadsTheTextOfAFileAsThePackageDoes(SparkSession session) {
    try (Platform<?> platform = open()) {
      Path stock = registered(platform, "leavers", 1).part(PackagePart.SPARK_ML).orElseThrow();
      Path to = home.resolve("scored-text.parquet");
      score(platform, "leavers:1", data(), to);

      Dataset<Row> predicted =
          PipelineModel.load(stock.toString()).transform(strings(session).drop("churn"));

      assertThat(predictions(predicted, "customer"))
          .hasSize(400)
          .isEqualTo(predictions(session.read().parquet(to.toString()), "customer"));
    }
  }

  @Test
  @Tag("full")
  void aStageWithoutStockFormLeavesItOutAndSaysWhy() {
    try (Platform<?> platform = open()) {
      String today = STOCK.replace("where: tenure >= 0", "where: tenure >= 0 OR now() IS NULL");

      RunReport report =
          execute(
              platform, FileRequest.of(today.replace("model: stock", "model: today"), "a.yaml"));

      assertDone(report);
      assertThat(registered(platform, "today", 1).part(PackagePart.SPARK_ML)).isEmpty();
      assertThat(record(report, "publish").facts())
          .containsEntry(
              "sparkml",
              "none: 'known' (transform/filter) has no stock Spark ML form: what 'now' gives depends"
                  + " on the session");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet", "delta"})
  void scorePredictsToTheBitWhatTheRunDid(String format, SparkSession session) throws IOException {
    Path input = input(session, format);
    Path to = home.resolve("scored-" + format + ".parquet");
    try (Platform<?> platform = open()) {
      Preview inRun =
          platform
              .run(RunCall.of(leavers()))
              .preview("model", Optional.of(Part.TEST), 1000, RunListener.NONE);

      score(platform, "leavers@champion", input, to);

      Map<Object, List<Object>> scored =
          predictions(session.read().parquet(to.toString()), "customer");
      assertThat(scored).hasSize(400);
      Map<Object, List<Object>> expected = predictions(inRun);
      assertThat(expected).hasSizeGreaterThan(80);
      assertThat(scored).containsAllEntriesOf(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet", "delta"})
  void aMissingColumnIsNamedBeforeAnyWork(String format, SparkSession session) {
    Path input = home.resolve("without-plan." + format);
    write(strings(session).drop("plan"), input, format);

    MillraceException failure = refused(input);

    assertThat(failure.code()).isEqualTo(StandardError.SCHEMA_MISMATCH);
    assertThat(failure.code().blame()).isEqualTo(Blame.DATA);
    assertThat(failure)
        .hasMessage(
            "the input lacks the column 'plan' (string) that the model 'leavers' reads; it has"
                + " customer, age, monthly, calls, churn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "delta"})
  void aColumnOfAnotherTypeIsNamedBeforeAnyWork(String format, SparkSession session) {
    Path input = home.resolve("typed." + format);
    Dataset<Row> rows = strings(session);
    write(rows.withColumn("age", rows.col("age").cast("double")), input, format);

    MillraceException failure = refused(input);

    assertThat(failure.code()).isEqualTo(StandardError.SCHEMA_MISMATCH);
    assertThat(failure)
        .hasMessage(
            "the input's column 'age' is double, and the model 'leavers' was trained on string;"
                + " cast it");
  }

  private MillraceException refused(Path input) {
    Path to = home.resolve("refused.parquet");
    try (Platform<?> platform = open()) {
      MillraceException failure =
          catchThrowableOfType(
              MillraceException.class, () -> score(platform, "leavers@champion", input, to));
      assertThat(to).doesNotExist();
      return failure;
    }
  }

  private Platform<?> open() {
    return Platform.open(PlatformSettings.of(home).withConf(SharedSession.settings()));
  }

  private FileRequest leavers() {
    try {
      Path file = project.resolve("leavers/pipeline.yaml");
      return FileRequest.of(Files.readString(file), "pipeline.yaml")
          .withParams(Map.of("data", data().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return project.resolve("leavers/data/customers.csv");
  }

  private static RunReport execute(Platform<?> platform, FileRequest file) {
    return platform.run(RunCall.of(file)).execute(RunListener.NONE);
  }

  private static void assertDone(RunReport report) {
    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
  }

  private static void score(Platform<?> platform, String model, Path input, Path to) {
    platform
        .score(ScoreCall.of(ModelName.parse(model), input.toString(), to.toString(), false))
        .execute();
  }

  private static ModelPackage registered(Platform<?> platform, String model, int number) {
    ModelRegistry models = platform.tracking().models();
    ModelVersion version = models.version(model, number).orElseThrow();
    return ModelPackage.read(models.open(version));
  }

  private static StageRecord record(RunReport report, String stage) {
    return report.stages().stream().filter(s -> s.stage().equals(stage)).findFirst().orElseThrow();
  }

  private Dataset<Row> customers(SparkSession session) {
    try (Platform<?> platform = open()) {
      Preview raw =
          platform
              .run(RunCall.of(FileRequest.of(STOCK, "stock.yaml")))
              .preview("raw", Optional.empty(), 400, RunListener.NONE);
      return new SparkTestFrames(session).frame(raw.schema(), raw.rows());
    }
  }

  private Path input(SparkSession session, String format) {
    if (format.equals("csv")) {
      return data();
    }
    Path path = home.resolve("input." + format);
    write(strings(session), path, format);
    return path;
  }

  private Dataset<Row> strings(SparkSession session) {
    return session.read().option("header", true).csv(data().toString());
  }

  private static void write(Dataset<Row> frame, Path path, String format) {
    if (format.equals("csv")) {
      frame.coalesce(1).write().option("header", true).csv(path.toString());
    } else {
      frame.write().format(format).save(path.toString());
    }
  }

  private static Map<Object, List<Object>> predictions(Dataset<Row> frame, String key) {
    Map<Object, List<Object>> predictions = new LinkedHashMap<>();
    for (Row row : (Row[]) frame.select(key, "probability", "prediction").collect()) {
      List<Object> values = RowValues.plain(row);
      predictions.put(values.get(0), values.subList(1, 3));
    }
    return predictions;
  }

  private static Map<Object, List<Object>> predictions(Preview preview) {
    List<String> names = preview.schema().names();
    Map<Object, List<Object>> predictions = new LinkedHashMap<>();
    for (List<Object> row : preview.rows()) {
      predictions.put(
          row.get(names.indexOf("customer")),
          List.of(row.get(names.indexOf("probability")), row.get(names.indexOf("prediction"))));
    }
    return predictions;
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(file -> directory.relativize(file).toString()).sorted().toList();
    }
  }
}
