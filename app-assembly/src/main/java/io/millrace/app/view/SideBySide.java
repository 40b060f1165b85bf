package io.millrace.app.view;

import io.millrace.app.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Facts about several things of one kind, a column a thing. */
final class SideBySide<T> {
  private final List<T> things;
  private final TextTable table;

  /** Things under their titles. */
  SideBySide(List<T> things, Function<T, String> title) {
    this.things = List.copyOf(things);
    List<String> titles = new ArrayList<>(List.of(""));
    things.forEach(thing -> titles.add(title.apply(thing)));
    table = TextTable.ofNames(titles);
  }

  /** Adds a row for each fact that a thing has. */
  SideBySide<T> all(String what, Function<T, Map<String, String>> facts) {
    values(facts).forEach((name, values) -> row(what + name, values));
    return this;
  }

  /** Adds a row for each fact in which the things differ. */
  SideBySide<T> different(String what, Function<T, Map<String, String>> facts) {
    values(facts)
        .forEach(
            (name, values) -> {
              if (values.stream().distinct().count() > 1) {
                row(what + name, values);
              }
            });
    return this;
  }

  TextTable table() {
    return table;
  }

  private void row(String name, List<Optional<String>> values) {
    List<String> row = new ArrayList<>(List.of(name));
    values.forEach(value -> row.add(value.orElse("-")));
    table.row(row);
  }

  /** The names that any thing has, each with every thing's value. */
  private Map<String, List<Optional<String>>> values(Function<T, Map<String, String>> facts) {
    List<Map<String, String>> all = things.stream().map(facts).toList();
    Set<String> names = new LinkedHashSet<>();
    all.forEach(of -> names.addAll(of.keySet()));
    Map<String, List<Optional<String>>> values = new LinkedHashMap<>();
    for (String name : names) {
      values.put(name, all.stream().map(of -> Optional.ofNullable(of.get(name))).toList());
    }
    return values;
  }
}
