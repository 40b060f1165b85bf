package io.millrace.core.yaml;

import io.millrace.core.problem.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds and replaces nodes by the way that leads to them. */
public final class YamlPath {
  private YamlPath() {}

  /**
   * The steps of a path as {@code raw.with.columns."a.b"}: keys between dots, in double quotes
   * where they hold a dot themselves. Empty if a quote is not closed or a step is empty.
   */
  public static Optional<List<String>> steps(String path) {
    List<String> steps = new ArrayList<>();
    int i = 0;
    while (i <= path.length()) {
      boolean quoted = i < path.length() && path.charAt(i) == '"';
      int end = quoted ? path.indexOf('"', i + 1) : path.indexOf('.', i);
      if (quoted && end < 0) {
        return Optional.empty();
      }
      int stop = end < 0 ? path.length() : end;
      steps.add(path.substring(quoted ? i + 1 : i, stop));
      i = quoted ? stop + 2 : stop + 1;
      if (quoted && stop + 1 < path.length() && path.charAt(stop + 1) != '.') {
        return Optional.empty();
      }
    }
    return steps.contains("") ? Optional.empty() : Optional.of(List.copyOf(steps));
  }

  /**
   * A tree with the node at the end of the steps replaced; maps that are missing on the way are
   * made. Lists are entered by index, from 0. Empty if the way leads through a value that has no
   * parts.
   */
  public static Optional<YamlNode> replace(YamlNode root, List<String> steps, YamlNode value) {
    if (steps.isEmpty()) {
      return Optional.of(value);
    }
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    if (root instanceof YamlNode.Sequence list) {
      return index(step, list.items().size())
          .flatMap(i -> replace(list.items().get(i), rest, value).map(new Item(list, i)::with));
    }
    YamlNode.Mapping map;
    if (root instanceof YamlNode.Mapping mapping) {
      map = mapping;
    } else if (root.isNull()) {
      map = YamlNode.Mapping.empty(value.position());
    } else {
      return Optional.empty();
    }
    YamlNode child = map.find(step).orElseGet(() -> YamlNode.Mapping.empty(value.position()));
    return replace(child, rest, value).map(replaced -> map.with(step, replaced));
  }

  /**
   * Where an option stands that a stage names as in {@code columns.TotalCharges} or {@code
   * columns[2]}: the value of an option, the key in a map that an option holds, the item of a list;
   * where the way ends early, the last place on it. Keys may hold dots and brackets themselves.
   */
  public static Optional<Position> locate(YamlNode.Mapping options, String path) {
    return key(options, path)
        .map(
            found -> {
              YamlNode value = found.getValue().value();
              String rest = path.substring(found.getKey().length());
              return rest.isEmpty() ? value.position() : inside(value, rest);
            });
  }

  private static Position inside(YamlNode node, String path) {
    if (node instanceof YamlNode.Mapping map && path.startsWith(".")) {
      String rest = path.substring(1);
      Optional<Map.Entry<String, YamlNode.Entry>> key = key(map, rest);
      if (key.isPresent()) {
        YamlNode.Entry entry = key.get().getValue();
        String deeper = rest.substring(key.get().getKey().length());
        return deeper.isEmpty() ? entry.keyPosition() : inside(entry.value(), deeper);
      }
    }
    int close = path.indexOf(']');
    if (node instanceof YamlNode.Sequence list && path.startsWith("[") && close > 0) {
      Optional<Integer> index = index(path.substring(1, close), list.items().size());
      if (index.isPresent()) {
        return inside(list.items().get(index.get()), path.substring(close + 1));
      }
    }
    return node.position();
  }

  /** The longest key that the path starts with as a whole step. */
  private static Optional<Map.Entry<String, YamlNode.Entry>> key(
      YamlNode.Mapping map, String path) {
    return map.entries().entrySet().stream()
        .filter(entry -> isStep(entry.getKey(), path))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()));
  }

  private static boolean isStep(String key, String path) {
    return path.startsWith(key)
        && (key.length() == path.length() || ".[".indexOf(path.charAt(key.length())) >= 0);
  }

  private static Optional<Integer> index(String text, int size) {
    try {
      int index = Integer.parseInt(text);
      return index >= 0 && index < size ? Optional.of(index) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private record Item(YamlNode.Sequence list, int index) {
    YamlNode with(YamlNode item) {
      List<YamlNode> items = new ArrayList<>(list.items());
      items.set(index, item);
      return new YamlNode.Sequence(items, list.position());
    }
  }
}
