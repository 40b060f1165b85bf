package io.millrace.stages.deploy.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The options that {@code docs/how-to/kubernetes.md} shows make manifests that clusters take. */
@ExtendWith(SparkExtension.class)
final class KubernetesPageOptionsTest {
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir private Path directory;

  @Test
  void theManifestsOfThePageFitThePublishedSchemas(StageHarness harness) throws IOException {
    Path server = Files.writeString(directory.resolve("server.jar"), "a jar");
    String stage =
        stage()
            + "  to: '%s'\n  serverJar: '%s'\n".formatted(directory.resolve("kubernetes"), server);

    Path release =
        Path.of(
            requireNonNull(harness.stage(stage).deploy(modelPackage()).facts().get("directory")));

    List<Path> manifests = manifests(release);
    assertThat(manifests.stream().map(file -> file.getFileName().toString()))
        .contains("deployment.yaml", "inference-service.yaml", "spark-application.yaml")
        .hasSize(9);
    for (String version : KubernetesSchemas.VERSIONS) {
      KubernetesSchemas schemas = new KubernetesSchemas(version);
      for (Path file : manifests) {
        assertThat(schemas.problems(Files.readString(file))).as("%s, %s", file, version).isEmpty();
      }
    }
  }

  /** The page's stage with all lines that the page adds to it, without what places it. */
  private static String stage() throws IOException {
    String yaml =
        YAML.matcher(Files.readString(page()))
            .results()
            .map((MatchResult block) -> block.group(1))
            .collect(Collectors.joining());
    return yaml.substring(yaml.indexOf("    use: deploy/kubernetes"))
        .lines()
        .map(line -> line.substring(4))
        .filter(line -> !line.startsWith("from:") && !line.startsWith("  to:"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static Path page() {
    Path top = Path.of("").toAbsolutePath();
    while (!Files.exists(top.resolve("docs/how-to/kubernetes.md"))) {
      top = requireNonNull(top.getParent());
    }
    return top.resolve("docs/how-to/kubernetes.md");
  }

  private static List<Path> manifests(Path release) throws IOException {
    try (Stream<Path> files = Files.walk(release)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .toList();
    }
  }

  private Path modelPackage() throws IOException {
    Path made = Files.createDirectory(directory.resolve("package"));
    Fixture.modelPackage(made, "telco-churn");
    return made;
  }
}
