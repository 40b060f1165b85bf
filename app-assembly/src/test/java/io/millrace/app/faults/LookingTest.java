package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.app.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who only looks leaves no trace, asks for no secret, and starts no engine. */
final class LookingTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"plan", "validate"})
  void aFirstLookMakesNoHome(String verb) throws Exception {
    Site site = Site.in(directory);
    Map<String, String> before = Site.snapshot(directory);

    // There is no secret TOKEN in this JVM: a call that asked for it would fail.
    Call call = site.look(verb, "pipeline.yaml");

    assertThat(call.exitCode()).as(call.toString()).isZero();
    assertThat(Site.snapshot(directory)).isEqualTo(before);
    assertThat(site.home()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "validate"})
  void aLookAtAFinishedHomeChangesNothingInIt(String verb) throws Exception {
    Site site = Undisturbed.run().site();
    Map<String, String> before = lasting(site);

    Call call = site.look(verb, "pipeline.yaml");

    assertThat(call.exitCode()).as(call.toString()).isZero();
    assertThat(lasting(site)).hasSizeGreaterThan(20).isEqualTo(before);
  }

  /** All but the home's own time and SQLite's files that come and go. */
  private static Map<String, String> lasting(Site site) {
    Map<String, String> files = Site.snapshot(site.home());
    files.keySet().removeAll(List.of("", "tracking.db-wal", "tracking.db-shm"));
    return files;
  }

  @Test
  void curvesStandInTheJsonOfARunAndNotInItsText() throws Exception {
    Site site = Undisturbed.run().site();

    Map<String, List<String>> curves = new TreeMap<>();
    for (JsonNode stage : site.lookJson("runs", "show", "last").get("stages")) {
      for (JsonNode curve : stage.get("curves")) {
        curves
            .computeIfAbsent(stage.get("id").textValue(), id -> new ArrayList<>())
            .add(curve.get("name").textValue());
        assertThat(curve.get("rows")).isNotEmpty().allMatch(row -> row.size() >= 2);
      }
      stage.get("facts").fieldNames().forEachRemaining(n -> assertThat(n).doesNotContain(":"));
    }
    assertThat(curves)
        .containsExactly(
            entry("model", List.of("importance")),
            entry("quality", List.of("calibration", "pr", "roc")));
    assertThat(site.look("runs", "show", "last").out())
        .contains("quality: confusion")
        .doesNotContain("false positive rate", "importance", "curve:");
  }

  @Test
  void anUnchangedRunReusesEverythingAndLoadsNoSpark() throws Exception {
    Site site = Undisturbed.run().site();
    Path classes = directory.resolve("classes.log");

    CliProcess.Ended ended =
        site.start(
                "",
                0,
                List.of("-Xlog:class+load:file=" + classes),
                "run",
                "pipeline.yaml",
                "--master",
                "local[2]")
            .end();

    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    JsonNode document = RunDocument.of(ended);
    assertThat(RunDocument.statuses(document).values()).hasSize(9).containsOnly("reused");
    assertThat(RunDocument.metrics(document))
        .isEqualTo(RunDocument.metrics(Undisturbed.run().document()));
    assertThat(Files.readString(classes))
        .contains("io.millrace.core.run.Runner ")
        .doesNotContain("org.apache.spark.SparkContext ");
    assertThat(site.versions()).hasSize(1);
    assertThat(site.lookJson("features", "history", "leavers").get("history")).hasSize(1);
  }
}
