package io.millrace.app.view;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.core.lineage.LineageGraph;
import io.millrace.core.lineage.LineageGraph.AssetNode;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Node;
import io.millrace.core.lineage.LineageGraph.RunNode;
import io.millrace.core.lineage.LineageWalk.Way;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What something was made of, and what was made of it. */
public final class LineageView {
  private LineageView() {}

  /** A tree for each way. */
  public static List<String> text(LineageGraph graph, Way way, Style style) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    graph.nodes().forEach(node -> nodes.put(node.id(), node));
    List<String> lines = new ArrayList<>();
    for (String id : graph.start()) {
      lines.add(style.bold(line(nodes.get(id), style)));
      if (way != Way.DOWN) {
        List<String> up = LineageTree.up(graph, nodes, style).below(id);
        lines.add(up.isEmpty() ? "  made of nothing that is recorded" : "  made of");
        lines.addAll(up);
      }
      if (way != Way.UP) {
        List<String> down = LineageTree.down(graph, nodes, style).below(id);
        lines.add(down.isEmpty() ? "  nothing was made of it" : "  of which was made");
        lines.addAll(down);
      }
    }
    if (!graph.complete()) {
      lines.add(style.warning("there is more: go on from another point, or with a larger --depth"));
    }
    return lines;
  }

  /** A node in one line. */
  static String line(@Nullable Node node, Style style) {
    if (node instanceof RunNode run) {
      return line(run.record(), style);
    }
    if (node instanceof AssetNode asset) {
      return line(asset.asset());
    }
    throw new IllegalArgumentException("an edge without its node");
  }

  /** Something that runs read and write, in one line. */
  static String line(Asset asset) {
    String version = asset.version().isEmpty() ? "" : " version " + asset.version();
    return (asset.kind() == Asset.Kind.FEATURES ? "feature table" : asset.kind().text())
        + " "
        + asset.name()
        + version;
  }

  private static String line(RunRecord run, Style style) {
    RunKind kind = run.start().kind();
    String did = kind == RunKind.PIPELINE ? "pipeline " : kind.text() + " ";
    String user = run.start().tags().getOrDefault("user", "");
    return "run "
        + run.start().run()
        + ": "
        + did
        + run.start().pipeline()
        + ", "
        + StatusText.of(run.status(), style)
        + style.faint(
            ", "
                + Quantities.time(run.start().time(), ZoneId.systemDefault())
                + (user.isEmpty() ? "" : ", " + user));
  }

  /** As JSON values. */
  public static Map<String, @Nullable Object> json(LineageGraph graph) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("start", graph.start());
    json.put("nodes", graph.nodes().stream().map(LineageView::json).toList());
    json.put("edges", graph.edges().stream().map(LineageView::json).toList());
    json.put("complete", graph.complete());
    return json;
  }

  private static Map<String, @Nullable Object> json(Node node) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", node.id());
    if (node instanceof RunNode run) {
      RunRecord record = run.record();
      json.put("type", "run");
      json.put("run", record.start().run());
      json.put("kind", record.start().kind().text());
      json.put("pipeline", record.start().pipeline());
      json.put("status", record.status().text());
      json.put("started", record.start().time().toString());
      json.put("ended", record.end().map(Object::toString).orElse(null));
      json.put("user", record.start().tags().get("user"));
    } else if (node instanceof AssetNode found) {
      json.putAll(json(found.asset()));
    }
    return json;
  }

  private static Map<String, @Nullable Object> json(Asset asset) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("type", asset.kind().text());
    json.put("name", asset.name());
    json.put("version", asset.version().isEmpty() ? null : asset.version());
    return json;
  }

  /** What a run read or wrote, as JSON values. */
  static Map<String, @Nullable Object> json(RunLink link) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("relation", link.direction() == RunLink.Direction.READS ? "read" : "wrote");
    json.putAll(json(link.asset()));
    return json;
  }

  private static Map<String, @Nullable Object> json(Edge edge) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("from", edge.from());
    json.put("to", edge.to());
    json.put("relation", edge.relation().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return json;
  }
}
