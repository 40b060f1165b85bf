package io.millrace.stages.deploy.kubernetes;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.DeploymentTarget.Form;
import io.millrace.api.NamedTarget;
import io.millrace.api.StageContext;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.model.ModelPackage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the files; talks to no cluster. */
record KubernetesDeployer(KubernetesOptions options, Path serverJar)
    implements Deployer<Dataset<Row>>, NamedTarget {
  @Override
  public DeploymentTarget target() {
    return new DeploymentTarget(options.model(), options.input(), Form.PORTABLE);
  }

  @Override
  public List<Asset> targets(Receipt receipt) {
    String directory = receipt.facts().get("directory");
    return directory == null ? List.of() : List.of(Asset.deployment(DataPlace.path(directory)));
  }

  @Override
  public Receipt deploy(Path modelPackage, StageContext<Dataset<Row>> context) {
    Release release = Release.of(options, ModelPackage.read(modelPackage));
    Path directory =
        Path.of(options.to()).toAbsolutePath().resolve(options.model()).resolve(release.version());
    new ReleaseDirectory(texts(release), copies(release, modelPackage))
        .publish(directory.normalize());
    context.fact("written", directory.normalize().toString());
    context.fact("image", release.image());
    if (!release.plugins().isEmpty()) {
      context.fact(
          "plugins",
          release.plugins().stream().map(Release.Plugin::name).collect(Collectors.joining(", ")));
    }
    return new Receipt(
        Map.of("directory", directory.normalize().toString(), "image", release.image()));
  }

  private Map<String, Path> copies(Release release, Path modelPackage) {
    Map<String, Path> copies = new LinkedHashMap<>();
    copies.put(Dockerfile.MODEL, modelPackage);
    copies.put(Dockerfile.JAR, serverJar);
    release
        .plugins()
        .forEach(plugin -> copies.put(Dockerfile.PLUGINS + "/" + plugin.name(), plugin.jar()));
    return copies;
  }

  /** The files that are made here, by their paths. */
  static Map<String, String> texts(Release release) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("Dockerfile", Dockerfile.of(release));
    texts.put(".dockerignore", ignored(release));
    ServerManifests.of(release)
        .forEach((file, tree) -> texts.put("kubernetes/" + file, YamlText.of(tree)));
    KserveManifests.of(release)
        .forEach((file, tree) -> texts.put("kserve/" + file, YamlText.of(tree)));
    KubernetesOptions.Training training = release.options().training();
    if (training != null) {
      TrainingManifests manifests = new TrainingManifests(release, training);
      texts.put("training/spark-application.yaml", YamlText.of(manifests.sparkApplication()));
      texts.put("training/spark-submit.sh", manifests.sparkSubmit());
    }
    return texts;
  }

  /** What goes to the builder of the image is named; all else stays. */
  private static String ignored(Release release) {
    String plugins = release.plugins().isEmpty() ? "" : "!" + Dockerfile.PLUGINS + "\n";
    return "*\n!%s\n!%s\n%s".formatted(Dockerfile.JAR, Dockerfile.MODEL, plugins);
  }
}
