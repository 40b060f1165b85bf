package io.millrace.core.file;

import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads the keys of the file's own maps, and reports what does not fit. */
final class Keys {
  private final ProblemLog problems;

  Keys(ProblemLog problems) {
    this.problems = problems;
  }

  ProblemLog problems() {
    return problems;
  }

  /** The node as a map with no other keys than those. */
  Optional<YamlNode.Mapping> mapping(YamlNode node, String what, List<String> allowed) {
    Optional<YamlNode.Mapping> map = mapping(node, what);
    map.ifPresent(m -> refuseOthers(m, what, allowed));
    return map;
  }

  /** The node as a map with any keys. */
  Optional<YamlNode.Mapping> mapping(YamlNode node, String what) {
    if (node instanceof YamlNode.Mapping map) {
      return Optional.of(map);
    }
    wrongType(node, what, "a map");
    return Optional.empty();
  }

  private void refuseOthers(YamlNode.Mapping map, String what, List<String> allowed) {
    map.entries()
        .forEach(
            (key, entry) -> {
              if (!allowed.contains(key)) {
                problems.report(
                    entry.keyPosition(),
                    StandardError.UNKNOWN_KEY,
                    "there is no key '"
                        + key
                        + "' in "
                        + what
                        + NearNames.hintOrList(key, allowed, "keys are"));
              }
            });
  }

  /** The text of a key. */
  Optional<YamlNode.Scalar> text(YamlNode.Mapping map, String key) {
    return map.find(key).flatMap(node -> text(node, "'" + key + "'"));
  }

  /** The node as a text; numbers and booleans are texts too. */
  Optional<YamlNode.Scalar> text(YamlNode node, String what) {
    if (node instanceof YamlNode.Scalar scalar && !node.isNull()) {
      return Optional.of(scalar);
    }
    wrongType(node, what, "a text");
    return Optional.empty();
  }

  /** The list of a key; one value alone counts as a list of one. */
  List<YamlNode> list(YamlNode.Mapping map, String key) {
    return map.find(key)
        .map(node -> node instanceof YamlNode.Sequence list ? list.items() : List.of(node))
        .orElse(List.of());
  }

  /** The boolean of a key; false if missing. */
  boolean flag(YamlNode.Mapping map, String key) {
    return map.find(key).filter(node -> flag(node, key)).isPresent();
  }

  private boolean flag(YamlNode node, String key) {
    if (node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean value) {
      return value;
    }
    wrongType(node, "'" + key + "'", "true or false");
    return false;
  }

  /** The whole number of a key. */
  Optional<Long> whole(YamlNode.Mapping map, String key, long min, long max) {
    return map.find(key).flatMap(node -> whole(node, key, min, max));
  }

  private Optional<Long> whole(YamlNode node, String key, long min, long max) {
    if (!(node instanceof YamlNode.Scalar scalar)
        || !(scalar.value() instanceof Number number)
        || number instanceof Double) {
      wrongType(node, "'" + key + "'", "a whole number");
      return Optional.empty();
    }
    if (!(number instanceof Long value) || value < min || value > max) {
      problems.report(
          node.position(),
          StandardError.OUT_OF_RANGE,
          "'" + key + "' must be between " + min + " and " + max + ", not " + scalar.text());
      return Optional.empty();
    }
    return Optional.of(value);
  }

  void wrongType(YamlNode node, String what, String expected) {
    if (!(node instanceof YamlNode.Broken)) {
      problems.report(
          node.position(),
          StandardError.WRONG_TYPE,
          what + " must be " + expected + ", not " + node.described());
    }
  }
}
