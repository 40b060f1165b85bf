package io.millrace.core.lineage;

import static java.util.Objects.requireNonNull;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunRecord;
import java.util.List;

/**
 * What depends on what, around where a walk began.
 *
 * @param start the ids of the nodes that the walk began at; of a name without a version several
 * @param nodes runs, and what they read and wrote, in the order in which the walk met them
 * @param edges from what was there before to what depends on it
 * @param complete whether the walk met everything; else a limit ended it
 */
public record LineageGraph(
    List<String> start, List<Node> nodes, List<Edge> edges, boolean complete) {
  public LineageGraph {
    start = List.copyOf(start);
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /** A run, or something that runs read and write. */
  public sealed interface Node {
    /** Unique in a graph, and a text that {@link LineageStart#of} reads. */
    String id();
  }

  /**
   * A run.
   *
   * @param record without its stages and documents counting for anything
   */
  public record RunNode(RunRecord record) implements Node {
    @Override
    public String id() {
      return id(record.start().run());
    }

    static String id(String run) {
      return "run:" + run;
    }
  }

  /**
   * Something that runs read and write, in a version.
   *
   * @param asset what
   */
  public record AssetNode(Asset asset) implements Node {
    @Override
    public String id() {
      return id(asset);
    }

    static String id(Asset asset) {
      String version = asset.version();
      String mark = asset.kind() == Asset.Kind.DATA ? "#" : ":";
      return asset.kind().text() + ":" + asset.name() + (version.isEmpty() ? "" : mark + version);
    }
  }

  /** How one node depends on another. */
  public enum Relation {
    /** A run, to which the edge leads, read an asset. */
    READ,
    /** A run, at which the edge begins, wrote an asset. */
    WROTE,
    /**
     * What was written at a place lay there when another version of it was read, as far as is
     * known: its version is not known, or others wrote there meanwhile who recorded no run.
     */
    LAY_THERE
  }

  /**
   * A dependence.
   *
   * @param from the id of what was there before
   * @param to the id of what depends on it
   * @param relation how
   */
  public record Edge(String from, String to, Relation relation) {
    public Edge {
      requireNonNull(from, "from is null");
      requireNonNull(to, "to is null");
      requireNonNull(relation, "relation is null");
    }
  }
}
