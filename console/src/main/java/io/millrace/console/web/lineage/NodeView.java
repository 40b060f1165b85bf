package io.millrace.console.web.lineage;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunRecord;
import io.millrace.console.web.Link;
import io.millrace.core.lineage.LineageGraph.AssetNode;
import io.millrace.core.lineage.LineageGraph.Node;
import io.millrace.core.lineage.LineageGraph.RunNode;

/**
 * A node as it is shown.
 *
 * @param id of the node
 * @param kind {@code run}, or what an asset is
 * @param name of a run its pipeline
 * @param detail of an asset its version, of a run its id
 * @param status of a run; else empty
 * @param page the address of the page about it; empty if there is none
 * @param lineage the address of the lineage that begins at it
 */
public record NodeView(
    String id,
    String kind,
    String name,
    String detail,
    String status,
    String page,
    String lineage) {
  private static final int SHORT = 22;

  static NodeView of(Node node) {
    if (node instanceof RunNode run) {
      return of(run.id(), run.record());
    }
    return of(node.id(), ((AssetNode) node).asset());
  }

  private static NodeView of(String id, RunRecord run) {
    String pipeline = run.start().pipeline();
    String kind = run.start().kind().text();
    return new NodeView(
        id,
        "run",
        kind.equals("pipeline") ? pipeline : kind + " " + pipeline,
        run.start().run(),
        run.status().text(),
        Link.to("runs", run.start().run()).toString(),
        lineage(id));
  }

  private static NodeView of(String id, Asset asset) {
    String page =
        switch (asset.kind()) {
          case MODEL -> Link.to("models", asset.name()) + "#v" + asset.version();
          case FEATURES -> Link.to("features", asset.name()).toString();
          case DATA, DEPLOYMENT -> "";
        };
    return new NodeView(
        id, asset.kind().text(), asset.name(), asset.version(), "", page, lineage(id));
  }

  private static String lineage(String id) {
    return Link.to("lineage").with("of", id).toString();
  }

  /** The name, with no more characters than a box holds: of a place its end tells most. */
  public String shortName() {
    return shortened(name, !kind.equals("data"));
  }

  /** The version or id, with no more characters than a box holds. */
  public String shortDetail() {
    return shortened(detail, true);
  }

  private static String shortened(String text, boolean atEnd) {
    int characters = text.codePointCount(0, text.length());
    if (characters <= SHORT) {
      return text;
    }
    return atEnd
        ? text.substring(0, text.offsetByCodePoints(0, SHORT - 1)) + "…"
        : "…" + text.substring(text.offsetByCodePoints(text.length(), 1 - SHORT));
  }

  /** All of it in a line. */
  public String title() {
    return kind
        + " "
        + name
        + (detail.isEmpty() ? "" : " " + detail)
        + (status.isEmpty() ? "" : " (" + status + ")");
  }
}
