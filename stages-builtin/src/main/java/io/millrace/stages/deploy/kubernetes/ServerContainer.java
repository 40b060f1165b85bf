package io.millrace.stages.deploy.kubernetes;

import static io.millrace.stages.deploy.kubernetes.Trees.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pod of a server: what Deployment and InferenceService have in common. */
final class ServerContainer {
  /** The key of the Secret with the keys of callers, and what the server reads them from. */
  private static final String SECRET_KEY = "api-keys";

  private static final String KEYS_VARIABLE = "MILLRACE_SERVING_KEYS";

  /** Time for endpoints to forget the pod, for running answers (20 s), and to end. */
  private static final int GRACE_SECONDS = 40;

  private static final int START_SECONDS = 60;

  private final Release release;
  private final KubernetesOptions options;

  ServerContainer(Release release) {
    this.release = release;
    this.options = release.options();
  }

  /** What the pod may do: as little as there is. */
  Map<String, Object> podFields() {
    Map<String, Object> pod = map("serviceAccountName", release.name());
    pod.put("automountServiceAccountToken", false);
    pod.put("enableServiceLinks", false);
    pod.put("terminationGracePeriodSeconds", GRACE_SECONDS);
    pod.put(
        "securityContext",
        map(
            "runAsNonRoot",
            true,
            "runAsUser",
            Dockerfile.USER,
            "runAsGroup",
            Dockerfile.USER,
            "seccompProfile",
            map("type", "RuntimeDefault")));
    if (options.pullSecret() != null) {
      pod.put("imagePullSecrets", List.of(map("name", options.pullSecret())));
    }
    return pod;
  }

  /**
   * The container.
   *
   * @param name its name, which KServe prescribes
   * @param variables further variables of its environment
   */
  Map<String, Object> container(String name, List<Map<String, Object>> variables) {
    Map<String, Object> container = map("name", name, "image", release.image());
    container.put("args", Dockerfile.arguments(release));
    List<Map<String, Object>> environment = new ArrayList<>(variables);
    if (options.apiKeysSecret() != null) {
      environment.add(
          map(
              "name",
              KEYS_VARIABLE,
              "valueFrom",
              map("secretKeyRef", map("name", options.apiKeysSecret(), "key", SECRET_KEY))));
    }
    if (!environment.isEmpty()) {
      container.put("env", environment);
    }
    container.put(
        "ports", List.of(map("name", "http1", "containerPort", options.port(), "protocol", "TCP")));
    container.put("resources", resources());
    container.put("startupProbe", probe("ready", 1, START_SECONDS));
    container.put("readinessProbe", probe("ready", 2, 2));
    container.put("livenessProbe", probe("live", 10, 3));
    container.put(
        "securityContext",
        map(
            "allowPrivilegeEscalation", false,
            "readOnlyRootFilesystem", true,
            "capabilities", map("drop", List.of("ALL"))));
    return container;
  }

  private Map<String, Object> resources() {
    Map<String, Object> limits = map("memory", options.memory());
    if (options.cpuLimit() != null) {
      limits.put("cpu", options.cpuLimit());
    }
    return map("requests", map("cpu", options.cpu(), "memory", options.memory()), "limits", limits);
  }

  private Map<String, Object> probe(String health, int period, int failures) {
    return map(
        "httpGet",
        map("path", "/v2/health/" + health, "port", options.port()),
        "periodSeconds",
        period,
        "timeoutSeconds",
        2,
        "failureThreshold",
        failures);
  }
}
