package io.millrace.stages.deploy.kubernetes;

import static io.millrace.stages.deploy.kubernetes.Trees.map;
import static io.millrace.stages.deploy.kubernetes.Trees.object;

import io.millrace.stages.deploy.kubernetes.KubernetesOptions.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The training of a model on a cluster: by the Spark operator, or by spark-submit. */
final class TrainingManifests {
  private static final String COMPONENT = "training";

  /** The user of Spark's own images. */
  private static final int SPARK_USER = 185;

  private final Release release;
  private final Training training;

  TrainingManifests(Release release, Training training) {
    this.release = release;
    this.training = training;
  }

  /** For the Kubeflow Spark operator. */
  Map<String, Object> sparkApplication() {
    Map<String, Object> metadata = release.metadata(COMPONENT);
    metadata.put("name", name());
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("type", "Java");
    spec.put("mode", "cluster");
    spec.put("image", training.image());
    if (release.options().pullSecret() != null) {
      spec.put("imagePullSecrets", List.of(release.options().pullSecret()));
    }
    spec.put("sparkVersion", training.sparkVersion());
    spec.put("mainClass", "io.millrace.app.Main");
    spec.put("mainApplicationFile", "local://" + training.jar());
    spec.put("arguments", arguments());
    // A run that failed is resumed by its id, not begun again.
    spec.put("restartPolicy", map("type", "Never"));
    Map<String, Object> driver = pod(1, training.driverMemory());
    driver.put("serviceAccount", training.serviceAccount());
    spec.put("driver", driver);
    Map<String, Object> executor = map("instances", training.executors());
    executor.putAll(pod(training.cores(), training.memory()));
    spec.put("executor", executor);
    return object("sparkoperator.k8s.io/v1beta2", "SparkApplication", metadata, spec);
  }

  /** The same by hand; {@code KUBERNETES_MASTER} says where the cluster is. */
  String sparkSubmit() {
    List<String> lines = new ArrayList<>();
    lines.add("exec spark-submit --master \"$KUBERNETES_MASTER\" --deploy-mode cluster");
    lines.add("--name " + quoted(name()));
    configuration().forEach((key, value) -> lines.add("--conf " + quoted(key + "=" + value)));
    lines.add("--class io.millrace.app.Main");
    lines.add(quoted("local://" + training.jar()));
    lines.add(
        arguments().stream().map(TrainingManifests::quoted).collect(Collectors.joining(" "))
            + " \"$@\"");
    return """
    #!/bin/sh
    # Trains %s on a cluster. Set KUBERNETES_MASTER to its address, as k8s://https://host:6443;
    # what is given to this script goes on to `millrace run`.
    set -eu
    : "${KUBERNETES_MASTER:?is not set; name the cluster, as k8s://https://host:6443}"
    """
            .formatted(release.options().model())
        + String.join(" \\\n  ", lines)
        + "\n";
  }

  private Map<String, Object> configuration() {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (release.options().namespace() != null) {
      settings.put("spark.kubernetes.namespace", release.options().namespace());
    }
    settings.put("spark.kubernetes.container.image", training.image());
    if (release.options().pullSecret() != null) {
      settings.put("spark.kubernetes.container.image.pullSecrets", release.options().pullSecret());
    }
    settings.put(
        "spark.kubernetes.authenticate.driver.serviceAccountName", training.serviceAccount());
    settings.put("spark.driver.memory", training.driverMemory());
    settings.put("spark.executor.instances", training.executors());
    settings.put("spark.executor.cores", training.cores());
    settings.put("spark.executor.memory", training.memory());
    release
        .labels(COMPONENT)
        .forEach(
            (key, value) -> {
              settings.put("spark.kubernetes.driver.label." + key, value);
              settings.put("spark.kubernetes.executor.label." + key, value);
            });
    return settings;
  }

  private String name() {
    return release.name() + "-training";
  }

  private List<String> arguments() {
    return List.of("run", training.file(), "--home", training.home());
  }

  private Map<String, Object> pod(int cores, String memory) {
    return map(
        "cores", cores,
        "memory", memory,
        "labels", release.labels(COMPONENT),
        "podSecurityContext",
            map(
                "runAsNonRoot",
                true,
                "runAsUser",
                SPARK_USER,
                "seccompProfile",
                map("type", "RuntimeDefault")),
        "securityContext",
            map("allowPrivilegeEscalation", false, "capabilities", map("drop", List.of("ALL"))));
  }

  /** As the shell reads it: one word, whatever is in it. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9./:=_@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
