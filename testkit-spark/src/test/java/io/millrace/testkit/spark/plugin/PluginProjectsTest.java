package io.millrace.testkit.spark.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.template.ProjectTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugin projects outside of this build compile with what they are told to use, tests included: a
 * change of the api or of a test kit that breaks them is seen here.
 */
final class PluginProjectsTest {
  @TempDir Path directory;

  @Test
  void theExampleCompiles() throws IOException {
    Path jar =
        TestPlugins.project(Path.of("../examples/plugin-winsorize"), directory.resolve("a.jar"));

    assertThat(holds(jar, "com/example/winsorize/WinsorizeTest.class")).isTrue();
  }

  @Test
  void aNewPluginCompiles() throws IOException {
    Path project = directory.resolve("my-plugin");
    ProjectTemplate.plugin("0.1.0").write(project);

    Path jar = TestPlugins.project(project, directory.resolve("b.jar"));

    assertThat(holds(jar, "com/example/myplugin/MyPluginStageTest.class")).isTrue();
  }

  private static boolean holds(Path jar, String entry) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(entry) != null;
    }
  }
}
