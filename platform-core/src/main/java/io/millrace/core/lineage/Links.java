package io.millrace.core.lineage;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.LinkedRun;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunLink.Direction;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.lineage.LineageGraph.AssetNode;
import io.millrace.core.lineage.LineageGraph.Edge;
import io.millrace.core.lineage.LineageGraph.Relation;
import io.millrace.core.lineage.LineageGraph.RunNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The links of assets in one direction, asked for by name: few questions, since a back end may be
 * far away.
 */
final class Links {
  /** So many links of a name are looked at; the oldest are left out. */
  private static final int MOST = 1_000;

  private final Tracking tracking;
  private final Direction direction;

  private Links(Tracking tracking, Direction direction) {
    this.tracking = tracking;
    this.direction = direction;
  }

  /** To the runs that wrote assets, and what those read. */
  static Links up(Tracking tracking) {
    return new Links(tracking, Direction.WRITES);
  }

  /** To the runs that read assets, and what those wrote. */
  static Links down(Tracking tracking) {
    return new Links(tracking, Direction.READS);
  }

  /**
   * Steps from assets.
   *
   * @param to runs, each with the version that it read or wrote
   * @param complete whether there are no more
   */
  record Steps(List<Step> to, boolean complete) {}

  /**
   * A step to a run.
   *
   * @param run its id
   * @param asset the version that it read or wrote
   * @param beforeOrSame the version where the step began; most often the same
   */
  record Step(String run, Asset asset, Asset beforeOrSame) {}

  /** What a run has on the other side. */
  List<Asset> beyond(String run) {
    Direction other = direction == Direction.WRITES ? Direction.READS : Direction.WRITES;
    return tracking.runs().links(run).stream()
        .filter(link -> link.direction() == other)
        .map(RunLink::asset)
        .toList();
  }

  /** The edge between a run and an asset that is nearer to where the walk began. */
  Edge near(String run, Asset asset) {
    return edge(direction, run, asset);
  }

  /** The edge between a run and what lies beyond it. */
  Edge far(String run, Asset asset) {
    return edge(direction == Direction.WRITES ? Direction.READS : Direction.WRITES, run, asset);
  }

  private static Edge edge(Direction direction, String run, Asset asset) {
    return direction == Direction.WRITES
        ? new Edge(RunNode.id(run), AssetNode.id(asset), Relation.WROTE)
        : new Edge(AssetNode.id(asset), RunNode.id(run), Relation.READ);
  }

  /** The edge between two versions of a place. */
  Edge between(Step step) {
    String begin = AssetNode.id(step.beforeOrSame());
    String end = AssetNode.id(step.asset());
    return direction == Direction.WRITES
        ? new Edge(end, begin, Relation.LAY_THERE)
        : new Edge(begin, end, Relation.LAY_THERE);
  }

  /** The steps from these assets, in their order; those of a name to newer runs first. */
  Steps from(Collection<Asset> assets) {
    Map<Asset, Set<String>> names = new LinkedHashMap<>();
    for (Asset asset : assets) {
      Asset name = new Asset(asset.kind(), asset.name(), "");
      names.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(asset.version());
    }
    List<Step> steps = new ArrayList<>();
    boolean complete = true;
    for (Map.Entry<Asset, Set<String>> name : names.entrySet()) {
      List<LinkedRun> links = exact(name.getKey(), name.getValue());
      complete &= links.size() < MOST;
      links.forEach(
          found -> steps.add(new Step(found.run(), found.link().asset(), found.link().asset())));
      if (name.getKey().kind() == Asset.Kind.MODEL) {
        steps.addAll(registered(name.getKey().name(), name.getValue(), links));
      } else if (name.getKey().kind() != Asset.Kind.DEPLOYMENT) {
        steps.addAll(
            direction == Direction.WRITES
                ? writersBefore(name.getKey(), name.getValue(), links)
                : readersBehind(name.getKey(), name.getValue()));
      }
    }
    return new Steps(steps, complete);
  }

  private List<LinkedRun> exact(Asset name, Set<String> versions) {
    return query(direction, name, versions);
  }

  private List<LinkedRun> query(Direction way, Asset name, Set<String> versions) {
    return tracking.runs().linkedRuns(new LinkQuery(way, name.kind(), name.name(), versions, MOST));
  }

  /** The run that the registry knows, of a version that was registered before links were kept. */
  private List<Step> registered(String model, Set<String> versions, List<LinkedRun> links) {
    if (direction == Direction.READS) {
      return List.of();
    }
    Set<String> linked = versions(links);
    List<Step> steps = new ArrayList<>();
    for (String version : versions) {
      if (!linked.contains(version) && Versions.number(version).isPresent()) {
        int number = (int) Versions.number(version).getAsLong();
        Optional<ModelVersion> found = tracking.models().version(model, number);
        Asset asset = Asset.model(model, number);
        found
            .filter(made -> !made.run().isEmpty())
            .ifPresent(made -> steps.add(new Step(made.run(), asset, asset)));
      }
    }
    return steps;
  }

  /** Where nobody recorded that a version was written, who wrote what lay there last. */
  private List<Step> writersBefore(Asset name, Set<String> versions, List<LinkedRun> exact) {
    Set<String> open = new LinkedHashSet<>(versions);
    open.removeAll(versions(exact));
    if (open.isEmpty()) {
      return List.of();
    }
    List<LinkedRun> all = query(Direction.WRITES, name, Set.of());
    List<Step> steps = new ArrayList<>();
    for (String version : open) {
      Set<String> before = Versions.lastBefore(version, versions(all));
      all.stream()
          .filter(found -> before.contains(found.link().asset().version()))
          .forEach(found -> steps.add(step(found, name, version)));
    }
    return steps;
  }

  /** Who read versions that nobody recorded to have written, while these lay there last. */
  private List<Step> readersBehind(Asset name, Set<String> versions) {
    List<LinkedRun> reads = query(Direction.READS, name, Set.of());
    if (versions.containsAll(versions(reads))) {
      return List.of();
    }
    Set<String> written = versions(query(Direction.WRITES, name, Set.of()));
    List<Step> steps = new ArrayList<>();
    for (LinkedRun read : reads) {
      String version = read.link().asset().version();
      if (!written.contains(version)) {
        Versions.lastBefore(version, written).stream()
            .filter(versions::contains)
            .forEach(before -> steps.add(step(read, name, before)));
      }
    }
    return steps;
  }

  private static Step step(LinkedRun found, Asset name, String version) {
    Asset begin = new Asset(name.kind(), name.name(), version);
    return new Step(found.run(), found.link().asset(), begin);
  }

  private static Set<String> versions(List<LinkedRun> links) {
    return links.stream()
        .map(found -> found.link().asset().version())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
