package io.millrace.stages.deploy.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManifestsTest {
  private static Map<String, String> manifests(KubernetesOptions options) {
    Map<String, String> manifests = new LinkedHashMap<>(Fixture.files(options));
    manifests
        .keySet()
        .removeIf(file -> !file.endsWith(".yaml") || file.endsWith("kustomization.yaml"));
    return manifests;
  }

  @SuppressWarnings("unchecked")
  private static <T> T at(Map<String, Object> tree, Object... path) {
    Object value = tree;
    for (Object step : path) {
      value =
          requireNonNull(
              step instanceof Integer index
                  ? ((List<?>) value).get(index)
                  : ((Map<?, ?>) value).get(step));
    }
    return (T) value;
  }

  private static Map<String, Object> tree(KubernetesOptions options, String file) {
    return KubernetesSchemas.parse(requireNonNull(Fixture.files(options).get(file)));
  }

  @Test
  void everyManifestFitsThePublishedSchemas() {
    for (String version : KubernetesSchemas.VERSIONS) {
      KubernetesSchemas schemas = new KubernetesSchemas(version);
      for (KubernetesOptions options : List.of(Fixture.plain("telco-churn"), Fixture.full())) {
        manifests(options)
            .forEach(
                (file, yaml) ->
                    assertThat(schemas.problems(yaml)).as("%s of %s", file, version).isEmpty());
      }
    }
    assertThat(manifests(Fixture.plain("telco-churn")).keySet())
        .containsExactly(
            "kubernetes/service-account.yaml",
            "kubernetes/deployment.yaml",
            "kubernetes/service.yaml",
            "kubernetes/autoscaler.yaml",
            "kubernetes/disruption-budget.yaml",
            "kubernetes/network-policy.yaml",
            "kserve/service-account.yaml",
            "kserve/inference-service.yaml");
    assertThat(manifests(Fixture.full()).keySet())
        .doesNotContain("kubernetes/autoscaler.yaml")
        .contains("training/spark-application.yaml");
  }

  @Test
  void aBrokenManifestIsFound() {
    KubernetesSchemas schemas = new KubernetesSchemas("v1.37.0");
    Map<String, String> good = manifests(Fixture.full());
    String deployment = requireNonNull(good.get("kubernetes/deployment.yaml"));
    String kserve = requireNonNull(good.get("kserve/inference-service.yaml"));
    String training = requireNonNull(good.get("training/spark-application.yaml"));

    assertThat(schemas.problems(deployment.replace("readOnlyRootFilesystem:", "readOnlyRoot:")))
        .containsExactly(
            "/spec/template/spec/containers/0/securityContext: property 'readOnlyRoot' is not"
                + " defined in the schema and the schema does not allow additional properties");
    assertThat(schemas.problems(deployment.replace("maxSkew: 1", "maxSkew: \"1\"")))
        .containsExactly(
            "/spec/template/spec/topologySpreadConstraints/0/maxSkew: string found, integer"
                + " expected");
    assertThat(schemas.problems(deployment.replace("apps/v1", "apps/v2"))).hasSize(1);
    assertThat(schemas.problems(kserve.replace("scaleTarget:", "scalesTarget:"))).hasSize(1);
    assertThat(schemas.problems(training.replace("sparkVersion:", "version:")))
        .containsExactly(
            "/spec: property 'version' is not defined in the schema and the schema does not allow"
                + " additional properties",
            "/spec: required property 'sparkVersion' not found");
    assertThat(schemas.problems("kind: Pod")).containsExactly("no schema of the kind 'Pod'");
  }

  @Test
  void whatBelongsTogetherFindsEachOther() {
    KubernetesOptions options = Fixture.plain("Telco_Churn.v2");
    Map<String, Object> deployment = tree(options, "kubernetes/deployment.yaml");
    Map<String, Object> service = tree(options, "kubernetes/service.yaml");
    Map<String, Object> labels = at(deployment, "spec", "template", "metadata", "labels");
    Map<String, Object> selector = at(deployment, "spec", "selector", "matchLabels");
    Map<String, Object> container = at(deployment, "spec", "template", "spec", "containers", 0);

    assertThat(labels).containsAllEntriesOf(selector);
    assertThat(selector).doesNotContainKey("app.kubernetes.io/version");
    assertThat(ManifestsTest.<Object>at(service, "spec", "selector")).isEqualTo(selector);
    assertThat(ManifestsTest.<Object>at(service, "spec", "ports", 0, "targetPort"))
        .isEqualTo(at(container, "ports", 0, "containerPort"))
        .isEqualTo(8080);
    for (String file : List.of("disruption-budget", "network-policy")) {
      Map<String, Object> other = tree(options, "kubernetes/" + file + ".yaml");
      Object found =
          file.equals("network-policy")
              ? at(other, "spec", "podSelector", "matchLabels")
              : at(other, "spec", "selector", "matchLabels");
      assertThat(found).isEqualTo(selector);
    }
    Map<String, Object> autoscaler = tree(options, "kubernetes/autoscaler.yaml");
    assertThat(ManifestsTest.<Object>at(autoscaler, "spec", "scaleTargetRef", "name"))
        .isEqualTo(at(deployment, "metadata", "name"));
    assertThat(
            ManifestsTest.<Object>at(deployment, "spec", "template", "spec", "serviceAccountName"))
        .isEqualTo(at(tree(options, "kubernetes/service-account.yaml"), "metadata", "name"));
    assertThat(ManifestsTest.<Map<String, Object>>at(deployment, "spec"))
        .as("the autoscaler's number is not undone")
        .doesNotContainKey("replicas");
  }

  @Test
  void aPodMayDoNothingBesideAnswering() {
    Map<String, Object> pod =
        at(tree(Fixture.full(), "kubernetes/deployment.yaml"), "spec", "template", "spec");
    Map<String, Object> container = at(pod, "containers", 0);
    Map<String, Object> policy = tree(Fixture.full(), "kubernetes/network-policy.yaml");

    assertThat(ManifestsTest.<Object>at(pod, "securityContext"))
        .isEqualTo(
            Map.of(
                "runAsNonRoot",
                true,
                "runAsUser",
                65_532,
                "runAsGroup",
                65_532,
                "seccompProfile",
                Map.of("type", "RuntimeDefault")));
    assertThat(ManifestsTest.<Object>at(container, "securityContext"))
        .isEqualTo(
            Map.of(
                "allowPrivilegeEscalation", false,
                "readOnlyRootFilesystem", true,
                "capabilities", Map.of("drop", List.of("ALL"))));
    assertThat(pod).containsEntry("automountServiceAccountToken", false);
    assertThat(container)
        .containsEntry("image", "registry.example.com:5000/ml/churn:" + "1".repeat(12));
    assertThat(ManifestsTest.<Object>at(container, "resources"))
        .isEqualTo(
            Map.of(
                "requests", Map.of("cpu", "1", "memory", "1Gi"),
                "limits", Map.of("cpu", "2", "memory", "1Gi")));
    assertThat(ManifestsTest.<Object>at(container, "env"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name",
                    "MILLRACE_SERVING_KEYS",
                    "valueFrom",
                    Map.of("secretKeyRef", Map.of("name", "churn-keys", "key", "api-keys")))));
    assertThat(ManifestsTest.<Object>at(policy, "spec", "egress")).isEqualTo(List.of());
    assertThat(ManifestsTest.<Object>at(policy, "spec", "ingress", 0, "from", 1))
        .isEqualTo(
            Map.of(
                "namespaceSelector",
                Map.of(
                    "matchExpressions",
                    List.of(
                        Map.of(
                            "key",
                            "kubernetes.io/metadata.name",
                            "operator",
                            "In",
                            "values",
                            List.of("shop", "monitoring"))))));
  }

  @Test
  void textsThatOlderYamlReadsAsSomethingElseAreQuoted() {
    Map<String, Object> labels =
        at(tree(Fixture.full(), "kubernetes/deployment.yaml"), "metadata", "labels");

    assertThat(labels)
        .containsEntry("team", "yes")
        .containsEntry("shop.example/cost-centre", "1e3")
        .containsEntry("app.kubernetes.io/version", "111111111111");
    for (String text :
        List.of(
            "",
            " ",
            "on",
            "NO",
            "~",
            "null",
            "0x1F",
            "1_000",
            "12:30:45",
            "a: b",
            "a #b",
            "-",
            "{a}",
            "é\n\"\\",
            "2026-11-21",
            ".inf",
            "=",
            "<<",
            "a:",
            "@x",
            "%x",
            "a:b")) {
      assertThat(KubernetesSchemas.parse(YamlText.of(Map.of("k", text))))
          .isEqualTo(Map.of("k", text));
    }
  }

  @Test
  void sparkSubmitSaysTheSameAsTheApplication() {
    assertThat(Fixture.files(Fixture.full()).get("training/spark-submit.sh"))
        .isEqualTo(
            """
            #!/bin/sh
            # Trains Telco_Churn.v2 on a cluster. Set KUBERNETES_MASTER to its address, as k8s://https://host:6443;
            # what is given to this script goes on to `millrace run`.
            set -eu
            : "${KUBERNETES_MASTER:?is not set; name the cluster, as k8s://https://host:6443}"
            exec spark-submit --master "$KUBERNETES_MASTER" --deploy-mode cluster \\
              --name telco-churn-v2-5bb7e6-training \\
              --conf spark.kubernetes.namespace=scoring \\
              --conf spark.kubernetes.container.image=registry.example.com/ml/train:7 \\
              --conf spark.kubernetes.container.image.pullSecrets=pull \\
              --conf spark.kubernetes.authenticate.driver.serviceAccountName=spark \\
              --conf spark.driver.memory=2g \\
              --conf spark.executor.instances=4 \\
              --conf spark.executor.cores=2 \\
              --conf spark.executor.memory=4g \\
              --conf spark.kubernetes.driver.label.app.kubernetes.io/name=telco-churn-v2-5bb7e6 \\
              --conf spark.kubernetes.executor.label.app.kubernetes.io/name=telco-churn-v2-5bb7e6 \\
              --conf spark.kubernetes.driver.label.app.kubernetes.io/component=training \\
              --conf spark.kubernetes.executor.label.app.kubernetes.io/component=training \\
              --conf spark.kubernetes.driver.label.app.kubernetes.io/version=111111111111 \\
              --conf spark.kubernetes.executor.label.app.kubernetes.io/version=111111111111 \\
              --conf spark.kubernetes.driver.label.app.kubernetes.io/managed-by=millrace \\
              --conf spark.kubernetes.executor.label.app.kubernetes.io/managed-by=millrace \\
              --conf spark.kubernetes.driver.label.shop.example/cost-centre=1e3 \\
              --conf spark.kubernetes.executor.label.shop.example/cost-centre=1e3 \\
              --conf spark.kubernetes.driver.label.team=yes \\
              --conf spark.kubernetes.executor.label.team=yes \\
              --class io.millrace.app.Main \\
              local:///opt/millrace/millrace-job.jar \\
              run /opt/millrace/pipeline.yaml --home 's3a://bucket/it'\\''s home' "$@"
            """);
  }
}
