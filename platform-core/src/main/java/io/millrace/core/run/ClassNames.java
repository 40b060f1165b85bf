package io.millrace.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's classes as facts, so that a package is described without loading the model. */
final class ClassNames {
  private static final String PREFIX = "class.";

  private ClassNames() {}

  static Map<String, String> facts(List<String> classes) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      facts.put(PREFIX + i, classes.get(i));
    }
    return facts;
  }

  static List<String> of(Map<String, String> facts) {
    List<String> classes = new ArrayList<>();
    String name = facts.get(PREFIX + 0);
    while (name != null) {
      classes.add(name);
      name = facts.get(PREFIX + classes.size());
    }
    return classes;
  }
}
