package io.millrace.stages.transform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which columns are multiplied with each other, as options say it. */
final class Crosses {
  private Crosses() {}

  /**
   * The crosses: combinations of two columns, then of three and so on, in the order of the columns.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static List<List<String>> of(InteractionOptions options) {
    List<String> columns = options.columns();
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException("columns names a column twice");
    }
    if (columns.size() < 2) {
      throw new IllegalArgumentException("one column can't be crossed: name two or more");
    }
    List<List<String>> included = options.include();
    if (included != null) {
      included.forEach(cross -> check("include", cross, columns));
      return included;
    }
    List<List<String>> crosses = new ArrayList<>();
    for (int size = 2; size <= Math.min(options.degree(), columns.size()); size++) {
      combine(columns, size, 0, List.of(), crosses);
    }
    List<List<String>> excluded = options.exclude();
    if (excluded != null) {
      excluded.forEach(cross -> check("exclude", cross, columns));
      Set<Set<String>> without = new HashSet<>();
      excluded.forEach(cross -> without.add(Set.copyOf(cross)));
      crosses.removeIf(cross -> without.contains(Set.copyOf(cross)));
    }
    if (crosses.isEmpty()) {
      throw new IllegalArgumentException("exclude leaves no cross to make");
    }
    return crosses;
  }

  private static void check(String option, List<String> cross, List<String> columns) {
    if (cross.size() < 2 || new HashSet<>(cross).size() < cross.size()) {
      throw new IllegalArgumentException(
          "a cross in %s has to name two or more different columns".formatted(option));
    }
    for (String column : cross) {
      if (!columns.contains(column)) {
        throw new IllegalArgumentException(
            "a cross in %s names '%s', which columns does not".formatted(option, column));
      }
    }
  }

  private static void combine(
      List<String> columns, int size, int from, List<String> chosen, List<List<String>> crosses) {
    if (chosen.size() == size) {
      crosses.add(chosen);
      return;
    }
    for (int i = from; i < columns.size(); i++) {
      List<String> longer = new ArrayList<>(chosen);
      longer.add(columns.get(i));
      combine(columns, size, i + 1, longer, crosses);
    }
  }
}
