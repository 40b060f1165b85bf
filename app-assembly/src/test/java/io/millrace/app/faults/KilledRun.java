package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.tracking.KeptOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run, killed again and again, each time resumed by another process. */
final class KilledRun {
  private final Site site;
  private final List<String> writes = new ArrayList<>();
  private String run = "";
  private int kills;

  KilledRun(Site site) {
    this.site = site;
  }

  /** How often it was killed. */
  int kills() {
    return kills;
  }

  /** Its id. */
  String id() {
    return run;
  }

  /** Goes on until that moment, and is killed there; false if it came to its end before. */
  boolean killAt(String moment, int times) throws Exception {
    CliProcess process = start(moment, times);
    boolean held = !process.awaitHeld().isEmpty();
    return killed(process, held);
  }

  /** Goes on until the home has so many more files, and is killed then; false if it ended. */
  boolean killAfterFiles(int more) throws Exception {
    long before = site.files();
    CliProcess process = start("", 0);
    return killed(process, process.await(() -> site.files() >= before + more));
  }

  /** Goes on to its end. */
  JsonNode finish() throws Exception {
    CliProcess process = start("", 0);
    CliProcess.Ended ended = process.end();
    writes.addAll(process.writes());
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    return RunDocument.of(ended);
  }

  /** Everything is there once, and as an undisturbed run left it. */
  void requireWhole(JsonNode last, JsonNode undisturbed) throws IOException {
    assertThat(writes.stream().filter(write -> write.startsWith("keep trial")))
        .as("each trial on each fold is kept, once")
        .doesNotHaveDuplicates();
    requireWhole(site, run, last, undisturbed);
  }

  /** The same of any run. */
  static void requireWhole(Site site, String run, JsonNode last, JsonNode undisturbed)
      throws IOException {
    assertThat(last.get("status").textValue()).isEqualTo("done");
    Map<String, Double> metrics = RunDocument.metrics(last);
    Map<String, Double> expected = RunDocument.metrics(undisturbed);
    assertThat(metrics).isNotEmpty().containsOnlyKeys(expected.keySet());
    metrics.forEach((name, value) -> assertThat(value).isEqualTo(expected.get(name), offset(1e-9)));
    JsonNode history = site.lookJson("features", "history", "leavers").get("history");
    assertThat(history).as(history.toString()).hasSize(1);
    assertThat(history.get(0).get("run").textValue()).isEqualTo(run);
    assertThat(history.get(0).get("facts").get("rows").textValue()).isEqualTo("300");
    requireOneModel(site, run);
    assertThat(site.kept().stream().filter(KilledRun::isTrial)).hasSize(Site.TRIALS);
    assertThat(site.lease(run)).isEmpty();
  }

  private static void requireOneModel(Site site, String run) {
    assertThat(site.versions())
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.version()).isEqualTo(1);
              assertThat(version.run()).isEqualTo(run);
            });
    assertThat(site.aliases()).isEqualTo(Map.of("champion", 1));
    assertThat(site.aliasMoves()).hasSize(1);
    assertThat(site.look("models", "verify", "leavers@champion").exitCode()).isZero();
  }

  private static boolean isTrial(KeptOutput kept) {
    return kept.facts().containsKey("trial");
  }

  private CliProcess start(String moment, int times) throws IOException {
    return run.isEmpty()
        ? site.startHeld(moment, times, "run", "pipeline.yaml", "--master", "local[2]")
        : site.startHeld(moment, times, "run", "--resume", run, "--master", "local[2]");
  }

  private boolean killed(CliProcess process, boolean alive) throws Exception {
    if (!alive) {
      CliProcess.Ended ended = process.end();
      writes.addAll(process.writes());
      assertThat(ended.exitCode()).as(ended.toString()).isZero();
      return false;
    }
    process.kill();
    writes.addAll(process.writes());
    kills++;
    if (run.isEmpty()) {
      run = site.newestRun();
    }
    return true;
  }
}
