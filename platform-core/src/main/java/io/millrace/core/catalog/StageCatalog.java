package io.millrace.core.catalog;

import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All stages by name. A name that two origins offer is refused, for that name only; broken
 * providers are named when something of theirs is asked for. Immutable.
 */
public final class StageCatalog {
  private final SortedMap<String, List<OfferedStage>> byName;
  private final List<BrokenProvider> broken;

  private StageCatalog(SortedMap<String, List<OfferedStage>> byName, List<BrokenProvider> broken) {
    this.byName = byName;
    this.broken = broken;
  }

  /** Of what was found on the class path and in plugin jars. */
  public static StageCatalog of(List<OfferedStage> offered, List<BrokenProvider> broken) {
    SortedMap<String, List<OfferedStage>> byName = new TreeMap<>();
    for (OfferedStage stage : offered) {
      byName.computeIfAbsent(stage.name(), name -> new ArrayList<>()).add(stage);
    }
    List<BrokenProvider> sorted = new ArrayList<>(broken);
    sorted.sort(Comparator.comparing(BrokenProvider::provider));
    return new StageCatalog(byName, List.copyOf(sorted));
  }

  /** The stage of that name, or why there is none. */
  public StageLookup find(String name) {
    List<OfferedStage> offered = byName.getOrDefault(name, List.of());
    if (offered.size() == 1) {
      return new StageLookup.Found(offered.get(0));
    }
    return offered.isEmpty() ? missing(name) : ambiguous(name, offered);
  }

  /**
   * The stage of that name.
   *
   * @throws MillraceException if there is none, as {@link #find} says
   */
  public OfferedStage require(String name) {
    StageLookup lookup = find(name);
    if (lookup instanceof StageLookup.Refused refused) {
      throw new MillraceException(refused.code(), refused.message());
    }
    return ((StageLookup.Found) lookup).stage();
  }

  /** The stages that can be used, sorted by name. */
  public List<OfferedStage> all() {
    return byName.values().stream().filter(s -> s.size() == 1).map(s -> s.get(0)).toList();
  }

  /**
   * Names that several origins offer, and that nobody can use therefore, sorted; all their offers.
   */
  public Map<String, List<OfferedStage>> ambiguous() {
    SortedMap<String, List<OfferedStage>> result = new TreeMap<>();
    byName.forEach(
        (name, stages) -> {
          if (stages.size() > 1) {
            result.put(name, List.copyOf(stages));
          }
        });
    return Collections.unmodifiableMap(result);
  }

  /** The providers that could not be loaded, sorted. */
  public List<BrokenProvider> broken() {
    return broken;
  }

  private StageLookup missing(String name) {
    for (BrokenProvider provider : broken) {
      if (provider.provider().equals(name)) {
        return new StageLookup.Refused(
            StandardError.PLUGIN_BROKEN,
            "stage '"
                + name
                + "' in "
                + provider.origin().name()
                + " is broken: "
                + provider.reason());
      }
    }
    String alsoBroken =
        broken.stream().map(b -> " (" + b.text() + ")").collect(Collectors.joining());
    return new StageLookup.Refused(
        StandardError.UNKNOWN_STAGE, "there is no stage '" + name + "'" + hint(name) + alsoBroken);
  }

  private String hint(String name) {
    String near = NearNames.hint(name, byName.keySet());
    if (!near.isEmpty()) {
      return near;
    }
    List<String> sameKind =
        byName.keySet().stream().filter(n -> n.startsWith(prefix(name) + "/")).toList();
    if (!sameKind.isEmpty()) {
      return "; stages that " + prefix(name) + " are " + String.join(", ", sameKind);
    }
    return byName.isEmpty() ? "" : "; stages are " + String.join(", ", byName.keySet());
  }

  /** The part before the slash, if it is that of a kind; else a text that no name starts with. */
  private static String prefix(String name) {
    for (StageKind kind : StageKind.values()) {
      if (name.startsWith(kind.prefix() + "/")) {
        return kind.prefix();
      }
    }
    return "?";
  }

  private static StageLookup ambiguous(String name, List<OfferedStage> offered) {
    String origins =
        offered.stream().map(s -> s.origin().name()).sorted().collect(Collectors.joining(" and "));
    return new StageLookup.Refused(
        StandardError.PLUGIN_REFUSED,
        "stage '" + name + "' is offered by " + origins + "; remove one of them");
  }
}
