package io.millrace.core.lineage;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunRecord;
import io.millrace.core.lineage.LineageGraph.AssetNode;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Node;
import io.millrace.core.lineage.LineageGraph.RunNode;
import io.millrace.core.lineage.LineageWalk.Limits;
import io.millrace.core.lineage.Links.Step;
import io.millrace.core.lineage.Links.Steps;
import io.millrace.core.run.RunHistory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One walk, generation by generation: the runs next to assets, then what lies beyond those. */
final class Walking {
  private final RunHistory history;
  private final Limits limits;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final List<String> start = new ArrayList<>();
  private boolean complete = true;

  Walking(RunHistory history, Limits limits) {
    this.history = history;
    this.limits = limits;
  }

  /** Takes the nodes where the walk begins. */
  void begin(LineageStart from) {
    from.runs().stream().filter(this::hasRun).map(RunNode::id).forEach(start::add);
    from.assets().stream().filter(this::hasAsset).map(AssetNode::id).forEach(start::add);
  }

  /** Follows links in one direction. */
  void follow(LineageStart from, Links links) {
    Set<Asset> seen = new LinkedHashSet<>(from.assets());
    Set<String> done = new LinkedHashSet<>(from.runs());
    Set<Asset> frontier = new LinkedHashSet<>(from.assets());
    frontier.addAll(beyond(from.runs(), links, seen));
    for (int depth = 0; depth < limits.depth() && !frontier.isEmpty(); depth++) {
      Steps steps = links.from(frontier);
      complete &= steps.complete();
      frontier = beyond(runs(steps, links, seen, done), links, seen);
    }
    complete =
        complete && links.from(frontier).to().stream().allMatch(step -> done.contains(step.run()));
  }

  /** The runs that steps lead to for the first time. */
  private List<String> runs(Steps steps, Links links, Set<Asset> seen, Set<String> done) {
    List<String> runs = new ArrayList<>();
    for (Step step : steps.to()) {
      if (!hasRun(step.run()) || !hasAsset(step.asset())) {
        continue;
      }
      edges.add(links.near(step.run(), step.asset()));
      if (!step.asset().equals(step.beforeOrSame())) {
        edges.add(links.between(step));
        seen.add(step.asset());
      }
      if (done.add(step.run())) {
        runs.add(step.run());
      }
    }
    return runs;
  }

  /** What lies beyond runs and was not met yet. */
  private Set<Asset> beyond(Collection<String> runs, Links links, Set<Asset> seen) {
    Set<Asset> found = new LinkedHashSet<>();
    for (String run : runs) {
      for (Asset asset : links.beyond(run)) {
        if (hasAsset(asset)) {
          edges.add(links.far(run, asset));
          if (seen.add(asset)) {
            found.add(asset);
          }
        }
      }
    }
    return found;
  }

  private boolean hasAsset(Asset asset) {
    String id = AssetNode.id(asset);
    return nodes.containsKey(id) || hasRoom() && nodes.put(id, new AssetNode(asset)) == null;
  }

  /** A run may have been forgotten between two looks. */
  private boolean hasRun(String run) {
    String id = RunNode.id(run);
    if (nodes.containsKey(id)) {
      return true;
    }
    if (!hasRoom()) {
      return false;
    }
    Optional<RunRecord> record = history.run(run);
    record.ifPresent(found -> nodes.put(id, new RunNode(found)));
    return record.isPresent();
  }

  private boolean hasRoom() {
    complete &= nodes.size() < limits.nodes();
    return nodes.size() < limits.nodes();
  }

  LineageGraph graph() {
    return new LineageGraph(start, List.copyOf(nodes.values()), List.copyOf(edges), complete);
  }
}
