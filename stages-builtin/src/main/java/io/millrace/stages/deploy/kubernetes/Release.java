package io.millrace.stages.deploy.kubernetes;

import io.millrace.model.FileHashes;
import io.millrace.model.ModelPackage;
import io.millrace.model.scoring.OperatorJars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param plugins those whose operators the server needs
 */
record Release(
    KubernetesOptions options,
    String version,
    String packageHash,
    String run,
    String name,
    List<Plugin> plugins) {
  private static final int HASH_DIGITS = 12;

  Release {
    plugins = List.copyOf(plugins);
  }

  /**
   * A plugin's jar.
   *
   * @param jar where it lies in the package
   * @param hash its SHA-256
   */
  record Plugin(Path jar, String hash) {
    static Plugin of(Path jar) {
      try {
        return new Plugin(jar, FileHashes.of(jar));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String name() {
      return String.valueOf(jar.getFileName());
    }
  }

  static Release of(KubernetesOptions options, ModelPackage contents) {
    return new Release(
        options,
        contents.packageHash().substring(0, HASH_DIGITS),
        contents.packageHash(),
        contents.description().run(),
        KubernetesNames.object(options.model()),
        contents.plugins().stream().filter(OperatorJars::offersOperators).map(Plugin::of).toList());
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
