package io.millrace.console.web.lineage;

import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which column each node stands: right of everything that it depends on, and as near as that
 * allows to what depends on it. An edge that closes a circle counts for nothing.
 */
final class Ranks {
  private final Map<String, List<String>> after = new HashMap<>();
  private final Map<String, Integer> ranks = new LinkedHashMap<>();

  private Ranks(LineageGraph graph) {
    Map<String, List<String>> targets = new HashMap<>();
    for (Edge edge : graph.edges()) {
      targets.computeIfAbsent(edge.from(), id -> new ArrayList<>()).add(edge.to());
    }
    Set<String> done = new HashSet<>();
    graph.nodes().forEach(node -> cutCircles(node.id(), targets, new HashSet<>(), done));
  }

  /** The column of each node, from 0, in the order of the graph. */
  static Map<String, Integer> of(LineageGraph graph) {
    Ranks made = new Ranks(graph);
    graph.nodes().forEach(node -> made.ranks.put(node.id(), 0));
    List<String> order = made.order(graph);
    for (String id : order) {
      int next = made.rank(id) + 1;
      made.after(id).forEach(to -> made.ranks.merge(to, next, Math::max));
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      made.pull(order.get(i));
    }
    return made.ranks;
  }

  private int rank(String id) {
    return ranks.getOrDefault(id, 0);
  }

  private List<String> after(String id) {
    return after.getOrDefault(id, List.of());
  }

  private void pull(String id) {
    after(id).stream().mapToInt(this::rank).min().ifPresent(first -> ranks.put(id, first - 1));
  }

  /** Goes along edges, and keeps those that don't lead back to where the way came from. */
  private void cutCircles(
      String id, Map<String, List<String>> targets, Set<String> way, Set<String> done) {
    if (!done.add(id)) {
      return;
    }
    way.add(id);
    for (String to : targets.getOrDefault(id, List.of())) {
      if (!way.contains(to)) {
        after.computeIfAbsent(id, i -> new ArrayList<>()).add(to);
        cutCircles(to, targets, way, done);
      }
    }
    way.remove(id);
  }

  /** Each node behind all that it depends on. */
  private List<String> order(LineageGraph graph) {
    Map<String, Integer> open = new HashMap<>();
    after.values().forEach(all -> all.forEach(to -> open.merge(to, 1, Integer::sum)));
    List<String> order = new ArrayList<>();
    graph.nodes().stream()
        .map(LineageGraph.Node::id)
        .filter(id -> !open.containsKey(id))
        .forEach(order::add);
    for (int i = 0; i < order.size(); i++) {
      for (String to : after(order.get(i))) {
        if (open.merge(to, -1, Integer::sum) == 0) {
          order.add(to);
        }
      }
    }
    return order;
  }
}
