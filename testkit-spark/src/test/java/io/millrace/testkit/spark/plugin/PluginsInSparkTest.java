package io.millrace.testkit.spark.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins' own classes inside Spark's jobs, in every way that code gets there. */
final class PluginsInSparkTest {
  @TempDir Path directory;

  @Test
  @Tag("full")
  void twoPluginsRunInOneJvmEachWithItsOwnVersionOfALibrary() throws Exception {
    Path one = TestPlugins.probe(directory, "one", "v1");
    Path two = TestPlugins.probe(directory, "two", "v2");

    List<String> said = drive("local[2]", "", List.of(one, two, TestPlugins.winsorize(directory)));

    List<String> expected = new ArrayList<>();
    expected.addAll(probed("transform/one", "v1", "in the driver"));
    expected.addAll(probed("transform/two", "v2", "in the driver"));
    expected.add("transform/winsorize: 1.0 1.0 2.0 3.0 3.0");
    assertThat(said).containsExactlyElementsOf(expected);
  }

  @Test
  @Tag("full")
  void pluginsRunOnAClusterOfOtherProcesses() throws Exception {
    Path one = TestPlugins.probe(directory, "one", "v1");
    Path other = TestPlugins.probe(directory, "two", "v1");
    Path sameName = Files.createDirectory(directory.resolve("others")).resolve(one.getFileName());
    Files.move(other, sameName);
    Path job = StandaloneCluster.jobJar(directory.resolve("job.jar"));
    try (StandaloneCluster cluster = StandaloneCluster.start(directory)) {
      List<String> said =
          drive(
              cluster.master(),
              job.toString(),
              List.of(one, sameName, TestPlugins.winsorize(directory)));

      List<String> expected = new ArrayList<>();
      expected.addAll(probed("transform/one", "v1", "in other processes"));
      expected.addAll(probed("transform/two", "v1", "in other processes"));
      expected.add("transform/winsorize: 1.0 1.0 2.0 3.0 3.0");
      assertThat(said).containsExactlyElementsOf(expected);
    }
  }

  private static List<String> probed(String stage, String version, String where) {
    String texts = "V:0 V:1 V:2 V:3 V:4".replace("V", version);
    List<String> lines = new ArrayList<>();
    for (String way : List.of("lambda", "named", "map", "partitions", "bean", "rdd")) {
      lines.add(stage + " " + way + ": " + texts);
    }
    lines.add(stage + " process: " + where);
    return lines;
  }

  /** What the driver program says of each stage, run in a JVM of its own. */
  private List<String> drive(String master, String sparkJars, List<Path> plugins)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(PluginDriver.class.getName());
    arguments.add(master);
    arguments.add(sparkJars);
    arguments.add(directory.resolve("home").toString());
    plugins.forEach(jar -> arguments.add(jar.toString()));
    Map<String, String> environment = Map.of("SPARK_LOCAL_IP", "127.0.0.1");
    try (JavaProcess driver =
        JavaProcess.start(
            System.getProperty("java.class.path"), environment, "-Xmx1g", arguments)) {
      List<String> lines = driver.awaitEnd();
      List<String> said =
          lines.stream()
              .filter(line -> line.startsWith("DRIVER "))
              .map(line -> line.substring("DRIVER ".length()))
              .toList();
      assertThat(said).as("output:\n%s", String.join("\n", lines)).isNotEmpty();
      return said;
    }
  }
}
