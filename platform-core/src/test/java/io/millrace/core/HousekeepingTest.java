package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.core.file.FileRequest;
import io.millrace.core.keep.Housekeeping.Item;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import io.millrace.testkit.memory.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in a home, and until when. */
final class HousekeepingTest {
  private static final String TEAM = "mlflow:http://ada:secret@ml.example:5000";

  @TempDir Path home;
  private final MemoryDatabase teams = new MemoryDatabase();
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  /** The platform of a call that names the team's server. */
  private Platform<Table> teams() {
    return memory.open(MemoryTracking.on(teams, MemoryArtifactStore.in(home)), TEAM);
  }

  private RunReport runAtTeams() {
    try (Platform<Table> platform = teams()) {
      return platform
          .run(RunCall.of(FileRequest.of(Houses.tuned(), "pipeline.yaml")))
          .execute(RunListener.NONE);
    }
  }

  private static List<Item> of(RunReport run, List<Item> items) {
    return items.stream().filter(item -> item.name().startsWith("runs/" + run.run())).toList();
  }

  @Test
  void whatRunsUsedIsKept() {
    RunReport run = memory.run(Houses.tuned());

    try (Platform<Table> platform = memory.open()) {
      List<Item> items = of(run, platform.housekeeping().collect(true));
      assertThat(items).isNotEmpty().allMatch(Item::needed);
      assertThat(of(run, platform.housekeeping().collect(false))).hasSameSizeAs(items);
    }
  }

  @Test
  void outputsOfARunThatIsRecordedElsewhereAreKept() {
    RunReport run = runAtTeams();

    try (Platform<Table> platform = memory.open()) {
      List<Item> items = of(run, platform.housekeeping().collect(true));
      assertThat(items).isNotEmpty().allMatch(Item::needed);
      assertThat(items)
          .extracting(Item::why)
          .containsOnly("its run is recorded in mlflow:http://ml.example:5000");
      assertThat(of(run, platform.housekeeping().collect(false))).hasSameSizeAs(items);
    }
  }

  @Test
  void outputsOfTheHomesOwnRunsAreKeptByACallThatNamesAnotherPlace() {
    RunReport run = memory.run(Houses.tuned());

    try (Platform<Table> platform = teams()) {
      assertThat(of(run, platform.housekeeping().collect(true)))
          .isNotEmpty()
          .allMatch(Item::needed);
    }
  }

  @Test
  void whatAForgottenRunLeftIsDeletedWhereItWasRecorded() {
    RunReport run = runAtTeams();
    try (Platform<Table> platform = teams()) {
      platform.tracking().runs().delete(run.run());
      platform.housekeeping().collect(true);

      assertThat(of(run, platform.housekeeping().collect(false))).isEmpty();
    }
  }

  @Test
  void whoResumesARunThatIsRecordedElsewhereIsToldWhere() {
    RunReport run = runAtTeams();

    try (Platform<Table> platform = memory.open()) {
      assertThatThrownBy(() -> platform.resume(run.run(), null))
          .isInstanceOf(MillraceException.class)
          .hasMessage(
              "there is no run '%s' here; it is recorded in mlflow:http://ml.example:5000, so add --tracking mlflow:http://ml.example:5000"
                  .formatted(run.run()));
    }
  }
}
