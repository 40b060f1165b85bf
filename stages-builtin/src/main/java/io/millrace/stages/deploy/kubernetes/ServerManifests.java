package io.millrace.stages.deploy.kubernetes;

import static io.millrace.stages.deploy.kubernetes.Trees.map;
import static io.millrace.stages.deploy.kubernetes.Trees.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model as a Deployment with all that belongs to one. */
final class ServerManifests {
  private final Release release;
  private final KubernetesOptions options;

  private ServerManifests(Release release) {
    this.release = release;
    this.options = release.options();
  }

  /** By the names of the files. */
  static Map<String, Map<String, Object>> of(Release release) {
    ServerManifests manifests = new ServerManifests(release);
    Map<String, Map<String, Object>> files = new LinkedHashMap<>();
    files.put("service-account.yaml", serviceAccount(release));
    files.put("deployment.yaml", manifests.deployment());
    files.put("service.yaml", manifests.service());
    if (manifests.scales()) {
      files.put("autoscaler.yaml", manifests.autoscaler());
    }
    files.put("disruption-budget.yaml", manifests.disruptionBudget());
    files.put("network-policy.yaml", manifests.networkPolicy());
    files.put("kustomization.yaml", kustomization(List.copyOf(files.keySet())));
    return files;
  }

  /** An account without a token: a server has nothing to say to the cluster. */
  static Map<String, Object> serviceAccount(Release release) {
    return map(
        "apiVersion",
        "v1",
        "kind",
        "ServiceAccount",
        "metadata",
        release.metadata(),
        "automountServiceAccountToken",
        false);
  }

  static Map<String, Object> kustomization(List<String> resources) {
    return map(
        "apiVersion", "kustomize.config.k8s.io/v1beta1",
        "kind", "Kustomization",
        "resources", resources);
  }

  private boolean scales() {
    return options.maxReplicas() > options.replicas();
  }

  private Map<String, Object> deployment() {
    Map<String, Object> spec = new LinkedHashMap<>();
    if (!scales()) {
      // Else the autoscaler's number would be undone by each `kubectl apply`.
      spec.put("replicas", options.replicas());
    }
    spec.put("selector", map("matchLabels", release.selector()));
    spec.put(
        "strategy",
        map("type", "RollingUpdate", "rollingUpdate", map("maxUnavailable", 0, "maxSurge", 1)));
    Map<String, Object> annotations = release.origin();
    if (options.apiKeysSecret() == null) {
      annotations.put("prometheus.io/scrape", "true");
      annotations.put("prometheus.io/port", Integer.toString(options.port()));
      annotations.put("prometheus.io/path", "/metrics");
    }
    spec.put(
        "template",
        map(
            "metadata",
            map("labels", release.labels("server"), "annotations", annotations),
            "spec",
            pod()));
    return object("apps/v1", "Deployment", release.metadata(), spec);
  }

  private Map<String, Object> pod() {
    ServerContainer container = new ServerContainer(release);
    Map<String, Object> pod = container.podFields();
    pod.put(
        "topologySpreadConstraints",
        List.of(
            map(
                "maxSkew",
                1,
                "topologyKey",
                "kubernetes.io/hostname",
                "whenUnsatisfiable",
                "ScheduleAnyway",
                "labelSelector",
                map("matchLabels", release.selector()))));
    pod.put("containers", List.of(container.container("server", List.of())));
    return pod;
  }

  private Map<String, Object> service() {
    return object(
        "v1",
        "Service",
        release.metadata(),
        map(
            "type",
            "ClusterIP",
            "selector",
            release.selector(),
            "ports",
            List.of(
                map(
                    "name",
                    "http",
                    "port",
                    options.servicePort(),
                    "targetPort",
                    options.port(),
                    "protocol",
                    "TCP"))));
  }

  private Map<String, Object> autoscaler() {
    return object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        release.metadata(),
        map(
            "scaleTargetRef",
            map("apiVersion", "apps/v1", "kind", "Deployment", "name", release.name()),
            "minReplicas",
            options.replicas(),
            "maxReplicas",
            options.maxReplicas(),
            "metrics",
            List.of(
                map(
                    "type",
                    "Resource",
                    "resource",
                    map(
                        "name",
                        "cpu",
                        "target",
                        map("type", "Utilization", "averageUtilization", options.targetCpu()))))));
  }

  private Map<String, Object> disruptionBudget() {
    return object(
        "policy/v1",
        "PodDisruptionBudget",
        release.metadata(),
        map("maxUnavailable", 1, "selector", map("matchLabels", release.selector())));
  }

  /** Calls come from the own namespace and those named; the server itself calls nobody. */
  private Map<String, Object> networkPolicy() {
    List<Object> callers = new ArrayList<>();
    callers.add(map("podSelector", map()));
    if (!options.callers().isEmpty()) {
      callers.add(
          map(
              "namespaceSelector",
              map(
                  "matchExpressions",
                  List.of(
                      map(
                          "key", "kubernetes.io/metadata.name",
                          "operator", "In",
                          "values", options.callers())))));
    }
    return object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        release.metadata(),
        map(
            "podSelector",
            map("matchLabels", release.selector()),
            "policyTypes",
            List.of("Ingress", "Egress"),
            "ingress",
            List.of(
                map(
                    "from",
                    callers,
                    "ports",
                    List.of(map("protocol", "TCP", "port", options.port())))),
            "egress",
            List.of()));
  }
}
