package io.millrace.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Schema;
import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.Domain;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.SearchSettings;
import io.millrace.core.pipeline.Tuning;
import io.millrace.core.problem.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PipelineReaderTest {
  @Test
  void makesAPipelineOfAValidFile() {
    Pipeline<List<String>> pipeline = read(ValidFile.request());
    assertThat(pipeline.name()).isEqualTo("churn");
    assertThat(pipeline.seed()).isEqualTo(7);
    assertThat(pipeline.params()).isEqualTo(Map.of("data", "data/rows.csv", "share", "0.8"));
    assertThat(pipeline.stages())
        .extracting(PipelineStage::id)
        .containsExactly("raw", "features", "parts", "imputed", "model", "quality", "publish");
    assertThat(pipeline.stage("parts").kind()).isEqualTo(StageKind.SPLITTER);
    assertThat(pipeline.stage("parts").inputs()).isEqualTo(Map.of("input", "features"));
    assertThat(pipeline.stage("parts").codeHash()).isEqualTo("code-1");
  }

  @Test
  void fillsInDefaultsInTheOrderOfTheRecord() {
    PipelineStage<List<String>> model = read(ValidFile.request()).stage("model");
    assertThat(model.options().toString())
        .isEqualTo("{label=churn, regParam=0.0, maxIter=100, features=features}");
    PipelineStage<List<String>> raw = read(ValidFile.request()).stage("raw");
    assertThat(raw.options().toString())
        .isEqualTo(
            "{path=data/rows.csv, columns={age=double, income=double, plan=string, churn=string},"
                + " header=true, password=null, skip=null}");
  }

  @Test
  void followsSchemasToThePredictions() {
    Pipeline<List<String>> pipeline = read(ValidFile.request());
    assertThat(pipeline.stage("imputed").schema().names())
        .containsExactly("age", "income", "plan", "churn");
    Schema predictions = pipeline.stage("quality").schema();
    assertThat(predictions.names())
        .containsExactly("age", "income", "plan", "churn", "prediction", "probability");
  }

  @Test
  void readsTheTuningWithItsFolds() {
    Tuning<List<String>> tuning =
        read(ValidFile.request()).stage("model").settings().tune().orElseThrow();
    assertThat(tuning.evaluator()).isEqualTo("quality");
    assertThat(tuning.metric()).isEqualTo("auc");
    assertThat(tuning.folds().use()).isEqualTo("split/k-fold");
    assertThat(tuning.folds().options()).isEqualTo(Map.of("k", 3L, "keys", List.of()));
    assertThat(tuning.folds().inputs()).isEqualTo(Map.of("input", "parts"));
    assertThat(tuning.search()).isEqualTo(SearchSettings.grid());
    assertThat(tuning.space())
        .containsExactly(
            Axis.of(new Tuning.Option("model", "regParam"), List.of(0.0, 0.1)),
            Axis.of(new Tuning.Option("imputed", "strategy"), List.of("mean", "median")));
  }

  @Test
  void aNumberOfFoldsKeepsTogetherWhatTheSplitKeepsTogether() {
    String grouped = ValidFile.with("test: 0.2 }", "seedColumn: plan }");

    Tuning<List<String>> tuning =
        read(ValidFile.request(grouped)).stage("model").settings().tune().orElseThrow();

    assertThat(tuning.folds().options()).isEqualTo(Map.of("k", 3L, "keys", List.of("plan")));
  }

  @Test
  void readsRangesConditionsAndBudgets() {
    String search =
        "search: { kind: halving, trials: 9, factor: 3, folds: 3, metric: quality.auc }";
    String text =
        ValidFile.TEXT
            .replaceAll("search: \\{.*\\}", search)
            .replaceAll(
                "space: \\{.*\\}",
                "space: { imputed.strategy: [mean, median], regParam: { min: 0.001, max: 1, scale:"
                    + " log, when: { imputed.strategy: mean } } }");

    Tuning<List<String>> tuning =
        read(ValidFile.request(text)).stage("model").settings().tune().orElseThrow();

    Tuning.Option strategy = new Tuning.Option("imputed", "strategy");
    assertThat(tuning.search())
        .isEqualTo(
            new SearchSettings(
                SearchSettings.Kind.HALVING,
                9,
                null,
                null,
                new SearchSettings.Halving(null, 1.0 / 9, 1, 3)));
    assertThat(tuning.space())
        .containsExactly(
            Axis.of(strategy, List.of("mean", "median")),
            new Axis(
                new Tuning.Option("model", "regParam"),
                new Domain.Range(0.001, 1, false, true),
                Map.of(strategy, List.of("mean"))));
  }

  @Test
  void readsGates() {
    assertThat(read(ValidFile.request()).stage("quality").settings().gates())
        .containsExactly(
            new Gate(
                "auc >= 0.80",
                new Position(ValidFile.NAME, 34, 14),
                "auc",
                Gate.Comparison.AT_LEAST,
                null,
                0.8),
            new Gate(
                "auc >= champion - 0.005",
                new Position(ValidFile.NAME, 34, 29),
                "auc",
                Gate.Comparison.AT_LEAST,
                "champion",
                -0.005));
  }

  @Test
  void makesAStageAnewWithOtherOptions() {
    PipelineStage<List<String>> imputed = read(ValidFile.request()).stage("imputed");
    PipelineStage<List<String>> other = imputed.withOptions(Map.of("columns", List.of("age")));
    assertThat(other.options().toString())
        .isEqualTo("{columns=[age], strategy=mean, indicator=false}");
    assertThat(((Planned.Numbers) other.stage()).columns()).containsExactly("age");
    assertThatThrownBy(() -> imputed.withOptions(Map.of("strategy", "mode")))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "option 'strategy' of stage 'imputed' must be one of mean, median, most-frequent, not"
                + " the text 'mode'");
  }

  @Test
  void putsStagesInAnOrderThatStaysNearTheFile() {
    String text =
        """
        pipeline: shuffled
        stages:
          - { id: joined, use: combine/join, from: [left, right], with: { on: [plan] } }
          - { id: right, use: ingest/rows, with: { path: r.csv } }
          - { id: left, use: ingest/rows, with: { path: l.csv } }
          - { id: kept, use: sink/table, from: joined, with: { table: t } }
        """;
    Pipeline<List<String>> pipeline = read(ValidFile.request(text));
    assertThat(pipeline.stages())
        .extracting(PipelineStage::id)
        .containsExactly("right", "left", "joined", "kept");
    assertThat(pipeline.stage("joined").inputs().toString()).isEqualTo("{left=left, right=right}");
  }

  @Test
  void readsItsOwnResolvedFileAsTheSamePipeline() {
    Pipeline<List<String>> pipeline = read(ValidFile.request());
    Pipeline<List<String>> again = read(ValidFile.request(pipeline.resolved()));
    assertThat(again.resolved()).isEqualTo(pipeline.resolved());
    assertThat(again.stages())
        .extracting(PipelineStage::options)
        .isEqualTo(pipeline.stages().stream().map(PipelineStage::options).toList());
  }

  private static Pipeline<List<String>> read(FileRequest request) {
    return Fixtures.read(request).require();
  }
}
