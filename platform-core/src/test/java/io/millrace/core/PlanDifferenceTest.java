package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.core.file.FileRequest;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlanDifference;
import io.millrace.core.plan.PlanDifference.Changed;
import io.millrace.core.plan.PlanDifference.Stage;
import io.millrace.core.plan.PlanDifference.Values;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of a file means for a run. */
final class PlanDifferenceTest {
  private static final String EVALUATOR = "    from: model\n";

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private PlanDifference difference(String before, String after) {
    try (Platform<Table> platform = memory.open()) {
      return PlanDifference.of(plan(platform, before), plan(platform, after));
    }
  }

  private static Plan<Table> plan(Platform<Table> platform, String yaml) {
    return platform.plan(RunCall.of(FileRequest.of(yaml, "pipeline.yaml")));
  }

  @Test
  void aFileDoesNotDifferFromItself() {
    PlanDifference found = difference(Houses.pipeline(), Houses.pipeline());

    assertThat(found.isEmpty()).isTrue();
  }

  @Test
  void anOptionIsChangedAndWhatFollowsIsDoneAnew() {
    PlanDifference found =
        difference(
            Houses.pipeline(), Houses.with("by: town }", "by: town, smoothing: 5, weight: area }"));

    assertThat(found.changed())
        .singleElement()
        .satisfies(
            changed -> {
              assertThat(changed.stage().id()).isEqualTo("model");
              assertThat(changed.values())
                  .containsOnly(
                      entry("with.smoothing", new Values(0.0, 5.0)),
                      entry("with.weight", new Values(null, "area")));
              assertThat(changed.yieldsOther()).isTrue();
            });
    assertThat(found.anew()).extracting(Stage::id).containsExactly("quality", "publish");
  }

  @Test
  void aGateChangesNothingThatIsKept() {
    String gated = Houses.with(EVALUATOR, EVALUATOR + "    gates: [rmse < 1000, mae < 900]\n");

    PlanDifference found =
        difference(gated, gated.replace("mae < 900", "mae < 800").replace("rmse < 1000, ", ""));

    assertThat(found.changed())
        .singleElement()
        .satisfies(
            changed -> {
              assertThat(changed.gatesAdded()).containsExactly("mae < 800");
              assertThat(changed.gatesRemoved()).containsExactly("rmse < 1000", "mae < 900");
              assertThat(changed.values()).isEmpty();
              assertThat(changed.yieldsOther()).isFalse();
            });
    assertThat(found.anew()).isEmpty();
  }

  @Test
  void stagesComeAndGo() {
    String without =
        Houses.pipeline()
            .replaceAll("(?s)  - id: filled.*?(?=  - id: model)", "")
            .replace("from: filled", "from: parts");

    PlanDifference removed = difference(Houses.pipeline(), without);
    PlanDifference added = difference(without, Houses.pipeline());

    assertThat(removed.removed()).extracting(Stage::id).containsExactly("filled");
    assertThat(removed.changed())
        .extracting(Changed::values)
        .containsExactly(Map.of("from.input", new Values("filled", "parts")));
    assertThat(added.added()).extracting(Stage::id).containsExactly("filled");
    assertThat(added.anew()).extracting(Stage::id).containsExactly("quality", "publish");
  }

  @Test
  void ofANewFileAllIsNew() {
    try (Platform<Table> platform = memory.open()) {
      Plan<Table> plan = plan(platform, Houses.pipeline());
      assertThat(PlanDifference.of(null, plan).added()).hasSize(plan.stages().size());
    }
  }
}
