package io.millrace.core;

import static io.millrace.core.MemoryPlatform.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.api.EvaluationTable;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.file.FileRequest;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunReport;
import io.millrace.core.run.TableFacts;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlParser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which model a gate lets through. */
final class GateTest {
  private static final String EVALUATOR = "    from: model\n";

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static String gated(String gate) {
    return Houses.with(EVALUATOR, EVALUATOR + "    gates: [ \"" + gate + "\" ]\n");
  }

  @Test
  void aGateThatDoesNotHoldRefusesTheModel() {
    RunReport report = memory.run(gated("rmse < 1"));

    assertThat(report.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(report.exitCode()).isEqualTo(4);
    assertThat(statuses(report)).contains(entry("quality", "ran"), entry("publish", "skipped"));
    assertThat(report.models()).isEmpty();
    assertThat(report.gates()).singleElement().extracting(GateOutcome::held).isEqualTo(false);
    assertThat(report.gates().get(0).reason()).matches("rmse [0-9.]+ is not < 1");
    assertThat(refusals(report))
        .containsExactly(
            place(gated("rmse < 1"), "\"rmse < 1\"")
                + ": [GATE_REFUSED] gate \"rmse < 1\" does not hold: rmse is "
                + figure(report.metrics().getOrDefault("quality.rmse", Double.NaN)));
  }

  @Test
  void aRefusalIsToldAgainWhenEverythingIsReused() {
    RunReport first = memory.run(gated("rmse < 1"));

    RunReport second = memory.run(gated("rmse < 1"));

    assertThat(second.engineStarted()).isFalse();
    assertThat(second.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(refusals(second)).hasSize(1).isEqualTo(refusals(first));
    assertThat(memory.tracking().runs().run(second.run()).orElseThrow().message())
        .isEqualTo(second.refusals().get(0).message());
  }

  @Test
  void aRefusalOfAPipelineFromJavaNamesThePipeline() throws YamlException {
    FileRequest tree = FileRequest.of(tree(gated("rmse < 1")), "houses");

    RunReport report = memory.run("", call -> new RunCall(tree, null, null, false, 1));

    assertThat(refusals(report))
        .singleElement()
        .asString()
        .startsWith("houses: [GATE_REFUSED] gate \"rmse < 1\" does not hold: rmse is ");
  }

  @Test
  void aGateIsJudgedAgainWhenNothingElseChanged() {
    memory.run(gated("rmse < 1"));
    memory.calls.clear();

    RunReport report = memory.run(gated("rmse < 1000"));

    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(memory.calls.count("evaluate")).isZero();
    assertThat(statuses(report)).contains(entry("quality", "reused"), entry("publish", "ran"));
  }

  @Test
  void aGateAgainstAnAliasHoldsWhileThereIsNoVersion() {
    RunReport report = memory.run(gated("rmse <= champion + 5"));

    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(report.gates().get(0).reason())
        .isEqualTo("no version is named champion yet, so there is nothing to compare with");
  }

  @Test
  void theChampionIsMeasuredOnTheSameRows() {
    RunReport first = memory.run(gated("rmse <= champion + 5"));
    double champion = first.metrics().getOrDefault("quality.rmse", Double.NaN);

    RunReport worse =
        memory.run(
            gated("rmse <= champion + 5").replace("by: town }", "by: town, smoothing: 1000 }"));

    assertThat(worse.failure()).isEmpty();
    assertThat(worse.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(worse.gates().get(0).bound()).hasValue(champion + 5);
    assertThat(refusals(worse))
        .containsExactly(
            place(gated("rmse <= champion + 5"), "\"rmse <= champion + 5\"")
                + ": [GATE_REFUSED] gate \"rmse <= champion + 5\" does not hold: rmse is "
                + figure(worse.metrics().getOrDefault("quality.rmse", Double.NaN))
                + ", that of champion (version 1) on the same rows is "
                + figure(champion));
    assertThat(memory.tracking().models().aliases("houses")).containsExactly(entry("champion", 1));
  }

  @Test
  void anUnchangedRunComparesWithItselfWithoutPredicting() {
    memory.run(gated("rmse <= champion + 5"));
    memory.calls.clear();

    RunReport second = memory.run(gated("rmse <= champion + 5"));

    assertThat(second.engineStarted()).isFalse();
    assertThat(second.status()).isEqualTo(RunStatus.DONE);
    assertThat(second.gates().get(0).held()).isTrue();
    assertThat(memory.calls.calls()).isEmpty();
  }

  private static final String PAIRED = "upper(rmse - champion) <= 5";

  private static String paired() {
    return Houses.with(
        EVALUATOR, EVALUATOR + "    with: { intervals: true }\n    gates: [\"" + PAIRED + "\"]\n");
  }

  @Test
  void theDifferenceFromTheChampionHasAnIntervalOfItsOwn() {
    memory.run(paired());

    RunReport worse = memory.run(paired().replace("by: town }", "by: town, smoothing: 1000 }"));

    assertThat(worse.failure()).isEmpty();
    assertThat(worse.status()).isEqualTo(RunStatus.REFUSED);
    GateOutcome outcome = worse.gates().get(0);
    GateOutcome.Difference difference = outcome.difference().orElseThrow();
    double champion = outcome.reference().orElseThrow().value();
    assertThat(difference.value()).isEqualTo(outcome.value() - champion);
    assertThat(difference.value()).isBetween(difference.lower(), difference.upper());
    // The in-memory evaluator draws by leaving out each row once: no fewer than all test rows.
    assertThat(difference.resamples()).isBetween(10, 25);
    assertThat(outcome.reason())
        .isEqualTo(
            "upper(rmse - champion) %s is not <= 5: rmse %s, champion's %s (version 1); the difference is %s, with 100 %% between %s and %s"
                .formatted(
                    figure(difference.upper()),
                    figure(outcome.value()),
                    figure(champion),
                    figure(difference.value()),
                    figure(difference.lower()),
                    figure(difference.upper())));
    assertThat(worse.refusals().get(0).message())
        .startsWith("gate \"upper(rmse - champion) <= 5\" does not hold: rmse is ")
        .contains(", that of champion (version 1) on the same rows is ")
        .contains("; the difference is ");
  }

  @Test
  void anUnchangedModelDiffersFromItselfByNothing() {
    memory.run(paired());
    memory.calls.clear();

    RunReport second = memory.run(paired());

    assertThat(memory.calls.calls()).isEmpty();
    assertThat(second.status()).isEqualTo(RunStatus.DONE);
    GateOutcome.Difference difference = second.gates().get(0).difference().orElseThrow();
    assertThat(List.of(difference.value(), difference.lower(), difference.upper()))
        .containsOnly(0.0);
  }

  @Test
  void modelsArePairedThoughTransformersChangeTheirRows() {
    String filled = "transform/fill-mean\n    from: parts\n    with: { columns: [area] }";
    String other = "transform/fill-mean\n    from: parts\n    with: { columns: [area, price] }";
    memory.run(paired());

    RunReport second = memory.run(paired().replace(filled, other));

    assertThat(second.failure()).isEmpty();
    assertThat(second.gates().get(0).difference()).isPresent();
  }

  @Test
  void modelsThatCanNotBePairedAreRefusedWithTheReason() {
    String folds =
        paired()
            .replace("split/hash", "split/folds")
            .replace("{ train: 0.7, test: 0.3 }", "{ k: 3 }");
    memory.run(folds);

    RunReport worse = memory.run(folds.replace("by: town }", "by: town, smoothing: 1000 }"));

    assertThat(worse.failure()).isEmpty();
    assertThat(worse.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(worse.refusals().get(0).message())
        .isEqualTo(
            "gate \"upper(rmse - champion) <= 5\" does not hold: rmse of the model and of champion"
                + " (version 1) can't be compared row by row: that needs a split without folds,"
                + " and stages behind it that work row by row and keep no frames");
  }

  @Test
  void aGateOnADifferenceHoldsWhileThereIsNoVersion() {
    RunReport report = memory.run(paired());

    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(report.gates().get(0).reason())
        .isEqualTo("no version is named champion yet, so there is nothing to compare with");
  }

  private static String twoModels() {
    return Houses.pipeline()
        .replace(
            "  - id: quality\n    use: evaluate/error\n    from: model\n",
            """
              - id: smooth
                use: train/mean-by
                from: filled
                with: { label: price, by: town, smoothing: 1000 }
              - id: quality
                use: evaluate/error
                from: [smooth, model]
                select: rmse
            """);
  }

  @Test
  void ofSeveralModelsTheBestGoesOn() {
    RunReport report = memory.run(twoModels());

    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(report.metrics().get("quality.rmse")).isLessThan(50);
  }

  @Test
  void aModelThatAGateKeepsBackIsNoRefusalWhileAnotherPasses() {
    String gates = "select: rmse\n    gates: [rmse < %s]";
    RunReport none = memory.run(twoModels().replace("select: rmse", gates.formatted(1)));
    double between = none.gates().stream().mapToDouble(GateOutcome::value).average().orElseThrow();
    RunReport one = memory.run(twoModels().replace("select: rmse", gates.formatted(between)));

    assertThat(one.gates()).extracting(GateOutcome::held).containsExactlyInAnyOrder(true, false);
    assertThat(one.status()).isEqualTo(RunStatus.DONE);
    assertThat(one.refusals()).isEmpty();
    assertThat(none.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(none.refusals())
        .extracting(problem -> problem.message().replaceAll("[0-9.]+$", "…"))
        .containsExactly(
            "gate \"rmse < 1\" does not hold: rmse of 'smooth' is …",
            "gate \"rmse < 1\" does not hold: rmse of 'model' is …");
  }

  @Test
  void modelsAreComparedInATable() {
    RunReport report = memory.run(twoModels());
    RunReport again = memory.run(twoModels());

    for (RunReport each : List.of(report, again)) {
      List<EvaluationTable> tables = TableFacts.read(quality(each).facts());
      assertThat(tables).extracting(EvaluationTable::name).containsExactly("models", "signs");
      assertThat(tables.get(0).columns()).containsExactly("model", "", "rmse", "mae");
      assertThat(tables.get(0).rows())
          .extracting(row -> row.get(0) + " " + row.get(1))
          .containsExactly("smooth ", "model chosen");
      assertThat(tables.get(0).rows().get(1).get(2))
          .isEqualTo(String.valueOf(each.metrics().get("quality.rmse")));
    }
    assertThat(quality(again).status()).isEqualTo(StageRecord.Status.REUSED);
  }

  @Test
  void competingModelsAreDrawnInOneCurveTheShownOneFirst() {
    RunReport report = memory.run(twoModels());
    RunReport again = memory.run(twoModels());

    for (RunReport each : List.of(report, again)) {
      EvaluationTable errors = TableFacts.readCurves(quality(each).facts()).get(0);
      assertThat(errors.columns()).containsExactly("error", "share of rows", "model");
      int half = errors.rows().size() / 2;
      assertThat(errors.rows().subList(0, half)).allMatch(row -> row.get(2).equals("model"));
      assertThat(errors.rows().subList(half, 2 * half))
          .allMatch(row -> row.get(2).equals("smooth"));
      assertThat(errors.rows().get(half - 1).get(1)).isEqualTo("1.0");
    }
  }

  @Test
  void curvesOfAModelAreToldInEachRunThatUsesIt() {
    RunReport report = memory.run(Houses.pipeline());
    RunReport again = memory.run(Houses.pipeline());

    assertThat(stage(again, "model").status()).isEqualTo(StageRecord.Status.REUSED);
    for (RunReport each : List.of(report, again)) {
      assertThat(TableFacts.readCurves(stage(each, "model").facts()))
          .containsExactly(
              new EvaluationTable(
                  "importance", List.of("feature", "importance"), List.of(List.of("town", "1.0"))));
      assertThat(TableFacts.readCurves(quality(each).facts()))
          .singleElement()
          .satisfies(
              errors -> assertThat(errors.columns()).containsExactly("error", "share of rows"));
    }
    assertThat(again.engineStarted()).isFalse();
  }

  private static StageRecord quality(RunReport report) {
    return stage(report, "quality");
  }

  private static StageRecord stage(RunReport report, String id) {
    return report.stages().stream()
        .filter(stage -> stage.stage().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String sliced(String gates) {
    return Houses.with(
        EVALUATOR,
        EVALUATOR + "    with: { slices: [town], intervals: true }\n    gates: [" + gates + "]\n");
  }

  @Test
  void gatesOfSlicesAndIntervalsAreJudged() {
    RunReport done =
        memory.run(sliced("rmse@slice(town=ulm) < 1000, upper(rmse@slice(town=ulm)) < 1000"));

    assertThat(done.failure()).isEmpty();
    assertThat(done.status()).isEqualTo(RunStatus.DONE);
    assertThat(done.metrics())
        .containsKeys(
            "quality.rmse",
            "quality.lower(rmse)",
            "quality.rmse@slice(town=bonn)",
            "quality.upper(mae@slice(town=kiel))");
    assertThat(done.gates().get(1).reason())
        .matches("upper\\(rmse@slice\\(town=ulm\\)\\) [0-9.]+ is < 1000");
  }

  @Test
  void aSliceThatDoesNotOccurRefuses() {
    String gate = "rmse@slice(town=rome) < 1000";

    RunReport report = memory.run(sliced(gate));

    assertThat(refusals(report))
        .containsExactly(
            place(sliced(gate), gate)
                + ": [GATE_REFUSED] gate \"rmse@slice(town=rome) < 1000\" does not hold:"
                + " rmse@slice(town=rome): no evaluated row has 'rome' in 'town' (its values are"
                + " bonn, kiel, ulm)");
  }

  @Test
  void theChampionsSlicesAreComparedToo() {
    String gate = "rmse@slice(town=ulm) <= champion + 5";
    memory.run(sliced(gate));

    RunReport worse = memory.run(sliced(gate).replace("by: town }", "by: town, smoothing: 1000 }"));

    assertThat(worse.failure()).isEmpty();
    assertThat(worse.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(refusals(worse)).singleElement().asString().contains("champion (version 1)");
  }

  @Test
  void theBestMayBeThatOfASlice() {
    RunReport report =
        memory.run(
            twoModels()
                .replace(
                    "select: rmse", "with: { slices: [town] }\n    select: rmse@slice(town=ulm)"));

    assertThat(report.failure()).isEmpty();
    assertThat(report.metrics().get("quality.rmse")).isLessThan(50);
  }

  private static List<String> refusals(RunReport report) {
    return report.refusals().stream().map(Problem::text).toList();
  }

  /** Where a text stands in the file that the in-memory platform runs. */
  private static String place(String file, String text) {
    String before = file.substring(0, file.indexOf(text));
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    return "pipeline.yaml:" + line + ":" + (before.length() - before.lastIndexOf('\n'));
  }

  private static String figure(double value) {
    return BigDecimal.valueOf(value)
        .setScale(6, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  @SuppressWarnings("unchecked") // A file's top level is a map by key.
  private static Map<String, Object> tree(String yaml) throws YamlException {
    return (Map<String, Object>)
        Objects.requireNonNull(YamlParser.parse(yaml, "houses", new ProblemLog()).json());
  }
}
