package io.millrace.core.lineage;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.Asset.Kind;
import io.millrace.api.tracking.DataPlace;
import io.millrace.api.tracking.LinkQuery;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunLink.Direction;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.lineage.LineageGraph.AssetNode;
import io.millrace.core.score.ModelName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a walk begins: at a run, or at something in one version or in all that are known.
 *
 * @param runs the ids of runs
 * @param assets what runs read and wrote
 */
public record LineageStart(List<String> runs, List<Asset> assets) {
  /** How users name a start. */
  public static final String FORMS =
      "a run's id, last, NAME@alias, NAME:version, NAME of a model, features:TABLE[:VERSION],"
          + " data:PLACE[#VERSION] or deployment:ADDRESS";

  private static final String LAST = "last";
  private static final int MOST = 1_000;

  /** So many runs are looked at for names that may have been meant. */
  private static final int NEAR = 50;

  public LineageStart {
    runs = List.copyOf(runs);
    assets = List.copyOf(assets);
  }

  /** A run. */
  public static LineageStart run(String id) {
    return new LineageStart(List.of(id), List.of());
  }

  /** Something in a version. */
  public static LineageStart asset(Asset asset) {
    return new LineageStart(List.of(), List.of(asset));
  }

  /**
   * Finds what a user named, as {@link #FORMS} tells; ids of a graph's nodes too.
   *
   * @throws MillraceException NOT_FOUND, with near names; INVALID_CALL, if the text names nothing
   */
  public static LineageStart of(String text, Tracking tracking) {
    int colon = text.indexOf(':');
    String prefix = colon < 0 ? "" : text.substring(0, colon);
    String rest = text.substring(colon + 1);
    if (prefix.equals("run")) {
      return run(rest, tracking).orElseThrow(() -> noRun(rest, tracking));
    }
    Optional<Kind> kind = Kind.of(prefix);
    if (kind.isPresent() && !rest.isEmpty()) {
      return ofKind(kind.get(), rest, tracking);
    }
    return run(text, tracking).orElseGet(() -> model(text, tracking));
  }

  private static LineageStart ofKind(Kind kind, String rest, Tracking tracking) {
    return switch (kind) {
      case MODEL -> model(rest, tracking);
      case FEATURES -> versions(kind, rest, ':', tracking);
      case DATA -> versions(kind, rest, '#', tracking);
      case DEPLOYMENT ->
          known(kind, rest, "", tracking)
              .or(() -> known(kind, DataPlace.path(rest), "", tracking))
              .orElseThrow(() -> unknown(kind, rest, tracking));
    };
  }

  private static LineageStart versions(Kind kind, String rest, char mark, Tracking tracking) {
    int at = rest.lastIndexOf(mark);
    Optional<LineageStart> whole = known(kind, name(kind, rest), "", tracking);
    if (whole.isPresent() || at < 1) {
      return whole.orElseThrow(() -> unknown(kind, rest, tracking));
    }
    String name = name(kind, rest.substring(0, at));
    String version = rest.substring(at + 1);
    return known(kind, name, version, tracking)
        .orElseThrow(() -> unknownVersion(kind, name, version, tracking));
  }

  private static String name(Kind kind, String text) {
    return kind == Kind.DATA ? DataPlace.path(text) : text;
  }

  /** The versions that links have, those of newer runs first; empty if there are none. */
  private static Optional<LineageStart> known(
      Kind kind, String name, String version, Tracking tracking) {
    Set<Asset> assets = new LinkedHashSet<>();
    Set<String> versions = version.isEmpty() ? Set.of() : Set.of(version);
    for (Direction direction : Direction.values()) {
      tracking
          .runs()
          .linkedRuns(new LinkQuery(direction, kind, name, versions, MOST))
          .forEach(found -> assets.add(found.link().asset()));
    }
    return assets.isEmpty()
        ? Optional.empty()
        : Optional.of(new LineageStart(List.of(), List.copyOf(assets)));
  }

  private static Optional<LineageStart> run(String id, Tracking tracking) {
    if (id.equals(LAST)) {
      return tracking.runs().runs(RunQuery.newest(1)).stream()
          .findFirst()
          .map(newest -> run(newest.start().run()));
    }
    return tracking.runs().run(id).map(found -> run(id));
  }

  private static LineageStart model(String text, Tracking tracking) {
    ModelName name;
    try {
      name = ModelName.parse(text);
    } catch (MillraceException e) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "'%s' names nothing that has a lineage; write %s".formatted(text, FORMS),
          e);
    }
    if (tracking.models().versions(name.model()).isEmpty()) {
      throw noName(text, name.model(), tracking);
    }
    ModelVersion version = name.find(tracking.models());
    return asset(Asset.model(version.model(), version.version()));
  }

  private static MillraceException noName(String text, String model, Tracking tracking) {
    Set<String> names = new TreeSet<>(tracking.models().models());
    names.addAll(ids(tracking));
    return new MillraceException(
        StandardError.NOT_FOUND,
        "there is no run and no model '%s'%s; write %s"
            .formatted(text, NearNames.hint(model, names), FORMS));
  }

  private static MillraceException noRun(String id, Tracking tracking) {
    return new MillraceException(
        StandardError.NOT_FOUND,
        "there is no run '%s'%s; 'millrace runs list' shows the runs"
            .formatted(id, NearNames.hint(id, ids(tracking))));
  }

  private static List<String> ids(Tracking tracking) {
    return tracking.runs().runs(RunQuery.newest(NEAR).of(Set.of())).stream()
        .map(RunRecord::start)
        .map(start -> start.run())
        .toList();
  }

  private static MillraceException unknown(Kind kind, String text, Tracking tracking) {
    Set<String> names = new TreeSet<>();
    for (String run : ids(tracking)) {
      tracking.runs().links(run).stream()
          .filter(link -> link.asset().kind() == kind)
          .forEach(link -> names.add(link.asset().name()));
    }
    String name = name(kind, text);
    return new MillraceException(
        StandardError.NOT_FOUND,
        "no recorded run read or wrote %s:%s%s"
            .formatted(kind.text(), name, NearNames.hintOrList(name, names, "the last ones knew")));
  }

  private static MillraceException unknownVersion(
      Kind kind, String name, String version, Tracking tracking) {
    Optional<LineageStart> others = known(kind, name, "", tracking);
    if (others.isEmpty()) {
      return unknown(kind, name, tracking);
    }
    List<String> versions =
        others.get().assets().stream().map(Asset::version).filter(v -> !v.isEmpty()).toList();
    return new MillraceException(
        StandardError.NOT_FOUND,
        "no recorded run read or wrote %s; %s"
            .formatted(
                AssetNode.id(new Asset(kind, name, version)),
                versions.isEmpty()
                    ? "its versions are not known"
                    : "there are versions " + String.join(", ", versions)));
  }
}
