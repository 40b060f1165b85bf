package io.millrace.stages.deploy.kubernetes;

import io.millrace.model.ModelPackage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A package on its way into a cluster.
 *
 * @param options how the user wants it
 * @param version the first digits of the package's hash, as the server names it too
 * @param packageHash the whole hash
 * @param run the run that made the package
 * @param name of all objects
 */
record Release(
    KubernetesOptions options, String version, String packageHash, String run, String name) {
  private static final int HASH_DIGITS = 12;

  static Release of(KubernetesOptions options, ModelPackage contents) {
    return new Release(
        options,
        contents.packageHash().substring(0, HASH_DIGITS),
        contents.packageHash(),
        contents.description().run(),
        KubernetesNames.object(options.model()));
  }

  /** The image with its tag or digest. */
  String image() {
    String image = options.image() == null ? name : options.image();
    return image.contains("@") || OptionRules.isTagged(image) ? image : image + ":" + version;
  }

  /** By these a Service finds the pods; they stay when the version changes. */
  Map<String, Object> selector() {
    return selector("server");
  }

  /** By these the objects of a component are found. */
  Map<String, Object> selector(String component) {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", name);
    labels.put("app.kubernetes.io/component", component);
    return labels;
  }

  /** What an object says of itself. */
  Map<String, Object> metadata() {
    return metadata("server");
  }

  /** What an object of a component says of itself. */
  Map<String, Object> metadata(String component) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (options.namespace() != null) {
      metadata.put("namespace", options.namespace());
    }
    metadata.put("labels", labels(component));
    metadata.put("annotations", origin());
    return metadata;
  }

  /** The labels of an object and of its pods. */
  Map<String, Object> labels(String component) {
    Map<String, Object> labels = new LinkedHashMap<>(selector(component));
    labels.put("app.kubernetes.io/version", version);
    labels.put("app.kubernetes.io/managed-by", "millrace");
    labels.putAll(new TreeMap<>(options.labels()));
    return labels;
  }

  /** Where the model comes from; annotations take any text. */
  Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("millrace.io/model", options.model());
    origin.put("millrace.io/run", run);
    origin.put("millrace.io/package-hash", packageHash);
    return origin;
  }
}
