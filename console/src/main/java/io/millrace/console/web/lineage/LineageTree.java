package io.millrace.console.web.lineage;

import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A lineage as nested lists: what a node was made of, or what was made of it. */
final class LineageTree {
  private final Map<String, NodeView> nodes = new LinkedHashMap<>();
  private final Map<String, List<Edge>> edges = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private final boolean up;

  private LineageTree(LineageGraph graph, boolean up) {
    this.up = up;
    graph.nodes().forEach(node -> nodes.put(node.id(), NodeView.of(node)));
    for (Edge edge : graph.edges()) {
      edges.computeIfAbsent(up ? edge.to() : edge.from(), id -> new ArrayList<>()).add(edge);
    }
  }

  /**
   * A node with what lies beyond it.
   *
   * @param how it hangs together with the node that it stands under; empty at the root
   * @param again whether what lies beyond it was told before
   */
  public record Item(NodeView node, String how, boolean again, List<Item> items) {
    public Item {
      items = List.copyOf(items);
    }
  }

  /** What the start was made of, a root for each node that the walk began at. */
  static List<Item> up(LineageGraph graph) {
    return new LineageTree(graph, true).roots(graph);
  }

  /** What was made of the start. */
  static List<Item> down(LineageGraph graph) {
    return new LineageTree(graph, false).roots(graph);
  }

  private List<Item> roots(LineageGraph graph) {
    List<Item> roots = new ArrayList<>();
    for (String id : graph.start()) {
      NodeView node = nodes.get(id);
      if (node != null) {
        roots.add(item(node, ""));
      }
    }
    return roots;
  }

  private Item item(NodeView node, String how) {
    List<Edge> beyond = edges.getOrDefault(node.id(), List.of());
    boolean again = !told.add(node.id());
    List<Item> items = new ArrayList<>();
    if (!again) {
      for (Edge edge : beyond) {
        NodeView next = nodes.get(up ? edge.from() : edge.to());
        if (next != null) {
          items.add(item(next, how(edge.relation())));
        }
      }
    }
    return new Item(node, how, again && !beyond.isEmpty(), items);
  }

  private String how(Relation relation) {
    return switch (relation) {
      case READ -> up ? "it read" : "read by";
      case WROTE -> up ? "written by" : "it wrote";
      case LAY_THERE -> up ? "what lay there before" : "read later as";
    };
  }
}
