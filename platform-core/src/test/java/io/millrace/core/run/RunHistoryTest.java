package io.millrace.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunHistoryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir private Path directory;
  private Tracking tracking;
  private RunHistory history;

  @BeforeEach
  void open() {
    tracking = MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(directory));
    history = new RunHistory(tracking, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private void start(String run, RunKind kind, int minute, double auc) {
    Instant time = NOW.minusSeconds(3600).plusSeconds(60L * minute);
    tracking
        .runs()
        .start(new RunStart(run, kind, "churn", time, Map.of("name", run), Map.of(), Map.of()));
    tracking.runs().metrics(run, Map.of("auc", auc), 0);
  }

  private void live(String run) {
    tracking.journal().acquire(new Lease(run, "elsewhere", 1, NOW, NOW), holder -> true);
  }

  private List<String> ids(RunQuery query) {
    return history.runs(query).stream().map(run -> run.start().run()).toList();
  }

  @Test
  void runsWhoseProcessDiedAreInterruptedInListsAndCounts() {
    start("told", RunKind.PIPELINE, 1, 0.5);
    tracking.runs().finish("told", RunStatus.INTERRUPTED, NOW, "");
    start("dead", RunKind.PIPELINE, 2, 0.9);
    start("alive", RunKind.PIPELINE, 3, 0.7);
    live("alive");
    start("done", RunKind.PIPELINE, 4, 0.7);
    tracking.runs().finish("done", RunStatus.DONE, NOW, "");

    RunQuery running = new RunQuery(null, RunStatus.RUNNING, 10);
    RunQuery interrupted = new RunQuery(null, RunStatus.INTERRUPTED, 10);

    assertThat(ids(running)).containsExactly("alive");
    assertThat(history.count(running)).isEqualTo(1);
    assertThat(ids(interrupted)).containsExactly("dead", "told");
    assertThat(history.count(interrupted)).isEqualTo(2);
    assertThat(history.count(RunQuery.newest(1))).isEqualTo(4);
  }

  @Test
  void interruptedRunsAreSortedAndCutAsAsked() {
    start("a", RunKind.PIPELINE, 1, 0.5);
    tracking.runs().finish("a", RunStatus.INTERRUPTED, NOW, "");
    start("b", RunKind.PIPELINE, 2, 0.9);
    start("c", RunKind.PIPELINE, 3, 0.7);
    RunQuery all = new RunQuery(null, RunStatus.INTERRUPTED, 10).in(new RunOrder("auc", true));

    assertThat(ids(all)).containsExactly("b", "c", "a");
    assertThat(ids(all.from(1))).containsExactly("c", "a");
    assertThat(ids(all.in(new RunOrder("", false)))).containsExactly("a", "b", "c");
    assertThat(ids(all.holding("b"))).containsExactly("b");
  }

  @Test
  void onlyRunsOfTheKindsAskedForAreLookedAt() {
    start("score", RunKind.SCORE, 1, 0.5);
    start("pipeline", RunKind.PIPELINE, 2, 0.5);
    RunQuery query = new RunQuery(null, RunStatus.INTERRUPTED, 10);

    assertThat(ids(query)).containsExactly("pipeline");
    assertThat(ids(query.of(Set.of(RunKind.SCORE)))).containsExactly("score");
    assertThat(ids(query.of(Set.of()))).containsExactly("pipeline", "score");
  }
}
