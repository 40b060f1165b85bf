package io.millrace.core.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes JSON objects whose keys keep their order, unlike those of {@code Map.of}. */
final class Json {
  private Json() {}

  /** Of keys and values in turn. */
  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(map);
  }
}
