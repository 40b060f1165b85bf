package io.millrace.core;

import static io.millrace.core.MemoryPlatform.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.run.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search fits, keeps and chooses. */
final class SearchTest {
  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  @Test
  void everyCombinationIsTriedOnEveryFoldAndTheBestIsTrainedOnAllTrainingRows() {
    RunReport report = memory.run(Houses.tuned());

    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    // 2 x 2 combinations on 3 folds, and the winner.
    assertThat(memory.calls.count("train", "model")).isEqualTo(13);
    // Two offsets on 3 folds, and the winner's: trials that agree in the offset share the fit.
    assertThat(memory.calls.count("fit", "filled")).isEqualTo(7);
    // Trials on the same rows are announced to their trainer together.
    assertThat(memory.calls.count("trainAll", "model")).isEqualTo(6);
    assertThat(chosen(report).options()).containsEntry("model.smoothing", 0.0);
    assertThat(chosen(report).trials()).hasSize(4);
    assertThat(report.models()).hasSize(1);
  }

  @Test
  void anUnchangedSearchIsReused() {
    memory.run(Houses.tuned());
    memory.calls.clear();

    RunReport second = memory.run(Houses.tuned());

    assertThat(second.engineStarted()).isFalse();
    assertThat(memory.calls.calls()).isEmpty();
    assertThat(statuses(second)).allSatisfy((id, status) -> assertThat(status).isEqualTo("reused"));
    assertThat(chosen(second).options()).containsEntry("model.smoothing", 0.0);
  }

  @Test
  void trialsAreRememberedWithEveryRunThatTheyServe() {
    RunReport first = memory.run(Houses.tuned());
    RunReport second = memory.run(Houses.tuned());

    List<TrialRecord> trials = memory.tracking().runs().trials(first.run());
    assertThat(trials).extracting(TrialRecord::number).containsExactly(1, 2, 3, 4);
    assertThat(trials).extracting(TrialRecord::search).containsOnly("model");
    assertThat(trials)
        .allSatisfy(
            trial -> {
              assertThat(trial.options()).containsKey("model.smoothing");
              assertThat(trial.metrics()).containsKey("rmse");
              assertThat(trial.rows()).isEqualTo(1);
            });
    assertThat(memory.tracking().runs().trials(second.run())).isEqualTo(trials);
  }

  @Test
  void aSearchThatWasStoppedRepeatsNoFinishedTrial() {
    memory.calls.failNext(
        "evaluate", "quality", new MillraceException(StandardError.STORAGE_FAILED, "gone"));
    RunReport failed = memory.run(Houses.tuned());
    assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
    assertThat(failed.failure().orElseThrow().message()).contains("on fold").endsWith(": gone");
    int measured = memory.calls.count("evaluate", "quality") - 1;
    memory.calls.clear();

    RunReport resumed = memory.resume(failed.run());

    assertThat(resumed.status()).isEqualTo(RunStatus.DONE);
    assertThat(memory.calls.count("evaluate", "quality")).isEqualTo(13 - measured);
  }

  @Test
  void aFreshRunSearchesAgain() {
    memory.run(Houses.tuned());
    memory.calls.clear();

    RunReport report =
        memory.run(Houses.tuned(), call -> new RunCall(call.file(), null, null, true, 1));

    assertThat(report.failure()).isEmpty();
    assertThat(memory.calls.count("train", "model")).isEqualTo(13);
    assertThat(memory.calls.count("write", "features")).isEqualTo(1);
  }

  @Test
  void aChangeBehindTheSearchDoesNotSearchAgain() {
    memory.run(Houses.tuned());
    memory.calls.clear();

    RunReport report = memory.run(Houses.tuned().replace("alias: champion", "alias: challenger"));

    assertThat(memory.calls.count("train")).isZero();
    assertThat(statuses(report)).contains(entry("model", "reused"), entry("publish", "ran"));
    assertThat(report.engineStarted()).isFalse();
  }

  @Test
  void aRandomSearchTriesAsManyAsItMayAndTheSameWithTheSameSeed() {
    RunReport report = memory.run(searching("kind: random", "trials: 5"));
    SearchResult first = chosen(report);
    memory.calls.clear();

    SearchResult again =
        chosen(
            memory.run(
                searching("kind: random", "trials: 5"),
                call -> new RunCall(call.file(), null, null, true, 1)));

    assertThat(first.trials()).hasSize(5).doesNotHaveDuplicates();
    assertThat(first.trials().get(0).metrics()).containsKeys("rmse", "mae");
    assertThat(again).isEqualTo(first);
  }

  @Test
  void aLargerBudgetRepeatsNoTrial() {
    memory.run(searching("kind: random", "trials: 4"));
    memory.calls.clear();

    RunReport report = memory.run(searching("kind: random", "trials: 6"));

    assertThat(chosen(report).trials()).hasSize(6);
    // Two trials on three folds, and the winner, if it is a new one.
    assertThat(memory.calls.count("train", "model")).isBetween(6, 7);
  }

  @Test
  void halvingGivesTheBestMoreRows() {
    RunReport report = memory.run(searching("kind: halving", "trials: 9"));

    assertThat(report.failure()).isEmpty();
    SearchResult result = chosen(report);
    assertThat(result.trials().stream().map(SearchResult.Tried::rows).toList())
        .containsExactly(
            1.0 / 9, 1.0 / 9, 1.0 / 9, 1.0 / 9, 1.0 / 9, 1.0 / 9, 1.0 / 9, 1.0 / 9, 1.0 / 9,
            1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0);
    assertThat(result.options()).isEqualTo(result.trials().get(12).options());
  }

  @Test
  void aBayesianSearchFindsWhatIsBestAndMayEndWhenNothingBetterComes() {
    SearchResult result =
        chosen(memory.run(searching("kind: bayesian", "trials: 30, patience: 8")));

    // Towns tell prices apart: the less is drawn towards the mean of all, the better.
    assertThat((Double) result.options().get("model.smoothing")).isLessThan(100);
    assertThat(result.trials().size()).isLessThan(30);
  }

  @Test
  void foldsThatHaveNoRowsSaySo() {
    RunReport report = memory.run(Houses.tuned().replace("with: { k: 3 }", "with: { k: 60 }"));

    assertThat(report.failure().orElseThrow().message())
        .endsWith("A fold without rows means more folds than the rows allow.");
  }

  private static String searching(String kind, String budget) {
    return Houses.tuned()
        .replaceAll("(?m)^( *)kind: grid", "$1" + kind + "\n$1" + budget.replace(", ", "\n$1"))
        .replace("smoothing: [0, 1000]", "smoothing: { min: 0, max: 1000 }");
  }

  private static SearchResult chosen(RunReport report) {
    return Objects.requireNonNull(report.searches().get("model"), "the search's result");
  }
}
