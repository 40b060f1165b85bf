package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.tracking.Lease;
import io.millrace.app.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, and who may go on with a run. */
final class InterruptTest {
  private static final String[] RUN = {"run", "pipeline.yaml", "--master", "local[2]"};

  @TempDir private Path directory;

  @Test
  void ctrlCEndsARunWhichOnlyThenAndOnlyAsItStartedMayBeResumed() throws Exception {
    Site site = Site.in(directory);
    CliProcess process = site.startHeld("before done features", 1, RUN);
    assertThat(process.awaitHeld()).isNotEmpty();
    String run = site.newestRun();
    refusesALiveRun(site, run);

    interrupt(process, "INT");

    assertThat(site.lookJson("runs", "list").at("/runs/0/status").textValue())
        .isEqualTo("interrupted");
    assertThat(site.lease(run)).isEmpty();
    refusesAnUnknownRun(site);
    refusesAnotherFile(site, run);
    refusesOtherRows(site, run);
  }

  private static void interrupt(CliProcess process, String signal) throws Exception {
    process.signal(signal);
    process.awaitMessage("stopping where it is safe; once more to stop at once\n");
    process.letGo();
    CliProcess.Ended ended = process.end();
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(130);
    JsonNode document = RunDocument.of(ended);
    assertThat(document.get("status").textValue()).isEqualTo("interrupted");
    assertThat(document.get("problems")).isEmpty();
    assertThat(RunDocument.statuses(document)).containsEntry("publish", "skipped");
  }

  private static void refusesALiveRun(Site site, String run) throws Exception {
    assertThat(site.lookJson("runs", "list").at("/runs/0/status").textValue()).isEqualTo("running");
    Lease lease = site.lease(run).orElseThrow();

    CliProcess.Ended second = site.call("run", "--resume", run);

    assertThat(second.exitCode()).as(second.toString()).isEqualTo(2);
    assertThat(problem(second))
        .isEqualTo(
            "RUN_IS_LIVE: run %s is under way: process %d on %s works on it; wait for it, or stop it first"
                .formatted(run, lease.pid(), lease.host()));
  }

  private static void refusesAnUnknownRun(Site site) {
    assertThat(site.look("run", "--resume", "yesterday"))
        .isEqualTo(
            new Call(
                2,
                "",
                "error: [NOT_FOUND] there is no run 'yesterday'; 'millrace runs list' shows the runs\n"));
  }

  private static void refusesAnotherFile(Site site, String run) throws IOException {
    String text = Files.readString(site.file("pipeline.yaml"));
    Files.writeString(site.file("other.yaml"), text.replace("seed: 7", "seed: 8"));

    assertThat(site.look("run", "other.yaml", "--resume", run))
        .isEqualTo(
            new Call(
                2,
                "",
                "error: [FILE_DIFFERS] other.yaml is not the file that run "
                    + run
                    + " started from; leave it out to resume with the recorded one, or start a new"
                    + " run\n"));
  }

  private static void refusesOtherRows(Site site, String run) throws Exception {
    Path rows = site.file("rows.csv");
    Files.writeString(rows, Files.readString(rows) + "c300,3,20.0,60.0,month,Yes\n");

    CliProcess.Ended ended = site.call("run", "--resume", run);

    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(3);
    assertThat(problem(ended))
        .isEqualTo(
            "SOURCE_CHANGED: the data of stage 'raw' changed since run "
                + run
                + " read it, so the run can't go on with the same rows; start a new run instead");
  }

  private static String problem(CliProcess.Ended ended) throws IOException {
    JsonNode problem = RunDocument.of(ended).at("/problems/0");
    return problem.get("code").textValue() + ": " + problem.get("message").textValue();
  }

  @Test
  @Tag("full")
  void aRunThatWasInterruptedAndThenTerminatedEndsAsIfNothingHadHappened() throws Exception {
    Site site = Site.in(directory);
    CliProcess process = site.startHeld("before intend features", 1, RUN);
    assertThat(process.awaitHeld()).isNotEmpty();
    interrupt(process, "INT");
    String run = site.newestRun();
    process =
        site.startHeld("before keep trial", 1, "run", "--resume", run, "--master", "local[2]");
    assertThat(process.awaitHeld()).isNotEmpty();
    interrupt(process, "TERM");

    CliProcess.Ended last = site.call("run", "--resume", run, "--master", "local[2]");

    assertThat(last.exitCode()).as(last.toString()).isZero();
    KilledRun.requireWhole(site, run, RunDocument.of(last), Undisturbed.run().document());
  }
}
