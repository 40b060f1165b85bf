package io.millrace.stages.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.error.MillraceException;
import io.millrace.model.ModelPackage;
import io.millrace.testkit.contract.TestStageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubernetesTest {
  @TempDir private Path temporary;
  private Path modelPackage;
  private ModelPackage contents;
  private Path jar;

  @BeforeEach
  void write() throws IOException {
    modelPackage = Files.createDirectory(temporary.resolve("package"));
    contents = Fixture.modelPackage(modelPackage, "churn");
    jar = Files.writeString(temporary.resolve("server.jar"), "a jar");
  }

  private KubernetesOptions to(String directory) {
    return to(directory, jar.toString());
  }

  private KubernetesOptions to(String directory, @Nullable String serverJar) {
    KubernetesOptions o = Fixture.plain("churn");
    return new KubernetesOptions(
        o.model(),
        "raw",
        temporary.resolve(directory).toString(),
        o.image(),
        o.namespace(),
        o.replicas(),
        o.maxReplicas(),
        o.targetCpu(),
        o.cpu(),
        o.cpuLimit(),
        o.memory(),
        o.port(),
        o.servicePort(),
        o.labels(),
        o.apiKeysSecret(),
        o.pullSecret(),
        o.callers(),
        o.jdkImage(),
        o.baseImage(),
        o.jreImage(),
        serverJar,
        o.training());
  }

  @SuppressWarnings("unchecked") // The factory makes deployers.
  private static Deployer<Dataset<Row>> deployer(KubernetesOptions options) {
    return (Deployer<Dataset<Row>>) new KubernetesFactory().create(options);
  }

  private Receipt deploy(KubernetesOptions options) {
    return deployer(options)
        .deploy(
            modelPackage,
            TestStageContext.<Dataset<Row>>builder("publish")
                .effect(new EffectKey("run-1", "publish", "f"))
                .build());
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private String version() {
    return contents.packageHash().substring(0, 12);
  }

  @Test
  void aDirectoryHoldsAllThatAnImageNeeds() throws IOException {
    Receipt receipt = deploy(to("out"));

    Path directory = temporary.resolve("out/churn").resolve(version());
    assertThat(receipt.facts())
        .isEqualTo(Map.of("directory", directory.toString(), "image", "churn:" + version()));
    assertThat(files(directory).keySet())
        .containsExactly(
            ".dockerignore",
            "Dockerfile",
            "kserve/inference-service.yaml",
            "kserve/kustomization.yaml",
            "kserve/service-account.yaml",
            "kubernetes/autoscaler.yaml",
            "kubernetes/deployment.yaml",
            "kubernetes/disruption-budget.yaml",
            "kubernetes/kustomization.yaml",
            "kubernetes/network-policy.yaml",
            "kubernetes/service-account.yaml",
            "kubernetes/service.yaml",
            "millrace-serving.jar",
            "model/model.json");
    assertThat(directory.resolve("millrace-serving.jar")).hasContent("a jar");
    assertThat(ModelPackage.read(directory.resolve("model")).packageHash())
        .isEqualTo(contents.packageHash());
    try (Stream<Path> beside = Files.list(temporary.resolve("out/churn"))) {
      assertThat(beside).as("nothing half-written stays").containsExactly(directory);
    }
  }

  @Test
  void theSamePackageGivesTheSameBytesAndARepeatChangesNothing() throws IOException {
    deploy(to("first"));
    deploy(to("second"));
    deploy(to("first"));

    assertThat(files(temporary.resolve("first"))).isEqualTo(files(temporary.resolve("second")));
  }

  @Test
  void whatSomebodyEditedIsNotReplaced() throws IOException {
    deploy(to("out"));
    Path directory = temporary.resolve("out/churn").resolve(version());
    Path service = directory.resolve("kubernetes/service.yaml");
    Files.writeString(service, "kind: Mine\n");

    assertThatThrownBy(() -> deploy(to("out")))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "%s is there already, with another kubernetes/service.yaml; move it away, or let 'to'"
                + " name another directory",
            directory);
    assertThat(service).hasContent("kind: Mine\n");
  }

  @Test
  void aServerThatIsNowhereIsSaidWhenTheFileIsRead() {
    assertThatThrownBy(() -> deployer(to("out", temporary.resolve("no.jar").toString())))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "serverJar: there is no file %s; millrace-serving.jar is made by the build, in"
                + " app-assembly/target",
            temporary.resolve("no.jar"));
    assertThatThrownBy(() -> ServerJar.find(null, temporary.resolve("lib/a.jar").toString()))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "there is no millrace-serving.jar beside Millrace's own jar; say with serverJar where"
                + " it lies");
    assertThat(temporary.resolve("out")).doesNotExist();
  }

  @Test
  void theServerIsFoundBesideMillracesOwnJar() throws IOException {
    Path server = Files.writeString(temporary.resolve("millrace-serving.jar"), "");

    assertThat(ServerJar.find(null, "/nowhere/a.jar:" + temporary.resolve("millrace-app.jar")))
        .isEqualTo(server);
  }

  @Test
  void thePipelineHasToBeServable() {
    assertThat(deployer(to("out")).target())
        .isEqualTo(new DeploymentTarget("churn", "raw", DeploymentTarget.Form.PORTABLE));
  }

  @Test
  void whatNoClusterTakesIsRefused() {
    refused(
        o -> with(o, "a b", o.image(), o.memory(), o.maxReplicas(), o.labels()),
        "model 'a b': a name starts with a letter or digit, and goes on with those, '.', '_' and"
            + " '-'");
    refused(
        o -> with(o, o.model(), "Registry/Churn", o.memory(), o.maxReplicas(), o.labels()),
        "image 'Registry/Churn': write an image as registry.example.com/ml/churn:1.0");
    refused(
        o -> with(o, o.model(), "churn:latest", o.memory(), o.maxReplicas(), o.labels()),
        "image 'churn:latest': what 'latest' is changes under a cluster; name a tag or a digest");
    refused(
        o -> with(o, o.model(), o.image(), "512MB", o.maxReplicas(), o.labels()),
        "memory '512MB': write a quantity as 500m, 2 or 512Mi");
    refused(
        o -> with(o, o.model(), o.image(), o.memory(), 1, o.labels()),
        "maxReplicas: 1 is less than the 2 of replicas");
    refused(
        o -> with(o, o.model(), o.image(), o.memory(), 10, Map.of("team", "a".repeat(64))),
        "labels 'team': the value '%s' is not up to 63 letters, digits, '.', '_' and '-', with a letter or digit at both ends"
            .formatted("a".repeat(64)));
    refused(
        o -> with(o, o.model(), o.image(), o.memory(), 10, Map.of("app.kubernetes.io/name", "x")),
        "labels 'app.kubernetes.io/name': Millrace sets the labels of app.kubernetes.io itself");
  }

  private static void refused(UnaryOperator<KubernetesOptions> change, String message) {
    KubernetesOptions options = change.apply(Fixture.plain("churn"));
    assertThatThrownBy(() -> deployer(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static KubernetesOptions with(
      KubernetesOptions o,
      String model,
      @Nullable String image,
      String memory,
      int maxReplicas,
      Map<String, String> labels) {
    return new KubernetesOptions(
        model,
        o.input(),
        o.to(),
        image,
        o.namespace(),
        o.replicas(),
        maxReplicas,
        o.targetCpu(),
        o.cpu(),
        o.cpuLimit(),
        memory,
        o.port(),
        o.servicePort(),
        labels,
        o.apiKeysSecret(),
        o.pullSecret(),
        o.callers(),
        o.jdkImage(),
        o.baseImage(),
        o.jreImage(),
        o.serverJar(),
        o.training());
  }
}
