package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ManyProcessesTest {
  private static final int PROCESSES = 4;
  private static final int RUNS = 5;

  private final List<Process> processes = new ArrayList<>();

  @TempDir private Path home;

  @AfterEach
  void endWhatStillRuns() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process started(String name, int count) throws IOException {
    Process process = TrackingWriter.start(home, name, count);
    processes.add(process);
    return process;
  }

  @Test
  @Timeout(120)
  void processesThatOpenANewHomeAndWriteAtOnceLoseNothing() throws Exception {
    for (int i = 0; i < PROCESSES; i++) {
      started("p" + i, RUNS);
    }
    for (Process process : processes) {
      process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).isZero();
    }

    int all = PROCESSES * RUNS;
    try (Tracking tracking = TestHome.tracking(home)) {
      List<RunRecord> runs = tracking.runs().runs(new RunQuery("churn", RunStatus.DONE, 999));
      assertThat(runs).hasSize(all);
      assertThat(runs)
          .allSatisfy(run -> assertThat(run.metrics()).isEqualTo(Map.of("quality.auc", 0.5)));
      assertThat(tracking.models().versions("churn"))
          .extracting(ModelVersion::version)
          .containsExactlyElementsOf(
              IntStream.iterate(all, i -> i > 0, i -> i - 1).boxed().toList());
      List<AliasMove> moves = new ArrayList<>(tracking.models().moves("churn"));
      Collections.reverse(moves);
      assertThat(moves).hasSize(all);
      assertThat(moves.stream().map(AliasMove::from).skip(1).toList())
          .isEqualTo(moves.stream().map(AliasMove::to).limit(all - 1).toList());
    }
  }

  @Test
  @Timeout(120)
  void whatAKilledProcessSaidThatItWroteIsThere() throws Exception {
    Process process = started("killed", 100_000);
    List<String> written = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (int i = 0; i < 20; i++) {
        written.add(lines.readLine());
      }
      process.destroyForcibly().waitFor();
    }

    try (SqliteDatabase database = SqliteDatabase.open(TestHome.file(home))) {
      List<String> check =
          database.read(session -> session.list("PRAGMA integrity_check", row -> row.getString(1)));
      assertThat(check).containsExactly("ok");
      JdbcRunTracker runs = new JdbcRunTracker(database, TestHome.files(home));
      assertThat(written)
          .hasSize(20)
          .allSatisfy(
              run -> assertThat(runs.run(run).orElseThrow().status()).isEqualTo(RunStatus.DONE));
    }
    try (Tracking tracking = TestHome.tracking(home)) {
      List<ModelVersion> versions = tracking.models().versions("churn");
      assertThat(versions)
          .extracting(ModelVersion::version)
          .containsExactlyElementsOf(
              IntStream.iterate(versions.size(), i -> i > 0, i -> i - 1).boxed().toList());
      assertThat(versions)
          .allSatisfy(
              v ->
                  assertThat(tracking.models().open(v)).isDirectoryContaining("glob:**model.json"));
    }
  }
}
