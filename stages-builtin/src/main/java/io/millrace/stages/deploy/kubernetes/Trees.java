package io.millrace.stages.deploy.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;

/** Objects with their fields in the order in which they are written. */
final class Trees {
  private Trees() {}

  /** Keys and values by turns. */
  static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** An object of Kubernetes. */
  static Map<String, Object> object(
      String apiVersion, String kind, Map<String, Object> metadata, Map<String, Object> spec) {
    return map("apiVersion", apiVersion, "kind", kind, "metadata", metadata, "spec", spec);
  }
}
