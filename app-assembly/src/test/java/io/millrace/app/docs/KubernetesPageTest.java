package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.docs.RunnableDoc.Step;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code docs/how-to/kubernetes.md}, in order, in one shell. Millrace and the
 * server are real; a builder of images, a cluster and what calls one are stand-ins that note what
 * they are told, and that is held against the files of the run.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubernetesPageTest {
  private static final String VERSION_ON_PAGE = "5bc8acafbd9a";
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** What stands before the page's stages, with the ids that they name. */
  private static final String PIPELINE =
      """
      pipeline: telco-churn
      stages:
        - { id: raw, use: ingest/generate, with: { dataset: churn, rows: 300 } }
        - { id: parts, use: split/random, from: raw, with: { train: 0.8, test: 0.2 } }
        - { id: vector, use: transform/assemble, from: parts, with: { columns: [tenure, MonthlyCharges] } }
        - { id: model, use: train/logistic-regression, from: vector, with: { label: Churn, regParam: 0.01 } }
        - { id: quality, use: evaluate/binary, from: model }
      """;

  /** Notes its name, its directory and its words, a call a line. */
  private static final String STAND_IN =
      """
      #!/bin/sh
      # One append a call: calls in the background end up beside each other, not in each other.
      printf '%s\\n' "$(printf '%s\\t%s' "${0##*/}" "$PWD"; printf '\\t%s' "$@")" >>"$CALLS"
      """;

  @TempDir static Path directory;
  private List<Told> told = List.of();
  private Path release = Path.of("");

  /** A call of a stand-in. */
  private record Told(String tool, Path from, List<String> words) {
    static Told of(String line) {
      List<String> fields = Arrays.asList(line.split("\t", -1));
      return new Told(fields.get(0), Path.of(fields.get(1)), fields.subList(2, fields.size()));
    }

    boolean begins(String... with) {
      return words.size() >= with.length
          && words.subList(0, with.length).equals(Arrays.asList(with));
    }

    String after(String option) {
      int at = words.indexOf(option);
      assertThat(at).as("%s in %s", option, this).isNotNegative();
      return words.get(at + 1);
    }

    String last() {
      return words.get(words.size() - 1);
    }
  }

  @BeforeAll
  void typeAllOfThePage() throws Exception {
    String page = Files.readString(Manual.root().resolve("docs/how-to/kubernetes.md"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Files.writeString(work.resolve("pipeline.yaml"), PIPELINE + stages(page));
    tools();
    List<Step> steps = RunnableDoc.of(page).steps();
    assertThat(steps).hasSizeGreaterThan(6);

    String output = typed(steps);

    try (Stream<Path> versions = Files.list(work.resolve("kubernetes/telco-churn"))) {
      release = versions.reduce((a, b) -> b).orElseThrow(() -> new AssertionError(output));
    }
    assertThat(output)
        .contains("image registry.example.com/ml/telco-churn:" + release.getFileName())
        .containsPattern("Ready at http://127.0.0.1:\\d+: telco-churn " + release.getFileName());
    told = Files.readAllLines(directory.resolve("calls.tsv")).stream().map(Told::of).toList();
  }

  /** The page's stages, the second with all lines that the page adds to it later. */
  private static String stages(String page) {
    Matcher blocks = YAML.matcher(page);
    StringBuilder stages = new StringBuilder();
    while (blocks.find()) {
      stages.append(blocks.group(1));
    }
    return stages.toString();
  }

  private static void tools() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    for (String tool : List.of("docker", "kubectl", "curl", "spark-submit")) {
      executable(bin.resolve(tool), STAND_IN);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    executable(bin.resolve("java"), "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(java));
    Path lib = Files.createDirectory(directory.resolve("lib"));
    jar(lib.resolve("millrace-app.jar"), new Attributes());
    jar(lib.resolve("millrace-serving.jar"), server());
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Dio.netty"))
            .collect(Collectors.joining(" "));
    executable(
        bin.resolve("millrace"),
        "#!/bin/sh\nexec java %s -Xss4m -Xmx1g -cp '%s:%s' io.millrace.app.Main \"$@\"\n"
            .formatted(
                options, lib.resolve("millrace-app.jar"), System.getProperty("java.class.path")));
  }

  /** The server as this build has it: a jar that names the test's class path. */
  private static Attributes server() {
    Attributes attributes = new Attributes();
    attributes.put(Attributes.Name.MAIN_CLASS, "io.millrace.serving.Main");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    return attributes;
  }

  private static void jar(Path file, Attributes attributes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putAll(attributes);
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static String typed(List<Step> steps) throws Exception {
    StringBuilder script = new StringBuilder("set -e\n");
    for (Step step : steps) {
      for (String line : step.commands().lines().toList()) {
        script.append(line.replace(VERSION_ON_PAGE, "$VERSION")).append('\n');
        script.append("VERSION=${VERSION:-$(ls kubernetes/telco-churn)}\n");
      }
    }
    Map<String, String> environment =
        Map.of(
            "CALLS", directory.resolve("calls.tsv").toString(),
            "KEY_ONE", "one",
            "KEY_TWO", "two",
            "INGRESS", "ingress.example");
    String output =
        Shell.output(directory, script.append("wait\necho END\n") + "", environment, 10);
    assertThat(output).endsWith("END\n");
    return output;
  }

  private List<Told> told(String tool) {
    return told.stream().filter(call -> call.tool().equals(tool)).toList();
  }

  private Told kubectl(String... words) {
    return told("kubectl").stream()
        .filter(call -> call.begins(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError(told.toString()));
  }

  private String text(String file) throws IOException {
    return Files.readString(release.resolve(file));
  }

  @Test
  void theImageOfThePageIsTheOneThatTheManifestsName() throws IOException {
    String image = "registry.example.com/ml/telco-churn:" + release.getFileName();

    assertThat(told("docker")).hasSize(3).allMatch(call -> call.from().equals(release));
    Told build = told("docker").get(0);
    assertThat(build.words()).containsExactly("build", "-t", image, ".");
    assertThat(told("docker").get(1).words()).containsExactly("push", image);
    assertThat(told("docker").get(2).last()).isEqualTo(image);
    assertThat(text("kubernetes/deployment.yaml")).contains("image: " + image + "\n");
    assertThat(text("kserve/inference-service.yaml")).contains("image: " + image + "\n");
    String port = told("docker").get(2).after("-p");
    assertThat(text("Dockerfile")).contains("EXPOSE " + port.replaceFirst(".*:", "") + "\n");
  }

  @Test
  void whatTheDockerfileCopiesIsThereAndReachesTheBuilder() throws IOException {
    List<String> sources =
        text("Dockerfile")
            .lines()
            .filter(line -> line.startsWith("COPY ") && !line.startsWith("COPY --from"))
            .map(line -> line.split(" ", -1)[1])
            .toList();

    assertThat(sources).containsExactly("millrace-serving.jar", "model");
    assertThat(sources).allSatisfy(source -> assertThat(release.resolve(source)).exists());
    assertThat(text(".dockerignore").lines())
        .containsExactlyElementsOf(
            Stream.concat(Stream.of("*"), sources.stream().map(s -> "!" + s)).toList());
  }

  @Test
  void whatIsAppliedIsThereAndWhole() throws IOException {
    assertThat(told("kubectl").stream().filter(call -> call.begins("apply")))
        .extracting(Told::last)
        .containsExactly("kubernetes", "kserve", "training/spark-application.yaml")
        .allSatisfy(file -> assertThat(release.resolve(file)).exists());
    for (String applied : List.of("kubernetes", "kserve")) {
      assertThat(kubectl("apply", "-k", applied).from()).isEqualTo(release);
      TreeSet<String> files = new TreeSet<>();
      try (Stream<Path> all = Files.list(release.resolve(applied))) {
        all.map(file -> file.getFileName().toString()).forEach(files::add);
      }
      assertThat(files.remove("kustomization.yaml")).isTrue();
      assertThat(text(applied + "/kustomization.yaml").lines())
          .filteredOn(line -> line.strip().startsWith("- "))
          .map(line -> line.strip().substring(2))
          .containsExactlyInAnyOrderElementsOf(files);
      for (String file : files) {
        assertThat(text(applied + "/" + file)).contains("\n  namespace: scoring\n");
      }
    }
  }

  @Test
  void objectsThatThePageNamesAreTheManifests() throws IOException {
    assertThat(kubectl("create", "namespace").last()).isEqualTo("scoring");
    assertThat(kubectl("--namespace", "scoring", "rollout", "status").last())
        .isEqualTo("deployment/telco-churn");
    assertThat(text("kubernetes/deployment.yaml")).contains("\n  name: telco-churn\n");
    Told forward = kubectl("--namespace", "scoring", "port-forward", "service/telco-churn");
    assertThat(text("kubernetes/service.yaml"))
        .contains("\n  name: telco-churn\n")
        .contains("port: " + forward.last().replaceFirst(".*:", "") + "\n");
    Told secret = kubectl("--namespace", "scoring", "create", "secret", "generic");
    assertThat(secret.words()).endsWith("churn-keys", "--from-literal=api-keys=one,two");
    for (String file : List.of("kubernetes/deployment.yaml", "kserve/inference-service.yaml")) {
      assertThat(text(file)).containsPattern("name: churn-keys\\s").contains("key: api-keys\n");
    }
  }

  @Test
  void whatThePageCallsIsAnsweredThere() throws IOException {
    List<String> addresses =
        told("curl").stream()
            .flatMap(call -> call.words().stream())
            .filter(word -> word.contains("/v2/"))
            .toList();

    assertThat(addresses)
        .containsExactlyInAnyOrder(
            "localhost:8080/v2/models/telco-churn",
            "localhost:8080/v2/health/ready",
            "http://ingress.example/v2/models/telco-churn/infer");
    assertThat(text("Dockerfile")).contains("\"telco-churn=/opt/millrace/model\"");
    assertThat(text("kubernetes/deployment.yaml")).contains("path: /v2/health/ready\n");
    assertThat(text("kserve/inference-service.yaml")).contains("\n  name: telco-churn\n");
  }

  @Test
  void trainingByHandIsThatOfTheOperator() throws IOException {
    List<String> words = told("spark-submit").get(0).words();
    String operator = text("training/spark-application.yaml");

    assertThat(words)
        .startsWith("--master", "k8s://https://cluster.example:6443", "--deploy-mode", "cluster")
        .containsSequence("--class", "io.millrace.app.Main")
        .contains("spark.kubernetes.container.image=registry.example.com/ml/train:7")
        .contains("spark.executor.instances=4", "spark.kubernetes.namespace=scoring")
        .endsWith(
            "local:///opt/millrace/millrace-job.jar",
            "run",
            "/opt/millrace/pipeline.yaml",
            "--home",
            "s3a://models/millrace",
            "--param",
            "data=s3a://lake/telco.csv");
    assertThat(operator)
        .contains(
            "mainClass: io.millrace.app.Main\n",
            "registry.example.com/ml/train:7",
            "instances: 4\n",
            "/opt/millrace/millrace-job.jar",
            "/opt/millrace/pipeline.yaml",
            "s3a://models/millrace");
  }
}
