package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.run.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluators that predict again with other values. */
final class ReplayTest {
  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static String asking(String pipeline) {
    return pipeline.replace(
        "    use: evaluate/error\n    from: model\n",
        "    use: evaluate/error\n    from: model\n    with: { importance: true }\n");
  }

  private static List<String> importance(RunReport report) {
    return report.metrics().keySet().stream()
        .filter(name -> name.contains("importance"))
        .sorted()
        .toList();
  }

  @Test
  void theWayFromTheSplitIsGoneAgain() {
    RunReport report = memory.run(asking(Houses.pipeline()));

    assertThat(report.failure()).isEmpty();
    assertThat(importance(report))
        .containsExactly("quality.rmse@importance(area)", "quality.rmse@importance(town)");
    assertThat(report.metrics().get("quality.rmse@importance(town)")).isGreaterThan(20);
    assertThat(report.metrics()).containsEntry("quality.rmse@importance(area)", 0.0);
  }

  @Test
  void whatIsKeptOfItIsReused() {
    RunReport first = memory.run(asking(Houses.pipeline()));

    RunReport second = memory.run(asking(Houses.pipeline()));

    assertThat(second.engineStarted()).isFalse();
    assertThat(second.metrics()).isEqualTo(first.metrics());
  }

  @Test
  void modelsThatAreLoadedPredictAgainToo() {
    RunReport first = memory.run(asking(Houses.pipeline()));

    RunReport changed =
        memory.run(
            asking(Houses.pipeline())
                .replace("importance: true", "importance: true, intervals: true"));

    assertThat(MemoryPlatform.statuses(changed)).containsEntry("model", "reused");
    importance(first)
        .forEach(
            name -> assertThat(changed.metrics().get(name)).isEqualTo(first.metrics().get(name)));
  }

  @Test
  void aStageWhoseFramesAreKeptIsTheBeginning() {
    RunReport report =
        memory.run(
            asking(Houses.pipeline())
                .replace(
                    "    use: transform/fill-mean\n",
                    "    use: transform/fill-mean\n    checkpoint: true\n"));

    // The area was filled before.
    assertThat(importance(report)).containsExactly("quality.rmse@importance(town)");
  }

  @Test
  void aSearchAndAChampionAreJudgedWithoutIt() {
    RunReport report = memory.run(asking(Houses.tuned()));

    assertThat(report.failure()).isEmpty();
    assertThat(
            Objects.requireNonNull(report.searches().get("model"))
                .trials()
                .get(0)
                .metrics()
                .keySet())
        .containsExactly("rmse", "mae");
    assertThat(importance(report)).hasSize(2);
  }
}
