package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which transformers learn in one pass, on the in-memory world. */
final class SharedPassesTest {
  /** Fills one column, another, and the first one again. */
  private static final String FILLS =
      """
        - id: filled
          use: transform/fill-mean
          from: parts
          with: { columns: [area] }
        - id: priced
          use: transform/fill-mean
          from: filled
          with: { columns: [price] }
        - id: again
          use: transform/fill-mean
          from: priced
          with: { columns: [area], offset: 2 }
      """;

  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private static String pipeline(String houses, String fills) {
    int from = houses.indexOf("  - id: filled");
    int to = houses.indexOf("  - id: model");
    return houses.substring(0, from)
        + fills
        + houses.substring(to).replace("from: filled", "from: again");
  }

  private Map<String, String> planned(String yaml) {
    try (Platform<Table> platform = memory.open()) {
      return platform.plan(RunCall.of(FileRequest.of(yaml, "pipeline.yaml"))).sharedPasses();
    }
  }

  @Test
  void aStageLearnsWithOneBeforeItIfNothingBetweenTouchesItsColumns() {
    String yaml = pipeline(Houses.pipeline(), FILLS);

    assertThat(planned(yaml)).containsExactly(Map.entry("priced", "filled"));
    RunReport report = memory.run(yaml);

    assertThat(report.failure()).isEmpty();
    assertThat(memory.calls.count("readAll")).isEqualTo(1);
    assertThat(memory.calls.count("fit")).isEqualTo(3);
  }

  @Test
  void learningTogetherLearnsTheSame() {
    RunReport together = memory.run(pipeline(Houses.pipeline(), FILLS));
    // A cut frame's rows come in another order, so that the next stage learns by itself.
    String apart = FILLS.replaceAll("(columns: .(area|price).) }", "$1 }\n    partitions: 1");
    MemoryPlatform other = new MemoryPlatform(home.resolve("other"));

    RunReport alone = other.run(pipeline(Houses.pipeline(), apart));

    assertThat(alone.failure()).isEmpty();
    assertThat(other.calls.count("readAll")).isZero();
    assertThat(together.metrics()).isEqualTo(alone.metrics());
  }

  @Test
  void whatIsKeptIsNotLearntAgain() {
    memory.run(pipeline(Houses.pipeline(), FILLS));
    String changed =
        pipeline(
            Houses.pipeline(),
            FILLS.replace("columns: [price] }", "columns: [price], offset: 1 }"));
    memory.calls.clear();

    assertThat(memory.run(changed).failure()).isEmpty();

    assertThat(memory.calls.count("fit", "filled")).isZero();
    assertThat(memory.calls.count("fit", "priced")).isEqualTo(1);
    // The third stage's column is set by the first, whose state is kept, but not by the second.
    assertThat(memory.calls.count("readAll")).isEqualTo(1);
  }

  @Test
  void aFailureIsToldWhereItBelongsAndAResumedRunLearnsOnlyWhatIsMissing() {
    memory.calls.failNext(
        "fit", "priced", new MillraceException(StandardError.UNUSABLE_COLUMN, "no price"));

    RunReport failed = memory.run(pipeline(Houses.pipeline(), FILLS));
    assertThat(failed.failure())
        .contains(new RunReport.Failure("priced", "UNUSABLE_COLUMN", 3, "no price"));
    memory.calls.clear();
    RunReport resumed = memory.resume(failed.run());

    assertThat(resumed.failure()).isEmpty();
    assertThat(memory.calls.count("fit", "filled")).isZero();
    assertThat(memory.calls.count("fit")).isEqualTo(2);
  }

  @Test
  void aPassThatFailsIsMadeByEachStageForItself() {
    memory.calls.failNext(
        "readAll",
        "transform/fill-mean",
        new MillraceException(StandardError.STORAGE_FAILED, "gone"));

    RunReport report = memory.run(pipeline(Houses.pipeline(), FILLS));

    assertThat(report.failure()).isEmpty();
    assertThat(memory.calls.count("fit")).isEqualTo(3);
  }

  /** Of the searched offset of the first stage there are two, each on three folds. */
  @Test
  void trialsLearnTogetherWhatTheyShare() {
    RunReport report = memory.run(pipeline(Houses.tuned(), FILLS));

    assertThat(report.failure()).isEmpty();
    assertThat(memory.calls.count("fit", "priced")).isEqualTo(7);
    // Once for each fold and offset, and for the winner.
    assertThat(memory.calls.count("readAll")).isEqualTo(7);
  }
}
