package io.millrace.console.report;

import io.millrace.api.tracking.StageRecord;
import io.millrace.console.chart.Texts;
import io.millrace.core.run.PlanGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline drawn from top to bottom: a stage stands one row below the lowest stage that it
 * reads, so that no arrow points up.
 *
 * @param width of the drawing, in pixels
 * @param height of the drawing, in pixels
 */
public record Dag(List<Box> boxes, List<Arrow> arrows, int width, int height) {
  private static final int BOX_WIDTH = 210;
  private static final int BOX_HEIGHT = 42;
  private static final int GAP_X = 26;
  private static final int GAP_Y = 24;
  private static final int MARGIN = 4;

  public Dag {
    boxes = List.copyOf(boxes);
    arrows = List.copyOf(arrows);
  }

  /**
   * A stage.
   *
   * @param x its left edge
   * @param y its upper edge
   * @param status as {@code ran}; {@code waiting} of one that was not noted
   * @param told time or reuse
   */
  public record Box(String id, String use, int x, int y, String status, String told) {}

  /** A stage reads another; a line from one's lower edge to the other's upper one. */
  public record Arrow(int fromX, int fromY, int toX, int toY) {
    /** The line as SVG has it. */
    public String path() {
      int middle = (fromY + toY) / 2;
      return "M%d %d C %d %d, %d %d, %d %d"
          .formatted(fromX, fromY, fromX, middle, toX, middle, toX, toY);
    }
  }

  /** How wide a box is. */
  public int boxWidth() {
    return BOX_WIDTH;
  }

  /** How high a box is. */
  public int boxHeight() {
    return BOX_HEIGHT;
  }

  /** Draws the stages of a graph with what became of them. */
  public static Dag of(List<PlanGraph.Node> nodes, List<StageRecord> stages) {
    Map<String, StageRecord> records = new HashMap<>();
    stages.forEach(stage -> records.put(stage.stage(), stage));
    Map<String, Integer> rows = rows(nodes);
    Map<Integer, List<String>> byRow = new HashMap<>();
    rows.forEach((id, row) -> byRow.computeIfAbsent(row, r -> new ArrayList<>()).add(id));
    int most = byRow.values().stream().mapToInt(List::size).max().orElse(0);
    int width = most * (BOX_WIDTH + GAP_X) - GAP_X + 2 * MARGIN;
    Map<String, Box> boxes = new LinkedHashMap<>();
    for (PlanGraph.Node node : nodes) {
      int row = rows.getOrDefault(node.id(), 0);
      List<String> beside = byRow.getOrDefault(row, List.of());
      int wide = beside.size() * (BOX_WIDTH + GAP_X) - GAP_X;
      int x = (width - wide) / 2 + beside.indexOf(node.id()) * (BOX_WIDTH + GAP_X);
      int y = MARGIN + row * (BOX_HEIGHT + GAP_Y);
      boxes.put(node.id(), box(node, records.get(node.id()), x, y));
    }
    int height = 2 * MARGIN + byRow.size() * (BOX_HEIGHT + GAP_Y) - GAP_Y;
    return new Dag(
        List.copyOf(boxes.values()), arrows(nodes, boxes), Math.max(0, width), Math.max(0, height));
  }

  /** Stages stand in an order in which each comes behind those that it reads. */
  private static Map<String, Integer> rows(List<PlanGraph.Node> nodes) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (PlanGraph.Node node : nodes) {
      int row = 0;
      for (String from : node.from()) {
        row = Math.max(row, rows.getOrDefault(from, -1) + 1);
      }
      rows.put(node.id(), row);
    }
    return rows;
  }

  private static Box box(PlanGraph.Node node, @Nullable StageRecord record, int x, int y) {
    String status = record == null ? "waiting" : record.status().text();
    String told =
        record != null && record.status() == StageRecord.Status.RAN
            ? Texts.seconds(record.seconds())
            : status;
    return new Box(node.id(), node.use(), x, y, status, told);
  }

  private static List<Arrow> arrows(List<PlanGraph.Node> nodes, Map<String, Box> boxes) {
    List<Arrow> arrows = new ArrayList<>();
    for (PlanGraph.Node node : nodes) {
      Box to = boxes.get(node.id());
      for (String id : node.from()) {
        Box from = boxes.get(id);
        if (from != null && to != null) {
          arrows.add(
              new Arrow(
                  from.x() + BOX_WIDTH / 2, from.y() + BOX_HEIGHT, to.x() + BOX_WIDTH / 2, to.y()));
        }
      }
    }
    return arrows;
  }
}
