package io.millrace.app.view;

import io.millrace.app.text.Style;
import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Node;
import io.millrace.core.lineage.LineageGraph.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph as a tree below one of its nodes. What comes a second time is not unfolded again; what
 * leads back to a node above, as a table that a run wrote and read, is told in words.
 */
final class LineageTree {
  private final boolean up;
  private final Map<String, List<Edge>> edges = new LinkedHashMap<>();
  private final Map<String, Node> nodes;
  private final Style style;
  private final Set<String> unfolded = new HashSet<>();
  private final List<String> path = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private LineageTree(LineageGraph graph, Map<String, Node> nodes, Style style, boolean up) {
    this.up = up;
    this.nodes = nodes;
    this.style = style;
    graph
        .edges()
        .forEach(
            edge ->
                edges
                    .computeIfAbsent(up ? edge.to() : edge.from(), id -> new ArrayList<>())
                    .add(edge));
  }

  /** To what a node was made of. */
  static LineageTree up(LineageGraph graph, Map<String, Node> nodes, Style style) {
    return new LineageTree(graph, nodes, style, true);
  }

  /** To what was made of a node. */
  static LineageTree down(LineageGraph graph, Map<String, Node> nodes, Style style) {
    return new LineageTree(graph, nodes, style, false);
  }

  /** The lines below a node. */
  List<String> below(String id) {
    unfold(id, "  ");
    return lines;
  }

  private void unfold(String id, String indent) {
    path.add(id);
    unfolded.add(id);
    List<Edge> below =
        edges.getOrDefault(id, List.of()).stream().filter(e -> !path.contains(end(e))).toList();
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      Edge edge = below.get(i);
      boolean again = unfolded.contains(end(edge)) && edges.containsKey(end(edge));
      lines.add(
          indent
              + style.faint(last ? "└─ " : "├─ ")
              + LineageView.line(nodes.get(end(edge)), style)
              + note(edge)
              + (again ? style.faint(" (see above)") : ""));
      if (!again) {
        unfold(end(edge), indent + (last ? "   " : style.faint("│") + "  "));
      }
    }
    path.remove(path.size() - 1);
  }

  private String end(Edge edge) {
    return up ? edge.from() : edge.to();
  }

  private String note(Edge edge) {
    if (edge.relation() == Relation.LAY_THERE) {
      return style.faint(
          up ? " (lay there before, as far as is known)" : " (read later, as far as is known)");
    }
    String end = end(edge);
    boolean back = edges.getOrDefault(end, List.of()).stream().anyMatch(e -> path.contains(end(e)));
    return back
        ? style.faint(up ? " (which the same run wrote)" : " (which the same run read)")
        : "";
  }
}
