package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As many writers as a team has, on the embedded database and on PostgreSQL. */
@Tag("full")
class ManyWritersTest {
  private static final int PROCESSES = 20;
  private static final int RUNS = 5;
  private static final int HANDLES = 10;
  private static final int PROMOTIONS = 100;

  @TempDir private Path home;

  enum BackEnd {
    EMBEDDED,
    POSTGRESQL;

    String address(Path home) {
      return this == EMBEDDED ? TestHome.embedded(home) : PostgresServer.emptySchema();
    }
  }

  @ParameterizedTest
  @EnumSource(BackEnd.class)
  void twentyProcessesLoseNothingAndFailNowhere(BackEnd backEnd) throws Exception {
    String address = backEnd.address(home);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(TrackingWriter.start(address, home, "p" + i, RUNS));
    }
    for (Process process : processes) {
      process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).isZero();
    }

    int all = PROCESSES * RUNS;
    try (Tracking tracking = TestHome.tracking(address, home)) {
      List<RunRecord> runs = tracking.runs().runs(new RunQuery("churn", RunStatus.DONE, 999));
      assertThat(runs)
          .hasSize(all)
          .allSatisfy(run -> assertThat(run.metrics()).isEqualTo(Map.of("quality.auc", 0.5)));
      assertThat(tracking.models().versions("churn"))
          .extracting(ModelVersion::version)
          .containsExactlyElementsOf(
              IntStream.iterate(all, i -> i > 0, i -> i - 1).boxed().toList());
      assertOneHistory(tracking.models(), all);
    }
  }

  /** Each move starts where the one before it ended, and each version was moved to once. */
  private static void assertOneHistory(ModelRegistry models, int count) {
    List<AliasMove> moves = new ArrayList<>(models.moves("churn"));
    Collections.reverse(moves);
    List<Integer> ends = moves.stream().map(AliasMove::to).toList();
    assertThat(ends)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, count).boxed().toList());
    assertThat(moves.stream().map(AliasMove::from).skip(1).toList())
        .isEqualTo(ends.subList(0, count - 1));
    assertThat(models.aliases("churn")).isEqualTo(Map.of("champion", ends.get(count - 1)));
  }

  @ParameterizedTest
  @EnumSource(BackEnd.class)
  void aHundredPromotionsAtOnceLeaveOneHistory(BackEnd backEnd) throws Exception {
    String address = backEnd.address(home);
    List<Tracking> handles = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(PROMOTIONS);
    try {
      for (int i = 0; i < HANDLES; i++) {
        handles.add(TestHome.tracking(address, home));
      }
      register(handles.get(0).models());
      List<Callable<AliasMove>> promotions = new ArrayList<>();
      for (int version = 1; version <= PROMOTIONS; version++) {
        ModelRegistry models = handles.get(version % HANDLES).models();
        AliasChange change =
            AliasChange.move("churn", "champion", version, "u" + version, "", Instant.EPOCH);
        promotions.add(() -> models.moveAlias(change));
      }
      for (Future<AliasMove> move : threads.invokeAll(promotions)) {
        assertThat(move.get().alias()).isEqualTo("champion");
      }

      assertOneHistory(handles.get(1).models(), PROMOTIONS);
    } finally {
      threads.shutdownNow();
      handles.forEach(Tracking::close);
    }
  }

  private void register(ModelRegistry models) throws IOException {
    Path modelPackage = Files.createDirectories(home.resolve("package"));
    Files.writeString(modelPackage.resolve("model.json"), "{}");
    for (int i = 1; i <= PROMOTIONS; i++) {
      EffectKey key = new EffectKey("r" + i, "publish", "f");
      models.register("churn", modelPackage, "hash", Map.of(), Map.of(), key, Instant.EPOCH);
    }
  }
}
