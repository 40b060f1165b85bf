package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.FrameProfile;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.core.run.RunReport;
import io.millrace.model.GoldenRows;
import io.millrace.model.GoldenRows.Golden;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackagePart;
import io.millrace.model.ReferenceProfile;
import io.millrace.model.scoring.ScoringFormat;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.testkit.memory.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run puts into a model package beside what the stages learnt. */
final class PackageTest {
  /** A filter on the way to the model; not servable, as it declares no portable form. */
  private static final String FILTERED =
      Houses.pipeline()
          .replace(
              "  - id: model\n",
              "  - id: large\n    use: transform/keep-if\n    from: filled\n"
                  + "    with: { column: town, equalTo: bonn }\n  - id: model\n")
          .replace("    from: filled\n    with: { label", "    from: large\n    with: { label");

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  @Test
  void thePortableFormHoldsTheStepsInTheirOrder() throws IOException {
    memory.run(Houses.pipeline());

    ScoringProgram program = ScoringFormat.read(champion().part(PackagePart.SCORING).orElseThrow());

    assertThat(program.inputs()).extracting("name").containsExactly("town", "area");
    assertThat(program.steps())
        .extracting(ScoringStep::operator)
        .containsExactly("memory/fill-mean", "memory/mean-by");
    assertThat(program.outputs()).containsExactly("prediction");
  }

  @Test
  void goldenRowsAreTheFirstRowsAndWhatTheModelPredictsForThem() {
    memory.run(Houses.pipeline());

    List<Golden> golden = GoldenRows.of(champion()).rows();

    assertThat(golden).hasSize(32);
    assertThat(golden.get(0).inputs()).containsExactly("ulm", null);
    assertThat(golden.get(1).inputs().get(0)).isEqualTo("bonn");
    assertThat(golden.get(0).outputs()).isEqualTo(golden.get(3).outputs());
    assertThat(golden).allSatisfy(row -> assertThat(row.outputs().orElseThrow()).hasSize(1));
  }

  @Test
  void theProfileTellsInputsAndPredictions() {
    memory.run(Houses.pipeline());

    ReferenceProfile profile =
        ReferenceProfile.read(champion().part(PackagePart.PROFILE).orElseThrow());

    assertThat(profile.inputs().rows()).isEqualTo(60);
    assertThat(profile.inputs().columns())
        .extracting(ColumnProfile::column)
        .containsExactly("town", "area");
    assertThat(profile.inputs().columns().get(1).missing()).isEqualTo(9);
    FrameProfile predictions = profile.predictions().orElseThrow();
    assertThat(predictions.rows()).isBetween(1L, 59L);
    assertThat(predictions.columns())
        .extracting(ColumnProfile::column)
        .containsExactly("prediction");
  }

  @Test
  void aRowThatAStepLeavesOutIsGoldenWithoutAPrediction() {
    RunReport report = memory.run(FILTERED);

    List<Golden> golden = GoldenRows.of(champion()).rows();

    assertThat(golden).hasSize(32);
    assertThat(golden)
        .allSatisfy(
            row ->
                assertThat(row.outputs().isPresent())
                    .isEqualTo(row.inputs().get(0).equals("bonn")));
    assertThat(champion().part(PackagePart.SCORING)).isEmpty();
    assertThat(facts(report))
        .isEqualTo(Optional.of("none: 'large' (transform/keep-if) has no portable scoring form"));
  }

  @Test
  void aModelThatMustRunWithoutTheEngineIsRefusedBeforeAnythingIsTrained() {
    String file = FILTERED.replace("alias: champion,", "alias: champion, form: portable,");

    assertThatThrownBy(() -> memory.run(file))
        .isInstanceOf(MillraceException.class)
        .hasMessageEndingWith(
            "[NOT_SERVABLE] 'large' (transform/keep-if) has no portable scoring form; without it the"
                + " model can't be served outside of Spark");
  }

  @Test
  void anotherAliasTakesAllPartsAgainWithoutTheEngine() {
    memory.run(Houses.pipeline());

    RunReport report =
        memory.run(Houses.with("alias: champion, input: raw", "alias: challenger, input: raw"));

    assertThat(report.engineStarted()).isFalse();
    try (Platform<Table> platform = memory.open()) {
      ModelRegistry models = platform.tracking().models();
      ModelPackage other =
          ModelPackage.read(models.open(models.alias("houses", "challenger").orElseThrow()));
      assertThat(GoldenRows.of(other)).isEqualTo(GoldenRows.of(champion()));
      assertThat(other.part(PackagePart.SCORING)).isPresent();
    }
  }

  private Optional<String> facts(RunReport report) {
    return report.stages().stream()
        .filter(stage -> stage.stage().equals("publish"))
        .findFirst()
        .map(stage -> stage.facts().get("scoring"));
  }

  private ModelPackage champion() {
    try (Platform<Table> platform = memory.open()) {
      ModelRegistry models = platform.tracking().models();
      return ModelPackage.read(models.open(models.alias("houses", "champion").orElseThrow()));
    }
  }
}
