package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.plugin.PackagePlugins;
import io.millrace.core.problem.Problem;
import io.millrace.core.run.RunListener;
import io.millrace.model.FileHashes;
import io.millrace.testkit.memory.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose packages hold plugins, made anew where those are lacking or of another build. */
final class ReproductionPluginTest {
  private static final String FILL = "transform/fill-mean";

  @TempDir Path home;
  private MemoryPlatform memory;
  private String hash = "";

  /** The in-memory world loads nothing out of the jar: its bytes stand for its code. */
  @BeforeEach
  void registerAModelWithAPlugin() throws IOException {
    memory = new MemoryPlatform(home);
    Path jar = jar("fills-1.0.jar", "the code");
    hash = FileHashes.of(jar);
    memory.jars.put(FILL, jar);
    memory.run(Houses.pipeline());
  }

  private Path jar(String name, String code) throws IOException {
    return Files.writeString(
        Files.createDirectories(home.resolve("elsewhere")).resolve(name), code);
  }

  private String hint(String here) {
    return FILL
        + " came from fills-1.0.jar (SHA-256 "
        + hash.substring(0, 12)
        + "…), which the package of houses version 1 holds, and here "
        + here
        + ": --trust-package-plugins runs the package's own, --plugins DIR another copy of it";
  }

  private ReproductionReport reproduce() {
    try (Platform<Table> platform = memory.open()) {
      return platform.reproduce("houses:1").execute(false, RunListener.NONE);
    }
  }

  @Test
  void theSameBuildNeedsNoHint() {
    assertThat(reproduce().hints()).isEmpty();
    assertThat(reproduce().differences()).isEmpty();
  }

  @Test
  void anotherBuildIsToldWithWhatCanBeDone() throws IOException {
    memory.jars.put(FILL, jar("fills-1.1.jar", "other code"));

    ReproductionReport report = reproduce();

    assertThat(report.differences())
        .extracting(difference -> difference.what())
        .containsExactly("the code of stage 'filled' (" + FILL + ")");
    assertThat(report.hints()).containsExactly(hint("is another build of it"));
  }

  @Test
  void aPluginThatIsLackingIsToldWithWhatCanBeDone() {
    memory.lacking.add(FILL);

    try (Platform<Table> platform = memory.open()) {
      Reproduction<Table> reproduction = platform.reproduce("houses@champion");

      assertThat(reproduction.problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.code()).isEqualTo(StandardError.UNKNOWN_STAGE);
                assertThat(problem.message())
                    .startsWith("there is no stage '" + FILL + "'")
                    .endsWith("; " + hint("it is lacking"));
              });
    }
  }

  @Test
  void aLackingStageThatNoPackageHoldsHasNoHint() {
    memory.lacking.add("train/mean-by");

    try (Platform<Table> platform = memory.open()) {
      assertThat(platform.reproduce("houses").problems())
          .extracting(Problem::message)
          .singleElement()
          .satisfies(message -> assertThat(message).doesNotContain("package"));
    }
  }

  @Test
  void aPackagesPluginsAreCopiedOutOfItAndDeletedWhenTheyAreClosed() throws IOException {
    Path copy;
    try (Platform<Table> platform = memory.open();
        PackagePlugins plugins = platform.packagePlugins("houses")) {
      copy = plugins.jars().get(0);

      assertThat(plugins.jars()).hasSize(1);
      assertThat(copy).hasFileName("fills-1.0.jar").hasContent("the code");
      assertThat(copy).isNotEqualTo(held());
    }
    assertThat(copy).doesNotExist();
    assertThat(copy.getParent()).doesNotExist();
    assertThat(PackagePlugins.none().jars()).isEqualTo(List.of());
  }

  @Test
  void aPluginThatWasChangedInThePackageIsNeverLoaded() throws IOException {
    Files.writeString(held(), "worse");

    try (Platform<Table> platform = memory.open()) {
      assertThatThrownBy(() -> platform.packagePlugins("houses:1"))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.code()).isEqualTo(StandardError.PACKAGE_CORRUPT))
          .hasMessageContaining("the file plugins/fills-1.0.jar was changed");
    }
  }

  private Path held() {
    try (Platform<Table> platform = memory.open()) {
      return platform
          .tracking()
          .models()
          .open(platform.tracking().models().version("houses", 1).orElseThrow())
          .resolve("plugins")
          .resolve("fills-1.0.jar");
    }
  }
}
