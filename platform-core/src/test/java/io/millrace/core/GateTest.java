package io.millrace.core;

import static io.millrace.core.MemoryPlatform.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.api.tracking.RunStatus;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunReport;
import java.nio.file.Path;
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

  @Test
  void ofSeveralModelsTheBestGoesOn() {
    String file =
        Houses.pipeline()
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

    RunReport report = memory.run(file);

    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(report.metrics().get("quality.rmse")).isLessThan(50);
  }
}
