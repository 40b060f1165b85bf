package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.plan.SearchResult.Tried;
import io.millrace.core.run.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that choose among algorithms. */
final class CandidateSearchTest {
  private static final String MEANS = "train/mean-by";
  private static final String CONSTANT = "train/constant";

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  /** The houses' search with a second algorithm. */
  private static String both() {
    return Houses.tuned()
        .replace(
            "      space:",
            "      candidates:\n"
                + "        - use: train/constant\n"
                + "          with: { label: price }\n"
                + "          space: { quantile: [0.25, 0.5, 0.75] }\n"
                + "      space:");
  }

  /** The same, the other way round: the second algorithm is the stage's own. */
  private static String turned() {
    return Houses.with(
        "    use: train/mean-by\n    from: filled\n    with: { label: price, by: town }\n",
        """
            use: train/constant
            from: filled
            with: { label: price }
            tune:
              search:
                kind: grid
                folds: { use: split/folds, with: { k: 3 } }
                metric: quality.rmse
              candidates:
                - use: train/mean-by
                  with: { label: price, by: town }
                  space: { smoothing: [0, 1000] }
        """);
  }

  @Test
  void everyAlgorithmIsTriedWithItsOwnOptionsAndTheBestIsTrained() {
    RunReport report = memory.run(both());

    assertThat(report.failure()).isEmpty();
    // (2 values of smoothing + 3 of quantile) x 2 of the offset.
    assertThat(chosen(report).trials()).hasSize(10);
    assertThat(chosen(report).trials().stream().map(Tried::options))
        .allSatisfy(
            options ->
                assertThat(options)
                    .containsKey(
                        MEANS.equals(options.get("model.use"))
                            ? "model.smoothing"
                            : "model.quantile"));
    assertThat(memory.calls.count("train", "model")).isEqualTo(31);
    // The transformer is fitted once for both algorithms: 2 offsets on 3 folds, and the winner's.
    assertThat(memory.calls.count("fit", "filled")).isEqualTo(7);
    // Only trials of the algorithm that shares are announced together.
    assertThat(memory.calls.count("trainAll", "model")).isEqualTo(6);
    assertThat(chosen(report).options()).containsEntry("model.use", MEANS);
    assertThat(use(report)).isEqualTo(MEANS);
  }

  @Test
  void theWinnerIsLoadedAsWhatItIs() {
    RunReport first = memory.run(turned());
    memory.calls.clear();

    RunReport second = memory.run(turned());
    RunReport other = memory.run(turned().replace("alias: champion", "alias: challenger"));

    assertThat(chosen(first).options())
        .containsEntry("model.use", MEANS)
        .containsEntry("model.smoothing", 0.0);
    assertThat(chosen(first).trials()).hasSize(3);
    assertThat(List.of(use(first), use(second), use(other))).containsOnly(MEANS);
    assertThat(second.engineStarted()).isFalse();
    assertThat(memory.calls.count("train")).isZero();
    assertThat(other.models()).hasSize(1);
    assertThat(second.metrics()).isEqualTo(first.metrics());
  }

  @Test
  void anAlgorithmThatIsAddedOrMovedMeetsTheTrialsThatWereMade() {
    memory.run(Houses.tuned());
    memory.calls.clear();

    RunReport report = memory.run(both());

    // Three quantiles with two offsets on three folds; the winner is the one of before.
    assertThat(memory.calls.count("train", "model")).isEqualTo(18);
    assertThat(chosen(report).trials()).hasSize(10);
  }

  @Test
  void aSearchThatWasStoppedRepeatsNoFinishedTrial() {
    memory.calls.failNext(
        "evaluate", "quality", new MillraceException(StandardError.STORAGE_FAILED, "gone"));
    RunReport failed = memory.run(both());
    assertThat(failed.failure().orElseThrow().message()).startsWith("trial {model.use=train/");
    int measured = memory.calls.count("evaluate", "quality") - 1;
    memory.calls.clear();

    RunReport resumed = memory.resume(failed.run());

    assertThat(resumed.status()).isEqualTo(RunStatus.DONE);
    assertThat(memory.calls.count("evaluate", "quality")).isEqualTo(31 - measured);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: random\ntrials: 8",
        "kind: latin-hypercube\ntrials: 8",
        "kind: halving\ntrials: 9",
        "kind: bayesian\ntrials: 12\npatience: 6"
      })
  void everyKindOfSearchTriesAllAlgorithmsAndRepeatsItselfWithItsSeed(String kind) {
    String file =
        both()
            .replaceAll("(?m)^( *)kind: grid", "$1" + kind.replace("\n", "\n$1"))
            .replace("smoothing: [0, 1000]", "smoothing: { min: 0, max: 1000 }")
            .replace("quantile: [0.25, 0.5, 0.75]", "quantile: { min: 0, max: 1 }");

    RunReport report = memory.run(file);
    RunReport again = memory.run(file, call -> new RunCall(call.file(), null, null, true, 1));

    assertThat(report.failure()).isEmpty();
    assertThat(chosen(report).trials().stream().map(t -> t.options().get("model.use")).distinct())
        .containsExactlyInAnyOrder(MEANS, CONSTANT);
    assertThat(chosen(report).options().get("model.use")).isEqualTo(use(report));
    assertThat(chosen(again)).isEqualTo(chosen(report));
  }

  private static String use(RunReport report) {
    return report.stages().stream()
        .filter(stage -> stage.stage().equals("model"))
        .findFirst()
        .orElseThrow()
        .use();
  }

  private static SearchResult chosen(RunReport report) {
    return Objects.requireNonNull(report.searches().get("model"), "the search's result");
  }
}
