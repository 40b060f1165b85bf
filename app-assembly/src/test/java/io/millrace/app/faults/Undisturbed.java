package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** A run that nothing happened to, made once for all tests of a JVM. */
final class Undisturbed {
  private static @Nullable Undisturbed made;

  private final Site site;
  private final JsonNode run;

  private Undisturbed(Site site, JsonNode run) {
    this.site = site;
    this.run = run;
  }

  /** The one. */
  static synchronized Undisturbed run() throws Exception {
    if (made == null) {
      Site site = Site.in(Files.createTempDirectory("undisturbed"));
      CliProcess.Ended ended = site.call("run", "pipeline.yaml", "--master", "local[2]");
      assertThat(ended.exitCode()).as(ended.toString()).isZero();
      made = new Undisturbed(site, RunDocument.of(ended));
    }
    return made;
  }

  /** Where it was made; tests only look here. */
  Site site() {
    return site;
  }

  /** What it printed. */
  JsonNode document() {
    return run;
  }
}
