package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9}, then {@code run --resume}. */
final class KillAndResumeTest {
  @TempDir private Path directory;

  @Test
  void aRunKilledAtPublishingInItsSearchAndAtDeployingEndsAsIfNothingHadHappened()
      throws Exception {
    Site site = Site.in(directory);
    KilledRun run = new KilledRun(site);

    // The table is written, and nothing in the journal says so yet.
    assertThat(run.killAt("before done features", 1)).isTrue();
    showsAsInterrupted(site, run.id());
    assertThat(run.killAt("after keep trial", 2)).isTrue();
    // The model is registered and the alias has moved, and nothing in the journal says so yet.
    assertThat(run.killAt("before done publish", 1)).isTrue();
    JsonNode last = run.finish();

    run.requireWhole(last, Undisturbed.run().document());
    assertThat(RunDocument.statuses(last))
        .isEqualTo(
            Map.of(
                "raw",
                "reused",
                "features",
                "reused",
                "parts",
                "reused",
                "imputed",
                "reused",
                "indexed",
                "reused",
                "vector",
                "reused",
                "model",
                "reused",
                "quality",
                "reused",
                "publish",
                "ran"));
    assertThat(site.filesWithTheSecret()).isEmpty();
  }

  private static void showsAsInterrupted(Site site, String run) throws Exception {
    assertThat(site.lookJson("runs", "list").at("/runs/0/status").textValue())
        .isEqualTo("interrupted");
    assertThat(site.lookJson("runs", "show", run).get("status").textValue())
        .isEqualTo("interrupted");
    assertThat(site.look("runs", "list").out()).contains("interrupted").doesNotContain("running");
    assertThat(site.lookJson("runs", "list", "--status", "interrupted").get("runs")).hasSize(1);
    assertThat(site.lookJson("runs", "list", "--status", "running").get("runs")).isEmpty();
  }

  @Test
  @Tag("full")
  void thirtyKillsAllOverRunsLoseAndRepeatNothing() throws Exception {
    JsonNode undisturbed = Undisturbed.run().document();
    int kills = 0;
    for (int tour = 0; kills < 30; tour++) {
      Site site = Site.in(directory.resolve("tour-" + tour));
      KilledRun run = new KilledRun(site);
      boolean goesOn = true;
      for (int step = 0; goesOn && kills + run.kills() < 30; step++) {
        goesOn = killSomewhere(run, tour, step);
      }
      run.requireWhole(run.finish(), undisturbed);
      assertThat(site.filesWithTheSecret()).isEmpty();
      kills += run.kills();
    }
    assertThat(kills).isEqualTo(30);
  }

  /** Every third tour is killed in the midst of work, the others before or after a write. */
  private static boolean killSomewhere(KilledRun run, int tour, int step) throws Exception {
    if (tour % 3 == 2 && step > 0) {
      return run.killAfterFiles(2 + 5 * step);
    }
    String when = tour % 3 == 1 ? "after " : "before ";
    return run.killAt(when, 2 + tour + 3 * step);
  }
}
