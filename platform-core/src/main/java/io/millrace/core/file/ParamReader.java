package io.millrace.core.file;

import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.problem.Position;
import io.millrace.core.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code params:} and gives each its value. */
final class ParamReader {
  private static final List<String> KEYS = List.of("type", "default", "help");
  private static final List<String> TYPES = List.of("string", "int", "long", "double", "boolean");
  private static final Position FLAG = Position.of("--param");

  private final Keys keys;
  private final References references;
  private final Map<String, String> given;

  ParamReader(Keys keys, References references, Map<String, String> given) {
    this.keys = keys;
    this.references = references;
    this.given = given;
  }

  /** The values by name; broken where one has none, which was reported. */
  Map<String, YamlNode> read(YamlNode.Mapping file) {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    file.find("params")
        .flatMap(node -> keys.mapping(node, "'params'"))
        .ifPresent(
            params -> params.entries().forEach((name, e) -> values.put(name, value(name, e))));
    for (String name : given.keySet()) {
      if (!values.containsKey(name)) {
        problem(
            FLAG,
            "there is no param '"
                + name
                + "'"
                + NearNames.hintOrList(name, values.keySet(), "params are"));
      }
    }
    return values;
  }

  private YamlNode value(String name, YamlNode.Entry entry) {
    Optional<YamlNode.Mapping> spec = keys.mapping(entry.value(), "param '" + name + "'", KEYS);
    if (spec.isEmpty()) {
      return new YamlNode.Broken(entry.keyPosition());
    }
    Optional<YamlNode.Scalar> declared = keys.text(spec.get(), "type");
    String type = declared.map(YamlNode.Scalar::text).orElse("string");
    if (!TYPES.contains(type)) {
      problem(
          declared.map(YamlNode.Scalar::position).orElse(entry.keyPosition()),
          "'" + type + "' is no type of a param" + NearNames.hintOrList(type, TYPES, "types are"));
      return new YamlNode.Broken(entry.keyPosition());
    }
    // A default is checked even where the call replaces it.
    Optional<YamlNode> fallback = spec.get().find("default").map(node -> typed(name, type, node));
    String text = given.get(name);
    if (text != null) {
      return typed(name, type, new YamlNode.Scalar(text, false, false, FLAG));
    }
    return fallback.orElseGet(() -> missing(name, entry.keyPosition()));
  }

  private YamlNode missing(String name, Position at) {
    problem(
        at, "param '" + name + "' has no value; give it a default, or pass --param " + name + "=…");
    return new YamlNode.Broken(at);
  }

  private YamlNode typed(String name, String type, YamlNode node) {
    YamlNode resolved = references.resolve(node);
    if (resolved instanceof YamlNode.Broken) {
      return resolved;
    }
    if (resolved instanceof YamlNode.Scalar scalar && fits(type, scalar)) {
      boolean text = type.equals("string");
      return new YamlNode.Scalar(scalar.text(), text, scalar.secret(), scalar.position());
    }
    problem(
        node.position(),
        "param '" + name + "' must be " + described(type) + ", not " + resolved.described());
    return new YamlNode.Broken(node.position());
  }

  private static boolean fits(String type, YamlNode.Scalar scalar) {
    if (type.equals("string")) {
      return true;
    }
    Object value = scalar.value();
    return switch (type) {
      case "int" -> value instanceof Long number && number == number.intValue();
      case "long" -> value instanceof Long;
      case "double" -> value instanceof Number;
      default -> value instanceof Boolean;
    };
  }

  private static String described(String type) {
    return switch (type) {
      case "int" -> "an int";
      case "long" -> "a long";
      case "double" -> "a number";
      case "boolean" -> "true or false";
      default -> "a text";
    };
  }

  private void problem(Position at, String message) {
    keys.problems().report(at, StandardError.INVALID_PARAM, message);
  }
}
