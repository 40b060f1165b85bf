package io.millrace.stages.deploy.kubernetes;

import static io.millrace.stages.deploy.kubernetes.Trees.map;
import static io.millrace.stages.deploy.kubernetes.Trees.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model as KServe's InferenceService, with the server as its own predictor. */
final class KserveManifests {
  /** By this name KServe knows the container that answers. */
  private static final String CONTAINER = "kserve-container";

  private KserveManifests() {}

  /** By the names of the files. */
  static Map<String, Map<String, Object>> of(Release release) {
    Map<String, Map<String, Object>> files = new LinkedHashMap<>();
    files.put("service-account.yaml", ServerManifests.serviceAccount(release));
    files.put("inference-service.yaml", inferenceService(release));
    files.put("kustomization.yaml", ServerManifests.kustomization(List.copyOf(files.keySet())));
    return files;
  }

  private static Map<String, Object> inferenceService(Release release) {
    KubernetesOptions options = release.options();
    ServerContainer container = new ServerContainer(release);
    Map<String, Object> predictor = new LinkedHashMap<>();
    predictor.put("minReplicas", options.replicas());
    predictor.put("maxReplicas", options.maxReplicas());
    predictor.put("scaleMetric", "cpu");
    predictor.put("scaleTarget", options.targetCpu());
    predictor.putAll(container.podFields());
    predictor.put(
        "containers",
        List.of(container.container(CONTAINER, List.of(map("name", "PROTOCOL", "value", "v2")))));
    return object(
        "serving.kserve.io/v1beta1",
        "InferenceService",
        release.metadata(),
        map("predictor", predictor));
  }
}
