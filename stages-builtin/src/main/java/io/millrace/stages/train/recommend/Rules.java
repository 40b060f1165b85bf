package io.millrace.stages.train.recommend;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules of what goes together, the surest first.
 *
 * @param rules in their order
 */
record Rules(List<Rule> rules) {
  /** Of equal rules the order is that of their texts, so that it is always the same. */
  private static final Comparator<Rule> SUREST =
      Comparator.comparingDouble((Rule rule) -> -rule.confidence())
          .thenComparingDouble(rule -> -rule.support())
          .thenComparing(rule -> String.join("\0", rule.given()))
          .thenComparing(Rule::then);

  /**
   * Baskets that hold these items hold one more. Items are texts.
   *
   * @param given the left side, in ascending order
   * @param then the right side
   * @param confidence the share of the baskets with the left side that hold the right side too
   * @param support the share of all baskets that hold both
   */
  record Rule(List<String> given, String then, double confidence, double support) {
    Rule {
      given = List.copyOf(new TreeSet<>(given));
    }
  }

  static Rules of(List<Rule> rules) {
    return new Rules(rules.stream().sorted(SUREST).toList());
  }

  /** The rules in a form that is quick to ask, and goes to executors. */
  Index index() {
    Map<String, List<Integer>> places = new HashMap<>();
    String[][] given = new String[rules.size()][];
    String[] then = new String[rules.size()];
    for (int i = 0; i < given.length; i++) {
      given[i] = rules.get(i).given().toArray(String[]::new);
      then[i] = rules.get(i).then();
      places.computeIfAbsent(given[i][0], item -> new ArrayList<>()).add(i);
    }
    return new Index(new HashMap<>(places), given, then);
  }

  /** Rules by the first item of their left side. */
  static final class Index implements Serializable {
    private static final long serialVersionUID = 1;

    private final HashMap<String, List<Integer>> places;
    private final String[][] given;
    private final String[] then;

    private Index(HashMap<String, List<Integer>> places, String[][] given, String[] then) {
      this.places = places;
      this.given = given;
      this.then = then;
    }

    /** What a basket lacks by the rules, the surest first. */
    List<String> lacking(Set<String> basket) {
      Set<Integer> met = new TreeSet<>();
      for (String item : basket) {
        for (int place : places.getOrDefault(item, List.of())) {
          if (basket.containsAll(Arrays.asList(given[place]))) {
            met.add(place);
          }
        }
      }
      Set<String> lacking = new LinkedHashSet<>();
      met.forEach(place -> lacking.add(then[place]));
      lacking.removeAll(basket);
      return List.copyOf(lacking);
    }
  }
}
