package io.millrace.serving.operator.recommend;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code basket-rules}: what a basket (an array) lacks by rules, in their order: {@code given}, for
 * each rule the list of items that must be there, and {@code then}, for each what follows. Items
 * are texts; of an array of whole numbers they are written so. A missing basket is empty.
 */
public final class BasketRules implements ScoringOperator {
  @Override
  public String name() {
    return "basket-rules";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    List<List<String>> given =
        list(step.params().json("given")).stream().map(BasketRules::texts).toList();
    List<String> then = texts(step.params().json("then"));
    Map<String, List<Integer>> byFirst = new HashMap<>();
    for (int i = 0; i < then.size(); i++) {
      byFirst.computeIfAbsent(given.get(i).get(0), item -> new ArrayList<>()).add(i);
    }
    LogicalType item = ((ArrayOf) step.output(0).type()).element();
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      Set<String> basket = basket(row, from);
      Set<Integer> met = new TreeSet<>();
      for (String held : basket) {
        for (int rule : byFirst.getOrDefault(held, List.of())) {
          if (basket.containsAll(given.get(rule))) {
            met.add(rule);
          }
        }
      }
      Set<String> lacking = new LinkedHashSet<>();
      met.forEach(rule -> lacking.add(then.get(rule)));
      lacking.removeAll(basket);
      row.setObject(to, lacking.stream().map(text -> value(text, item)).toList());
    };
  }

  private static List<?> list(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("a list of items is " + json);
  }

  private static List<String> texts(@Nullable Object json) {
    return list(json).stream().<String>map(String::valueOf).toList();
  }

  private static Set<String> basket(ScoringRow row, int slot) {
    Set<String> basket = new HashSet<>();
    if (!row.isNull(slot)) {
      for (Object item : (List<?>) row.object(slot)) {
        if (item != null) {
          basket.add(item.toString());
        }
      }
    }
    return basket;
  }

  private static Object value(String text, LogicalType type) {
    if (type == Simple.INT) {
      return Integer.valueOf(text);
    }
    return type == Simple.LONG ? (Object) Long.valueOf(text) : text;
  }
}
