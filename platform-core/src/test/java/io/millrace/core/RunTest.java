package io.millrace.core;

import static io.millrace.core.MemoryPlatform.message;
import static io.millrace.core.MemoryPlatform.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.Preview;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageStep;
import io.millrace.testkit.memory.KeptFrames;
import io.millrace.testkit.memory.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does, reuses and leaves, on the in-memory world. */
final class RunTest {
  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  @Test
  void aFirstRunDoesEverythingAndRegistersTheModel() {
    RunReport report = memory.run(Houses.pipeline());

    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(statuses(report))
        .hasSize(7)
        .allSatisfy((id, status) -> assertThat(status).isEqualTo("ran"));
    assertThat(report.metrics()).containsOnlyKeys("quality.rmse", "quality.mae");
    assertThat(report.models())
        .containsExactly(new RunReport.Deployed("houses", 1, List.of("champion"), true));
    assertThat(memory.features.history("houses")).hasSize(1);
  }

  @Test
  void anUnchangedRunStartsNoEngineAndReusesEverything() {
    RunReport first = memory.run(Houses.pipeline());
    memory.calls.clear();

    RunReport second = memory.run(Houses.pipeline());

    assertThat(second.engineStarted()).isFalse();
    assertThat(statuses(second))
        .hasSize(7)
        .allSatisfy((id, status) -> assertThat(status).isEqualTo("reused"));
    assertThat(second.metrics()).isEqualTo(first.metrics());
    assertThat(second.models()).isEqualTo(first.models());
    assertThat(memory.calls.calls()).isEmpty();
    assertThat(memory.features.history("houses")).hasSize(1);
  }

  @Test
  void changingOneOptionRunsThatStageAndItsDescendantsOnly() {
    memory.run(Houses.pipeline());
    memory.calls.clear();

    RunReport report = memory.run(Houses.with("by: town }", "by: town, smoothing: 3 }"));

    assertThat(statuses(report))
        .containsExactly(
            entry("raw", "reused"),
            entry("features", "reused"),
            entry("parts", "reused"),
            entry("filled", "reused"),
            entry("model", "ran"),
            entry("quality", "ran"),
            entry("publish", "ran"));
    assertThat(message(report, "features")).isEqualTo("read again for model, quality");
    assertThat(message(report, "filled")).isEqualTo("read again for model, quality");
    assertThat(message(report, "raw")).isEmpty();
    assertThat(memory.calls.count("fit")).isZero();
    assertThat(memory.calls.count("read")).isZero();
    assertThat(memory.calls.count("write")).isZero();
    assertThat(report.models())
        .containsExactly(new RunReport.Deployed("houses", 2, List.of("champion"), true));
  }

  @Test
  void aFailureStopsWhatComesAfterAndAResumedRunDoesOnlyThat() {
    memory.calls.failNext(
        "train", "model", new MillraceException(StandardError.UNUSABLE_LABEL, "no label"));

    RunReport failed = memory.run(Houses.pipeline());

    assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.failure())
        .contains(new RunReport.Failure("model", "UNUSABLE_LABEL", 3, "no label"));
    assertThat(statuses(failed))
        .contains(
            entry("model", "failed"), entry("quality", "skipped"), entry("publish", "skipped"));
    memory.calls.clear();

    RunReport resumed = memory.resume(failed.run());

    assertThat(resumed.run()).isEqualTo(failed.run());
    assertThat(resumed.status()).isEqualTo(RunStatus.DONE);
    assertThat(statuses(resumed))
        .contains(entry("features", "reused"), entry("filled", "reused"), entry("model", "ran"));
    assertThat(memory.calls.count("write")).isZero();
    assertThat(memory.calls.count("fit")).isZero();
    assertThat(memory.features.history("houses")).hasSize(1);
  }

  @Test
  void fromDoesAStageAndAllAfterItAgain() {
    memory.run(Houses.pipeline());
    memory.calls.clear();

    RunReport report = memory.run(Houses.pipeline(), call -> call.from("filled"));

    assertThat(statuses(report))
        .contains(entry("features", "reused"), entry("filled", "ran"), entry("model", "ran"));
    assertThat(memory.calls.count("fit", "filled")).isEqualTo(1);
    assertThat(memory.run(Houses.pipeline()).engineStarted()).isFalse();
  }

  @Test
  void freshDoesEverythingAgain() {
    memory.run(Houses.pipeline());

    RunReport report =
        memory.run(Houses.pipeline(), call -> new RunCall(call.file(), null, null, true, 1));

    assertThat(statuses(report)).allSatisfy((id, status) -> assertThat(status).isEqualTo("ran"));
    assertThat(memory.features.history("houses")).hasSize(2);
  }

  @Test
  void untilDoesAStageAndWhatItNeeds() {
    RunReport report = memory.run(Houses.pipeline(), call -> call.until("filled"));

    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(statuses(report))
        .contains(entry("filled", "ran"), entry("model", "skipped"), entry("publish", "skipped"));
  }

  @Test
  void aSampleWritesAndDeploysNothing() {
    RunReport report =
        memory.run(Houses.pipeline(), call -> new RunCall(call.file(), null, null, false, 0.5));

    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(statuses(report)).contains(entry("model", "ran"), entry("publish", "skipped"));
    assertThat(memory.features.tables()).isEmpty();
    assertThat(report.models()).isEmpty();
    assertThat(memory.run(Houses.pipeline()).models()).hasSize(1);
  }

  @Test
  void dataWithoutAVersionIsNeverReused() {
    String unversioned = Houses.with("      version: v1\n", "");
    memory.run(unversioned);

    assertThat(statuses(memory.run(unversioned)))
        .allSatisfy((id, status) -> assertThat(status).isEqualTo("ran"));
  }

  @Test
  void aFrameThatIsReadTwiceAndCostlyIsPersistedAndLetGo() {
    memory.run(Houses.with("from: features", "from: raw"));

    assertThat(memory.engines.last().frames().persisted())
        .extracting(KeptFrames.Persisted::stage)
        .containsExactly("raw");
    assertThat(memory.engines.last().frames().kept()).isZero();
  }

  @Test
  void whatOneCombinerReadsIsNotKeptBesideWhatItYields() {
    String both = "  - id: both\n    use: combine/concat\n    from: { houses: raw }\n";
    memory.run(
        Houses.with("from: features", "from: both")
            .replace("    from: raw\n", "    from: both\n")
            .replace("  - id: features\n", both + "  - id: features\n")
            .replace("input: raw", "input: both"));

    assertThat(memory.engines.last().frames().persisted())
        .extracting(KeptFrames.Persisted::stage)
        .containsExactly("both");
  }

  @Test
  void aCheckpointIsReadInsteadOfWhatLedToIt() {
    String file =
        Houses.with(
            "    with: { train: 0.7, test: 0.3 }\n",
            "    with: { train: 0.7, test: 0.3 }\n    checkpoint: true\n");
    memory.run(file);
    memory.calls.clear();

    RunReport report = memory.run(file.replace("by: town }", "by: town, smoothing: 3 }"));

    assertThat(report.failure()).isEmpty();
    assertThat(message(report, "parts")).isEqualTo("read again for model, quality");
    assertThat(message(report, "features")).isEmpty();
    assertThat(memory.calls.count("reopen")).isZero();
    assertThat(memory.calls.count("split")).isZero();
  }

  @Test
  void foldsAreTrainedOneByOneAndTheModelOnAllRows() {
    RunReport report =
        memory.run(
            Houses.with(
                "    use: split/hash\n    from: features\n    with: { train: 0.7, test: 0.3 }\n",
                "    use: split/folds\n    from: features\n    with: { k: 3 }\n"));

    assertThat(report.failure()).isEmpty();
    assertThat(memory.calls.count("train", "model")).isEqualTo(4);
    assertThat(memory.calls.count("fit", "filled")).isEqualTo(4);
    assertThat(memory.calls.count("evaluate", "quality")).isEqualTo(3);
    assertThat(report.models()).hasSize(1);
  }

  @Test
  void aPlanWritesNothing() throws IOException {
    try (Platform<Table> platform = memory.open()) {
      platform.plan(RunCall.of(FileRequest.of(Houses.pipeline(), "pipeline.yaml")));
    }

    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).isEmpty();
    }
    assertThat(memory.calls.calls()).isEmpty();
  }

  @Test
  void aPreviewShowsRowsAndHasNoEffects() {
    Preview preview;
    try (Platform<Table> platform = memory.open()) {
      preview =
          platform
              .run(RunCall.of(FileRequest.of(Houses.pipeline(), "pipeline.yaml")))
              .preview("model", Optional.empty(), 3, RunListener.NONE);
    }

    assertThat(preview.rows()).hasSize(3);
    assertThat(preview.part()).isEqualTo("test");
    assertThat(preview.schema().names()).contains("town", "price", "prediction");
    assertThat(memory.features.tables()).isEmpty();
    assertThat(memory.run(Houses.pipeline()).models()).hasSize(1);
  }

  @Test
  void aRegisteredPackagePredictsWhatTheRunPredicted() {
    memory.run(Houses.pipeline());
    try (Platform<Table> platform = memory.open()) {
      ModelRegistry models = platform.tracking().models();
      ModelPackage source =
          ModelPackage.read(models.open(models.alias("houses", "champion").orElseThrow()));

      assertThat(source.description().signature().inputSchema().names())
          .containsExactly("town", "area");
      assertThat(source.description().steps())
          .extracting(PackageStep::stage)
          .containsExactly("filled", "model");
      assertThat(source.description().lineage().featureTables()).containsEntry("houses", 0L);
    }
  }

  @Test
  void aPackageThatCannotStartAtItsInputIsRefusedBeforeAnythingIsTrained() {
    String file =
        Houses.pipeline()
            .replace(
                "  - id: features\n    use: sink/publish\n    from: raw\n",
                "  - id: twice\n    use: combine/concat\n    from: { a: raw, b: raw }\n"
                    + "  - id: features\n    use: sink/publish\n    from: twice\n");

    assertThatThrownBy(() -> memory.run(file))
        .isInstanceOf(MillraceException.class)
        .hasMessageEndingWith(
            "[INVALID_OPTION] input 'raw' does not lead to the model: the way back from it ends at"
                + " 'twice' (combine/concat)");
    assertThat(memory.calls.calls()).isEmpty();
  }
}
