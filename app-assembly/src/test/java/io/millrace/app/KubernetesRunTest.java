package io.millrace.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.model.FileHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a pipeline file to a directory that an image is built from, and its own step that tries the
 * server with the model, here without a builder of images.
 */
@Tag("full")
final class KubernetesRunTest {
  private static final String FILE =
      """
      pipeline: leavers
      stages:
        - { id: raw, use: ingest/generate, with: { dataset: churn, rows: 300 } }
        - { id: parts, use: split/random, from: raw, with: { train: 0.8, test: 0.2 } }
        - { id: clipped, use: transform/winsorize, from: parts, with: { columns: [MonthlyCharges] } }
        - { id: cut, use: transform/cut, from: clipped, with: { columns: [tenure] } }
        - { id: vector, use: transform/assemble, from: cut, with: { columns: [tenure, MonthlyCharges] } }
        - { id: model, use: train/logistic-regression, from: vector, with: { label: Churn, regParam: 0.01 } }
        - { id: quality, use: evaluate/binary, from: model }
        - { id: cluster, use: deploy/kubernetes, from: quality, with: { model: leavers, image: registry.example.com/ml/leavers, serverJar: server.jar } }
      """;

  @TempDir private Path directory;

  @Test
  void aPipelineWithPluginsMakesAnImagesDirectoryWhoseServerRuns() throws Exception {
    Path plugin = WinsorizeJar.build(directory.resolve("plugins/winsorize-1.0.0.jar"));
    Path second =
        WinsorizeJar.named("cut", directory.resolve("plugins-of-others/winsorize-1.0.0.jar"));
    String file = FILE.replace("server.jar", directory.resolve("server.jar").toString());
    file = file.replace("with: { model", "with: { to: " + directory.resolve("out") + ", model");
    Files.writeString(directory.resolve("leavers.yaml"), file);

    assertThat(called("plan")).satisfies(this::isRefusedForWantOfTheServer);
    assertThat(called("validate")).satisfies(this::isRefusedForWantOfTheServer);
    Files.writeString(directory.resolve("server.jar"), "stands for the server");
    assertThat(called("plan").out())
        .contains(
            """
            Model packages
              cluster, with the model of model
                can be served without Spark, by a server that is given winsorize-1.0.0.jar and winsorize-1.0.0.jar with --plugins
            """);
    Call run = called("run");
    assertThat(run.exitCode()).as(run.err()).isZero();

    Path release = release();
    assertThat(release.resolve("plugins/winsorize-1.0.0.jar")).hasSameBinaryContentAs(plugin);
    String secondName = "winsorize-1.0.0-%s.jar".formatted(FileHashes.of(second).substring(0, 12));
    assertThat(release.resolve("plugins").resolve(secondName)).hasSameBinaryContentAs(second);
    assertThat(Files.readString(release.resolve(".dockerignore"))).contains("!plugins\n");
    assertThat(Files.readString(release.resolve("Dockerfile")))
        .contains("#   " + FileHashes.of(plugin) + "  winsorize-1.0.0.jar\n")
        .contains("#   " + FileHashes.of(second) + "  " + secondName + "\n")
        .contains("COPY plugins /opt/millrace/plugins\n");
    assertThat(Files.readString(release.resolve("kubernetes/deployment.yaml")))
        .contains("/opt/millrace/plugins");
    assertThat(rehearsed(release)).isEqualTo("0 ");

    // Whoever puts another jar beside the Dockerfile gets no image.
    Files.delete(release.resolve("plugins/winsorize-1.0.0.jar"));
    assertThat(rehearsed(release))
        .startsWith("2 [PLUGIN_REFUSED] The scoring operator 'winsorize' is none of the server's");
  }

  private Call called(String verb) {
    return Call.in(
        directory,
        verb,
        "leavers.yaml",
        "--plugins",
        directory.resolve("plugins").toString(),
        "--plugins",
        directory.resolve("plugins-of-others").toString());
  }

  private void isRefusedForWantOfTheServer(Call call) {
    assertThat(call.exitCode()).isEqualTo(3);
    assertThat(call.out() + call.err())
        .contains("leavers.yaml:10:25")
        .contains(
            "serverJar: there is no file %s; millrace-serving.jar is made by the build, in app-assembly/target"
                .formatted(directory.resolve("server.jar")));
  }

  private Path release() throws IOException {
    try (Stream<Path> versions = Files.list(directory.resolve("out/leavers"))) {
      List<Path> all = versions.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  /** Exit code and errors of the Dockerfile's last RUN, with this test's classes for the jar. */
  private String rehearsed(Path release) throws IOException, InterruptedException {
    String step =
        Files.readAllLines(release.resolve("Dockerfile")).stream()
            .filter(line -> line.startsWith("RUN ") && line.contains("--rehearse"))
            .reduce((first, second) -> second)
            .orElseThrow()
            .substring("RUN ".length());
    List<String> command = new ArrayList<>();
    for (String word : JsonMapper.builder().build().readValue(step, String[].class)) {
      command.add(word.replace("/opt/millrace", release.toString()));
    }
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.removeIf(word -> word.startsWith("-XX:ArchiveClassesAtExit"));
    int jar = command.indexOf("-jar");
    command.subList(jar, jar + 2).clear();
    command.addAll(
        jar,
        Arrays.asList("-cp", System.getProperty("java.class.path"), "io.millrace.serving.Main"));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("rehearsal.out").toFile())
            .start();
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue() + " " + errors;
  }
}
