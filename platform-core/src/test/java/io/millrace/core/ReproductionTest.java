package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.RunQuery;
import io.millrace.core.Reproduction.Source;
import io.millrace.core.ReproductionReport.Difference;
import io.millrace.core.ReproductionReport.Kind;
import io.millrace.core.run.Rebuilt;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are made anew. */
final class ReproductionTest {
  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  private ReproductionReport reproduce(String named, boolean register) {
    try (Platform<Table> platform = memory.open()) {
      return platform.reproduce(named).execute(register, RunListener.NONE);
    }
  }

  private List<Source> sources(String named) {
    try (Platform<Table> platform = memory.open()) {
      return platform.reproduce(named).sources();
    }
  }

  /** Without the sink, so that the source itself is read. */
  private static String unpublished(String pipeline) {
    return pipeline
        .replaceAll("(?s)  - id: features\n.*?(?=  - id: parts)", "")
        .replace("from: features", "from: raw");
  }

  @Test
  void aModelIsMadeAnewFromItsTableAndIsTheSame() {
    RunReport first = memory.run(Houses.tuned());
    memory.calls.clear();

    ReproductionReport report = reproduce(first.run(), false);

    assertThat(report.run().failure()).isEmpty();
    assertThat(report.models()).hasSize(1);
    Rebuilt model = report.models().get(0);
    assertThat(model.golden().rows()).isEqualTo(32);
    assertThat(model.golden().unequal()).isZero();
    assertThat(model.evaluated().rows()).isPositive();
    assertThat(model.evaluated().unequal()).isZero();
    assertThat(report.metrics()).isEmpty();
    assertThat(report.compared()).isPositive();
    assertThat(report.differences()).isEmpty();
    assertThat(report.isEqual()).isTrue();
    assertThat(report.exitCode()).isZero();
    assertThat(report.run().searches()).isEqualTo(first.searches());
    assertThat(memory.calls.count("read", "raw")).isZero();
    assertThat(memory.calls.count("reopen", "features")).isEqualTo(1);
    assertThat(memory.calls.count("train", "model")).isPositive();
  }

  @Test
  void nothingIsPublishedAndNoAliasMoves() {
    RunReport first = memory.run(Houses.pipeline());
    memory.run(Houses.with("train: 0.7, test: 0.3", "train: 0.6, test: 0.4"));

    ReproductionReport report = reproduce("houses:1", false);

    assertThat(report.isEqual()).isTrue();
    assertThat(report.reproduced()).isEqualTo(first.run());
    assertThat(memory.calls.count("write", "features")).isEqualTo(1);
    assertThat(memory.calls.count("deploy")).isEqualTo(2);
    try (Platform<Table> platform = memory.open()) {
      assertThat(platform.tracking().models().versions("houses")).hasSize(2);
      assertThat(platform.tracking().models().aliases("houses")).isEqualTo(Map.of("champion", 2));
      assertThat(platform.tracking().runs().run(report.run().run()).orElseThrow().start().tags())
          .containsEntry("reproduces", first.run());
    }
    assertThat(memory.run(Houses.pipeline()).engineStarted()).isFalse();
  }

  @Test
  void itCanBeRegisteredAndStillMovesNoAlias() {
    memory.run(Houses.pipeline());

    ReproductionReport report = reproduce("houses@champion", true);

    assertThat(report.registered()).hasSize(1);
    assertThat(report.registered().get(0).version()).isEqualTo(2);
    assertThat(report.registered().get(0).tags()).containsEntry("reproduces", "houses:1");
    try (Platform<Table> platform = memory.open()) {
      assertThat(platform.tracking().models().aliases("houses")).isEqualTo(Map.of("champion", 1));
    }
  }

  @Test
  void aRunThatFoundItsModelKeptIsMadeAnewToo() {
    memory.run(Houses.pipeline());
    RunReport unchanged = memory.run(Houses.pipeline());

    ReproductionReport report = reproduce(unchanged.run(), false);

    assertThat(report.models()).hasSize(1);
    assertThat(report.isEqual()).isTrue();
  }

  @Test
  void withoutATableTheSourceIsReadAgain() {
    RunReport first = memory.run(unpublished(Houses.pipeline()));
    memory.calls.clear();

    assertThat(sources(first.run()))
        .containsExactly(new Source("raw", "ingest/rows", "v1", false, ""));
    assertThat(memory.calls.calls()).isEmpty();
    assertThat(reproduce(first.run(), false).isEqual()).isTrue();
    assertThat(memory.calls.count("read", "raw")).isEqualTo(1);
  }

  @Test
  void aSourceWithoutVersionsMayBeTheReasonWhyTheModelDiffers() {
    RunReport first = memory.run(unpublished(Houses.pipeline()).replace("      version: v1\n", ""));

    assertThat(reproduce(first.run(), false).differences())
        .containsExactly(
            new Difference(
                Kind.DATA,
                "the rows of stage 'raw' (ingest/rows), whose source does not tell versions",
                "as they were",
                "as they are"));
  }

  @Test
  void otherCodeIsToldStageByStage() {
    RunReport first = memory.run(Houses.pipeline());
    memory.code = "newer-";

    ReproductionReport report = reproduce(first.run(), false);

    assertThat(report.isEqual()).isTrue();
    assertThat(report.differences())
        .contains(
            new Difference(
                Kind.CODE,
                "the code of stage 'model' (train/mean-by)",
                "code-train/mean-by",
                "newer-train/mean-by"));
    assertThat(report.differences()).allMatch(difference -> difference.kind() == Kind.CODE);
  }

  @Test
  void aRunThatRegisteredNothingIsComparedByItsFigures() {
    String unregistered = Houses.pipeline().replaceAll("(?s)  - id: publish\n.*", "");
    RunReport first = memory.run(unregistered);

    ReproductionReport report = reproduce(first.run(), false);

    assertThat(report.models()).isEmpty();
    assertThat(report.compared()).isPositive();
    assertThat(report.isEqual()).isTrue();
  }

  @Test
  void itCantBeResumedForThatWouldPublish() {
    memory.run(Houses.pipeline());
    String run = reproduce("houses", false).run().run();
    String reproduced;
    try (Platform<Table> platform = memory.open()) {
      reproduced = platform.tracking().models().version("houses", 1).orElseThrow().run();
    }

    assertThatThrownBy(() -> memory.resume(run))
        .hasMessage(
            "run %s makes the model of run %s anew and can't be resumed; 'millrace runs reproduce' does it from the beginning"
                .formatted(run, reproduced));
  }

  @Test
  void whatIsNotThereIsTold() {
    memory.run(Houses.pipeline());

    assertThatThrownBy(() -> reproduce("houses:7", false))
        .isInstanceOf(MillraceException.class)
        .hasMessage("model 'houses' has no version 7; its newest is 1");
    assertThatThrownBy(() -> reproduce("castles", false))
        .hasMessage("there is no model 'castles'; models are houses");
    try (Platform<Table> platform = memory.open()) {
      assertThat(platform.tracking().runs().runs(RunQuery.newest(10))).hasSize(1);
    }
  }
}
