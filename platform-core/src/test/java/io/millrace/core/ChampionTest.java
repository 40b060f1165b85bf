package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EvaluationTable;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.file.FileRequest;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.run.TableFacts;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells of the registered version that its gates compare with. */
final class ChampionTest {
  private static final String EVALUATOR = "    from: model\n";
  private static final String GATE = "    gates: [ \"rmse <= champion + 1000\" ]\n";
  private static final String LEARNT =
      "champion of houses (version 1) may have learnt from the rows that 'parts' (split/folds)"
          + " holds out, and then looks better on them than it is; split a test part off"
          + " (split/random) to compare on rows that neither model has learnt from";

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static String gated(String options) {
    return Houses.with(EVALUATOR, EVALUATOR + options + GATE);
  }

  private static String other(String pipeline) {
    return pipeline.replace("by: town }", "by: town, smoothing: 10 }");
  }

  private static String folds(String pipeline) {
    return pipeline
        .replace("split/hash", "split/folds")
        .replace("{ train: 0.7, test: 0.3 }", "{ k: 3 }");
  }

  private static StageRecord quality(RunReport report) {
    return report.stages().stream()
        .filter(stage -> stage.stage().equals("quality"))
        .findFirst()
        .orElseThrow();
  }

  private static EvaluationTable errors(RunReport report) {
    return TableFacts.readCurves(quality(report).facts()).get(0);
  }

  private static EvaluationTable against(RunReport report) {
    return TableFacts.read(quality(report).facts()).stream()
        .filter(table -> table.name().startsWith("against "))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Long> rowsBy(EvaluationTable curve, String column) {
    int place = curve.columns().indexOf(column);
    return curve.rows().stream()
        .collect(Collectors.groupingBy(row -> row.get(place), Collectors.counting()));
  }

  private List<String> warnings(String yaml) {
    List<String> warnings = new ArrayList<>();
    try (Platform<Table> platform = memory.open()) {
      RunReport report =
          platform
              .run(RunCall.of(FileRequest.of(yaml, "pipeline.yaml")))
              .execute(
                  new RunListener() {
                    @Override
                    public void warned(String stage, String message) {
                      warnings.add(stage + ": " + message);
                    }
                  });
      assertThat(report.status()).isEqualTo(RunStatus.DONE);
    }
    return warnings;
  }

  @Test
  void theChampionIsDrawnAndToldBesideTheRunOnTheSameRows() {
    RunReport first = memory.run(gated("    with: { intervals: true }\n"));
    RunReport second = memory.run(other(gated("    with: { intervals: true }\n")));

    assertThat(errors(first).columns()).containsExactly("error", "share of rows");
    assertThat(errors(second).columns()).containsExactly("error", "share of rows", "model");
    Map<String, Long> rows = rowsBy(errors(second), "model");
    assertThat(rows).containsOnlyKeys("model", "champion (version 1)");
    assertThat(rows.get("model")).isEqualTo(rows.get("champion (version 1)"));
    EvaluationTable table = against(second);
    assertThat(table.name()).isEqualTo("against champion (version 1)");
    assertThat(table.columns())
        .containsExactly(
            "metric",
            "this run",
            "champion (version 1)",
            "difference",
            "lower 100 %",
            "upper 100 %");
    assertThat(table.rows()).extracting(row -> row.get(0)).containsExactly("rmse", "mae");
    List<Double> rmse = table.rows().get(0).stream().skip(1).map(Double::parseDouble).toList();
    assertThat(rmse.get(0)).isEqualTo(second.metrics().get("quality.rmse"));
    assertThat(rmse.get(1)).isEqualTo(first.metrics().get("quality.rmse"));
    assertThat(rmse.get(2))
        .isEqualTo(rmse.get(0) - rmse.get(1))
        .isBetween(rmse.get(3), rmse.get(4));
  }

  @Test
  void whatIsToldOfTheChampionIsToldAgainWhenEverythingIsReused() {
    memory.run(gated(""));
    String yaml = other(gated("")).replace("rmse <= champion + 1000", "rmse <= champion - 1000");
    RunReport refused = memory.run(yaml);
    memory.calls.clear();

    RunReport again = memory.run(yaml);

    assertThat(memory.calls.calls()).isEmpty();
    assertThat(again.engineStarted()).isFalse();
    assertThat(quality(again).facts()).isEqualTo(quality(refused).facts());
    assertThat(against(again).columns())
        .containsExactly("metric", "this run", "champion (version 1)", "difference");
  }

  @Test
  void slicesThatGatesNameAreComparedToo() {
    String gate = "rmse@slice(town=ulm) <= champion + 1000";
    String yaml = gated("    with: { slices: [town] }\n").replace("rmse <= champion + 1000", gate);
    memory.run(yaml);

    assertThat(against(memory.run(other(yaml))).rows())
        .extracting(row -> row.get(0))
        .containsExactly("rmse", "mae", "rmse@slice(town=ulm)");
  }

  @Test
  void behindFoldsEachHasACurveAndTheChampionPredictsTheRowsOfAll() {
    RunReport first = memory.run(folds(gated("")));

    assertThat(errors(first).columns()).containsExactly("error", "share of rows", "fold");
    Map<String, Long> rows = rowsBy(errors(first), "fold");
    assertThat(rows).containsOnlyKeys("1", "2", "3");
    assertThat(rows.values().stream().mapToLong(n -> n).sum()).isEqualTo(60);

    RunReport second = memory.run(other(folds(gated(""))));

    assertThat(second.failure()).isEmpty();
    EvaluationTable both = errors(second);
    assertThat(both.columns()).containsExactly("error", "share of rows", "fold", "model");
    assertThat(rowsBy(both, "model"))
        .containsEntry("model", 60L)
        .containsEntry("champion (version 1)", 60L);
    assertThat(rowsBy(both, "fold")).containsOnlyKeys("1", "2", "3");
  }

  @Test
  void aVersionThatMayHaveLearntFromTheFoldsIsWarnedOf() {
    assertThat(warnings(folds(gated("")))).isEmpty();
    // What it was judged by when it was registered was found by models that had not.
    assertThat(warnings(folds(gated("")))).isEmpty();

    String yaml = other(folds(gated("")));
    String measuring = yaml.replace("seed: 42", "seed: 43");
    RunReport report = memory.run(measuring);

    GateOutcome.Reference champion = report.gates().get(0).reference().orElseThrow();
    assertThat(champion.mayHaveLearnt()).isTrue();
    assertThat(report.gates().get(0).reason())
        .contains(" (version 1, which may have learnt from these rows) + 1000");
  }

  @Test
  void theWarningNamesTheSplitAndWhatToDo() {
    memory.run(folds(gated("")));
    // On other folds the version has no figures yet: it predicts rows that it learnt from.
    String yaml = other(folds(gated(""))).replace("{ k: 3 }", "{ k: 4 }");

    assertThat(warnings(yaml)).containsExactly("quality: " + LEARNT);
  }

  @Test
  void aVersionThatCanNotPredictTheRowsIsToldFromTheModelThatIsTrained() {
    memory.run(gated(""));
    String renamed =
        gated("")
            .replace("town: string", "place: string")
            .replace("by: town }", "by: place }")
            .replace("table: houses", "table: homes");

    RunReport report = memory.run(renamed);

    RunReport.Failure failure = report.failure().orElseThrow();
    assertThat(failure.stage()).isEqualTo("quality");
    assertThat(failure.message())
        .startsWith(
            "champion of houses (version 1), which a gate compares with, can't be measured on this"
                + " run's rows: ")
        .endsWith(
            "; a gate that names a number needs no version, or let champion name one that can"
                + " predict them");
    assertThat(failure.code()).isNotEqualTo(StandardError.GATE_REFUSED.name());
  }
}
