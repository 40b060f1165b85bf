package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline from the builder is the one from the file. */
final class PipelineTest {
  private static final List<String> CATEGORIES =
      List.of(
          "gender",
          "Partner",
          "Dependents",
          "Contract",
          "InternetService",
          "OnlineSecurity",
          "TechSupport",
          "PaperlessBilling",
          "PaymentMethod");

  @TempDir private Path home;

  @Test
  void theExampleBuiltInJavaIsTheOneFromItsFile() throws IOException {
    try (Millrace millrace = Millrace.open(home)) {
      FileRequest file =
          FileRequest.of(
              Files.readString(Path.of("../examples/churn/pipeline.yaml")), "pipeline.yaml");
      Plan<?> fromFile = millrace.platform().plan(RunCall.of(file));

      Plan<?> built = millrace.plan(churn());

      assertThat(fingerprints(built)).hasSize(11).isEqualTo(fingerprints(fromFile));
      assertThat(built.pipeline().resolved()).isEqualTo(fromFile.pipeline().resolved());
      assertThat(built.searches()).hasSameSizeAs(fromFile.searches());
    }
  }

  @Test
  void everyKeyOfAFileHasItsMethod() throws YamlException {
    String yaml =
        """
        pipeline: p
        tracking: memory
        params: { path: { type: string }, rows: { type: int, default: 10 } }
        spark: { spark.sql.shuffle.partitions: 2 }
        environments: { prod: { overrides: { raw.with.rows: 1000 } } }
        stages:
          - id: raw
            use: ingest/generate
            persist: MEMORY_ONLY
            partitions: 3
            retry: { times: 2, backoff: 1500ms }
            timeout: 60000ms
            with: { dataset: churn, rows: "${param:rows}" }
          - id: plans
            use: ingest/parquet
            broadcast: true
            with: { path: "${param:path}" }
          - id: joined
            use: combine/join
            from: { left: raw, right: plans }
            checkpoint: true
            with: { "on": [Contract] }
          - id: filled
            use: transform/impute
            from: joined
            fitOn: all
            with: { columns: [TotalCharges] }
          - id: model
            use: train/logistic-regression
            from: filled
          - id: quality
            use: evaluate/binary
            from: [model, model]
            on: test
            select: auc
          - id: tuned
            use: train/logistic-regression
            from: filled
            with: { label: Churn }
            tune:
              search: { kind: random, trials: 4, metric: quality.auc }
              space: { regParam: [0.0, 0.1] }
              candidates:
                - use: train/random-forest
                  with: { label: Churn }
                  space: { maxDepth: [3, 5] }
                - { use: train/naive-bayes, with: { label: Churn } }
        """;
    Pipeline built =
        Pipeline.named("p")
            .tracking("memory")
            .param("path", "string")
            .param("rows", "int", 10)
            .spark("spark.sql.shuffle.partitions", 2)
            .environment("prod", Map.of("raw.with.rows", 1000))
            .stage("raw", "ingest/generate")
            .persist("MEMORY_ONLY")
            .partitions(3)
            .retry(2, Duration.ofMillis(1500))
            .timeout(Duration.ofMinutes(1))
            .with("dataset", "churn")
            .with("rows", "${param:rows}")
            .stage("plans", "ingest/parquet")
            .broadcast()
            .with("path", "${param:path}")
            .stage("joined", "combine/join")
            .from(Map.of("left", "raw", "right", "plans"))
            .checkpoint()
            .with("on", List.of("Contract"))
            .stage("filled", "transform/impute")
            .from("joined")
            .fitOnAll()
            .with("columns", List.of("TotalCharges"))
            .stage("model", "train/logistic-regression")
            .from("filled")
            .stage("quality", "evaluate/binary")
            .from("model", "model")
            .on("test")
            .select("auc")
            .stage("tuned", "train/logistic-regression")
            .from("filled")
            .with("label", "Churn")
            .tune(
                Map.of("kind", "random", "trials", 4, "metric", "quality.auc"),
                Map.of("regParam", List.of(0.0, 0.1)))
            .candidate(
                "train/random-forest", Map.of("label", "Churn"), Map.of("maxDepth", List.of(3, 5)))
            .candidate("train/naive-bayes", Map.of("label", "Churn"), Map.of());

    assertThat(tree(built)).isEqualTo(YamlParser.parse(yaml, "p", new ProblemLog()).json());
  }

  @Test
  void mistakesCarryThePipelinesName() {
    Pipeline built =
        Pipeline.named("leavers").stage("raw", "ingest/cvs").with("path", Path.of("a"));

    try (Millrace millrace = Millrace.open(home)) {
      assertThat(millrace.validate(built).stream().map(Problem::text))
          .singleElement()
          .asString()
          .startsWith("leavers: [UNKNOWN_STAGE]");
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void aPipelineIsNotChangedByWhatIsAddedToIt() {
    Pipeline first = Pipeline.named("p").stage("raw", "ingest/generate");

    first.with("rows", 5).stage("parts", "split/random");

    assertThat(tree(first))
        .isEqualTo(
            Map.of(
                "pipeline", "p", "stages", List.of(Map.of("id", "raw", "use", "ingest/generate"))));
  }

  @Test
  void onlyWhatAFileCanHoldIsTaken() {
    Pipeline stage = Pipeline.named("p").stage("raw", "ingest/generate");

    assertThatThrownBy(() -> stage.with("rows", new StringBuilder("5")))
        .hasMessage(
            "a pipeline holds texts, numbers, booleans, lists, maps and paths, no"
                + " java.lang.StringBuilder");
    assertThatThrownBy(() -> Pipeline.named("p").with("rows", 5))
        .hasMessage("'with' speaks of a stage: call stage(id, use) before it");
  }

  private static Pipeline churn() {
    List<String> indexed = CATEGORIES.stream().map(name -> name + "_index").toList();
    Map<String, List<Object>> space = new LinkedHashMap<>();
    space.put("regParam", List.of(0.0, 0.01, 0.1));
    space.put("imputed.strategy", List.of("mean", "median"));
    return Pipeline.named("telco-churn")
        .seed(42)
        .param("rows", "int", 20000)
        .stage("raw", "ingest/generate")
        .with("dataset", "churn")
        .with("rows", "${param:rows}")
        .stage("features", "sink/publish-features")
        .from("raw")
        .with("table", "telco")
        .with("keys", List.of("customerID"))
        .stage("parts", "split/random")
        .from("features")
        .with("train", 0.8)
        .with("test", 0.2)
        .with("keys", List.of("customerID"))
        .stage("imputed", "transform/impute")
        .from("parts")
        .with("columns", List.of("TotalCharges"))
        .with("strategy", "median")
        .stage("filled", "transform/impute")
        .from("imputed")
        .with("columns", List.of("PaymentMethod"))
        .with("strategy", "constant")
        .with("value", "unknown")
        .stage("indexed", "transform/string-index")
        .from("filled")
        .with("columns", CATEGORIES)
        .with("handleInvalid", "keep")
        .stage("encoded", "transform/one-hot")
        .from("indexed")
        .with("columns", indexed)
        .with("handleInvalid", "keep")
        .stage("vector", "transform/assemble")
        .from("encoded")
        .with(
            "columns",
            Stream.concat(
                    Stream.of("SeniorCitizen", "tenure", "MonthlyCharges", "TotalCharges"),
                    indexed.stream().map(name -> name + "_onehot"))
                .toList())
        .stage("model", "train/logistic-regression")
        .from("vector")
        .with("label", "Churn")
        .grid(3, "quality.auc", space)
        .stage("quality", "evaluate/binary")
        .from("model")
        .gates("auc >= 0.80", "auc >= champion - 0.005")
        .stage("publish", "deploy/registry")
        .from("quality")
        .with("model", "telco-churn")
        .with("alias", "champion")
        .with("input", "raw");
  }

  private static Map<String, String> fingerprints(Plan<?> plan) {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    for (PlannedStage<?> stage : plan.stages()) {
      fingerprints.put(stage.id(), stage.fingerprint());
    }
    return fingerprints;
  }

  private static @Nullable Object tree(Pipeline pipeline) {
    FileRequest.Source.Tree tree = (FileRequest.Source.Tree) pipeline.request().source();
    return YamlNode.of(tree.values(), Position.of("p")).json();
  }
}
