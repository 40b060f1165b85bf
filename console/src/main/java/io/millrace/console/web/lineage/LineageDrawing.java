package io.millrace.console.web.lineage;

import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Node;
import io.millrace.core.lineage.LineageGraph.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A lineage as boxes and arrows, from left to right.
 *
 * @param boxes a box a node
 * @param arrows a line an edge
 * @param width of the whole
 * @param height of the whole
 */
public record LineageDrawing(List<Box> boxes, List<Arrow> arrows, int width, int height) {
  static final int BOX_WIDTH = 200;
  static final int BOX_HEIGHT = 44;
  private static final int GAP_X = 36;
  private static final int GAP_Y = 16;
  private static final int MARGIN = 6;

  /** More rounds move hardly anything. */
  private static final int ROUNDS = 4;

  public LineageDrawing {
    boxes = List.copyOf(boxes);
    arrows = List.copyOf(arrows);
  }

  /**
   * A node.
   *
   * @param start whether the walk began there
   */
  public record Box(NodeView node, int x, int y, boolean start) {}

  /**
   * An edge.
   *
   * @param path as SVG has it
   * @param guessed whether it stands for what is known from the order of runs only
   */
  public record Arrow(String path, boolean guessed) {}

  /** How wide a box is. */
  public int boxWidth() {
    return BOX_WIDTH;
  }

  /** How high a box is. */
  public int boxHeight() {
    return BOX_HEIGHT;
  }

  static LineageDrawing of(LineageGraph graph) {
    Map<String, Integer> ranks = Ranks.of(graph);
    Map<Integer, List<String>> columns = columns(graph, ranks);
    int most = columns.values().stream().mapToInt(List::size).max().orElse(0);
    int height = most * (BOX_HEIGHT + GAP_Y) - GAP_Y;
    Set<String> start = Set.copyOf(graph.start());
    Map<String, Box> boxes = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      int rank = ranks.getOrDefault(node.id(), 0);
      List<String> column = columns.getOrDefault(rank, List.of());
      int top = MARGIN + (height - column.size() * (BOX_HEIGHT + GAP_Y) + GAP_Y) / 2;
      boxes.put(
          node.id(),
          new Box(
              NodeView.of(node),
              MARGIN + rank * (BOX_WIDTH + GAP_X),
              top + column.indexOf(node.id()) * (BOX_HEIGHT + GAP_Y),
              start.contains(node.id())));
    }
    return new LineageDrawing(
        List.copyOf(boxes.values()),
        arrows(graph.edges(), boxes),
        2 * MARGIN + Math.max(0, columns.size() * (BOX_WIDTH + GAP_X) - GAP_X),
        2 * MARGIN + Math.max(0, height));
  }

  /** The nodes of each column, such that few lines cross. */
  private static Map<Integer, List<String>> columns(
      LineageGraph graph, Map<String, Integer> ranks) {
    Map<Integer, List<String>> columns = new TreeMap<>();
    ranks.forEach((id, rank) -> columns.computeIfAbsent(rank, r -> new ArrayList<>()).add(id));
    Map<String, List<String>> beside = new HashMap<>();
    for (Edge edge : graph.edges()) {
      beside.computeIfAbsent(edge.from(), id -> new ArrayList<>()).add(edge.to());
      beside.computeIfAbsent(edge.to(), id -> new ArrayList<>()).add(edge.from());
    }
    for (int round = 0; round < ROUNDS; round++) {
      columns.values().forEach(column -> sort(column, beside, places(columns)));
    }
    return columns;
  }

  /** How far down its column each node is, from 0 to 1. */
  private static Map<String, Double> places(Map<Integer, List<String>> columns) {
    Map<String, Double> places = new HashMap<>();
    for (List<String> column : columns.values()) {
      for (int i = 0; i < column.size(); i++) {
        places.put(column.get(i), (i + 0.5) / column.size());
      }
    }
    return places;
  }

  private static void sort(
      List<String> column, Map<String, List<String>> beside, Map<String, Double> places) {
    Map<String, Double> wanted = new HashMap<>();
    for (String id : column) {
      wanted.put(
          id,
          beside.getOrDefault(id, List.of()).stream()
              .mapToDouble(other -> places.getOrDefault(other, 0.5))
              .average()
              .orElse(places.getOrDefault(id, 0.5)));
    }
    column.sort(Comparator.comparing(id -> wanted.getOrDefault(id, 0.5)));
  }

  private static List<Arrow> arrows(List<Edge> edges, Map<String, Box> boxes) {
    List<Arrow> arrows = new ArrayList<>();
    for (Edge edge : edges) {
      Box from = boxes.get(edge.from());
      Box to = boxes.get(edge.to());
      if (from != null && to != null) {
        arrows.add(new Arrow(path(from, to), edge.relation() == Relation.LAY_THERE));
      }
    }
    return arrows;
  }

  private static String path(Box from, Box to) {
    int x = from.x() + BOX_WIDTH;
    int y = from.y() + BOX_HEIGHT / 2;
    int end = to.x();
    int low = to.y() + BOX_HEIGHT / 2;
    int bend = Math.max(GAP_X / 2, Math.abs(end - x) / 2);
    return "M%d %d C %d %d, %d %d, %d %d".formatted(x, y, x + bend, y, end - bend, low, end, low);
  }
}
