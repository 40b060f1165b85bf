package io.millrace.core;

import static io.millrace.core.MemoryPlatform.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.api.tracking.RunStatus;
import io.millrace.core.file.FileRequest;
import io.millrace.core.problem.Problem;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainers that refine another one's model. */
final class RefiningTest {
  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static String refined() {
    return Houses.pipeline()
        .replace(
            "  - id: quality\n    use: evaluate/error\n    from: model\n",
            """
              - id: straight
                use: train/debias
                from: model
                with: { folds: 3 }
              - id: quality
                use: evaluate/error
                from: [model, straight]
                select: rmse
            """)
        .replace("by: town }", "by: town, smoothing: 1000 }");
  }

  private List<String> problems(String yaml) {
    try (Platform<Table> platform = memory.open()) {
      return platform.validate(FileRequest.of(yaml, "pipeline.yaml")).stream()
          .map(Problem::text)
          .toList();
    }
  }

  private static String withValidation() {
    return refined()
        .replace(
            "with: { train: 0.7, test: 0.3 }", "with: { train: 0.5, validation: 0.2, test: 0.3 }");
  }

  @Test
  void theModelIsTrainedAgainForEachFoldThatTheRefinerSees() {
    RunReport report = memory.run(refined());

    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(memory.calls.count("train"))
        .as("all rows, and without each of three folds")
        .isEqualTo(4);
    assertThat(memory.calls.count("fit")).isEqualTo(4);
    assertThat(memory.calls.count("refine")).isEqualTo(1);
  }

  @Test
  void foldsKeepTogetherWhatTheSplitKeepsTogether() {
    String alone =
        refined()
            .replace("from: [model, straight]\n    select: rmse", "from: straight\n    on: train")
            .replace("smoothing: 1000", "smoothing: 0")
            .replace("train: 0.7, test: 0.3 }", "train: 0.9, test: 0.1, keys: [id] }");

    double byId = memory.run(alone).metrics().getOrDefault("quality.rmse", Double.NaN);
    RunReport byTown =
        memory.run(alone.replace("test: 0.1, keys: [id]", "test: 0.1, keys: [town]"));

    assertThat(byTown.failure()).isEmpty();
    // A model that has not seen the town is wrong by much.
    assertThat(byTown.metrics().get("quality.rmse")).isGreaterThan(byId + 20);
  }

  @Test
  void aValidationPartIsPredictedByTheModelItself() {
    RunReport report = memory.run(withValidation());

    assertThat(report.failure()).isEmpty();
    assertThat(memory.calls.count("train")).isEqualTo(1);
    assertThat(memory.calls.count("refine")).isEqualTo(1);
  }

  @Test
  void aValidationPartThatIsJudgedByIsNotLearntFrom() {
    memory.run(
        refined()
            .replace("with: { train: 0.7, test: 0.3 }", "with: { train: 0.7, validation: 0.3 }"));

    assertThat(memory.calls.count("train")).isEqualTo(4);
  }

  @Test
  void theRefinementIsKeptAndReused() {
    memory.run(refined());
    memory.calls.clear();

    RunReport same = memory.run(refined());
    RunReport evaluated =
        memory.run(refined().replace("select: rmse", "with: { slices: [town] }\n    select: rmse"));

    assertThat(same.engineStarted()).isFalse();
    assertThat(evaluated.failure()).isEmpty();
    assertThat(statuses(evaluated)).contains(entry("straight", "reused"), entry("quality", "ran"));
    assertThat(memory.calls.count("train")).isZero();
    assertThat(memory.calls.count("refine")).isZero();
    assertThat(evaluated.metrics().get("quality.rmse"))
        .isEqualTo(same.metrics().get("quality.rmse"));
  }

  @Test
  void theRefinedModelIsPackagedAndComparedAsTheChampion() {
    String champion = "from: straight\n    gates: [ \"rmse <= champion\" ]";
    String deployed = refined().replace("from: [model, straight]\n    select: rmse", champion);
    RunReport first = memory.run(deployed);
    double figure = first.metrics().getOrDefault("quality.rmse", Double.NaN);

    // Another option of the evaluator: the champion has to predict again, from its package.
    RunReport second =
        memory.run(deployed.replace(champion, champion + "\n    with: { slices: [town] }"));

    assertThat(first.models()).hasSize(1);
    assertThat(second.failure()).isEmpty();
    assertThat(second.gates().get(0).bound()).hasValue(figure);
    assertThat(memory.calls.count("predict")).isPositive();
  }

  @Test
  void behindFoldsEachModelIsRefinedWithoutTheRowsThatItIsJudgedBy() {
    RunReport report =
        memory.run(
            refined()
                .replace("use: split/hash", "use: split/folds")
                .replace("with: { train: 0.7, test: 0.3 }", "with: { k: 2 }"));

    assertThat(report.failure()).isEmpty();
    assertThat(memory.calls.count("refine")).isEqualTo(3);
    assertThat(memory.calls.count("train")).isEqualTo(3 + 3 * 3);
  }

  @Test
  void mistakesAreFoundBeforeARun() {
    assertThat(problems(refined().replace("from: model\n    with: { folds: 3 }", "from: filled")))
        .singleElement()
        .asString()
        .endsWith(
            "[WRONG_KIND] stage 'straight' is a trainer, which reads the model of a trainer;"
                + " 'filled' yields the parts of a split");
    assertThat(
            problems(
                refined()
                    .replace(
                        "with: { folds: 3 }",
                        "tune: { search: { kind: grid, folds: 3, metric: quality.rmse }, space: {"
                            + " smoothing: [1] } }")))
        .singleElement()
        .asString()
        .endsWith(
            "[NOT_TUNABLE] stage 'straight' refines a model and is no part of a search: put 'tune'"
                + " on that model's trainer");
  }
}
