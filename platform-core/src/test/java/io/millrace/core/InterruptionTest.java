package io.millrace.core;

import static io.millrace.core.MemoryPlatform.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.stages.Hold;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped, fail for a while, take too long, or are taken up again. */
@Timeout(60)
final class InterruptionTest {
  @TempDir Path home;
  private MemoryPlatform memory;

  @BeforeEach
  void openMemory() {
    memory = new MemoryPlatform(home);
  }

  @Test
  void aCancelledRunIsInterruptedAndCanBeResumed() throws Exception {
    Hold hold = memory.calls.hold("train", "model");
    String run;
    try (Platform<Table> platform = memory.open()) {
      PlatformRun<Table> started =
          platform.run(RunCall.of(FileRequest.of(Houses.pipeline(), "pipeline.yaml")));
      run = started.id();
      CompletableFuture<RunReport> report =
          CompletableFuture.supplyAsync(() -> started.execute(RunListener.NONE));
      hold.awaitEntered();
      started.cancel();
      hold.release();

      RunReport interrupted = report.get(30, TimeUnit.SECONDS);

      assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
      assertThat(interrupted.exitCode()).isEqualTo(130);
      assertThat(statuses(interrupted)).contains(entry("publish", "skipped"));
    }

    RunReport resumed = memory.resume(run);

    assertThat(resumed.status()).isEqualTo(RunStatus.DONE);
    assertThat(memory.features.history("houses")).hasSize(1);
  }

  @Test
  void aStageThatMayRecoverIsTriedAgain() {
    memory.calls.failNext(
        "write", "features", new MillraceException(StandardError.STORAGE_CONFLICT, "others won"));
    String file =
        Houses.with("    from: raw\n", "    from: raw\n    retry: { times: 2, backoff: 10ms }\n");

    RunReport report = memory.run(file);

    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    assertThat(memory.calls.count("write", "features")).isEqualTo(2);
  }

  @Test
  void aStageOfWhichNothingIsSaidIsTriedOnceMore() {
    MillraceException dropped =
        new MillraceException(StandardError.SOURCE_UNREACHABLE, "the connection ended");
    memory.calls.failNext("read", "raw", dropped);

    assertThat(memory.run(Houses.pipeline()).status()).isEqualTo(RunStatus.DONE);
    assertThat(memory.calls.count("read", "raw")).isEqualTo(2);
  }

  @Test
  void noSecondTryIsMadeIfTheFileSaysSo() {
    memory.calls.failNext(
        "write", "features", new MillraceException(StandardError.STORAGE_CONFLICT, "others won"));

    RunReport report =
        memory.run(Houses.with("    from: raw\n", "    from: raw\n    retry: { times: 0 }\n"));

    assertThat(report.status()).isEqualTo(RunStatus.FAILED);
    assertThat(memory.calls.count("write", "features")).isEqualTo(1);
  }

  @Test
  void aMistakeIsNotTriedAgain() {
    memory.calls.failNext(
        "write", "features", new MillraceException(StandardError.DUPLICATE_KEYS, "id 3 twice"));
    String file =
        Houses.with("    from: raw\n", "    from: raw\n    retry: { times: 2, backoff: 10ms }\n");

    RunReport report = memory.run(file);

    assertThat(report.status()).isEqualTo(RunStatus.FAILED);
    assertThat(memory.calls.count("write", "features")).isEqualTo(1);
  }

  @Test
  void aStageThatTakesTooLongIsStopped() {
    memory.calls.hold("train", "model");
    String file = Houses.with("    from: filled\n", "    from: filled\n    timeout: 200ms\n");

    RunReport report = memory.run(file);

    assertThat(report.status()).isEqualTo(RunStatus.FAILED);
    assertThat(report.failure().orElseThrow())
        .isEqualTo(
            new RunReport.Failure(
                "model", "TIMED_OUT", 5, "stage 'model' was stopped after its timeout of 200ms"));
  }

  @Test
  void aRunThatAnotherProcessWorksOnIsNotTakenUp() {
    memory.calls.failNext(
        "train", "model", new MillraceException(StandardError.UNUSABLE_LABEL, "no label"));
    String run = memory.run(Houses.pipeline()).run();
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    Lease other =
        new Lease(
            run,
            hostName(),
            parent.pid(),
            Instant.ofEpochSecond(parent.info().startInstant().orElseThrow().getEpochSecond()),
            Instant.now());
    memory.tracking().journal().acquire(other, lease -> true);

    assertThatThrownBy(() -> memory.resume(run))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "run %s is under way: process %d on %s works on it; wait for it, or stop it first"
                .formatted(run, parent.pid(), hostName()));
  }

  @Test
  void aRunWhoseProcessIsGoneIsTakenUpAtOnce() {
    memory.calls.failNext(
        "train", "model", new MillraceException(StandardError.UNUSABLE_LABEL, "no label"));
    String run = memory.run(Houses.pipeline()).run();
    Lease dead =
        new Lease(run, hostName(), ProcessHandle.current().pid(), Instant.EPOCH, Instant.now());
    memory.tracking().journal().acquire(dead, lease -> true);

    assertThat(memory.resume(run).status()).isEqualTo(RunStatus.DONE);
  }

  @Test
  void aFileThatDiffersIsNotResumed() {
    memory.calls.failNext(
        "train", "model", new MillraceException(StandardError.UNUSABLE_LABEL, "no label"));
    String run = memory.run(Houses.pipeline()).run();

    try (Platform<Table> platform = memory.open()) {
      FileRequest changed = FileRequest.of(Houses.with("seed: 42", "seed: 43"), "pipeline.yaml");
      assertThatThrownBy(() -> platform.resume(run, changed))
          .hasMessage(
              "pipeline.yaml is not the file that run %s started from; leave it out to resume with the recorded one, or start a new run"
                  .formatted(run));
    }
  }

  private static String hostName() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "localhost";
    }
  }
}
