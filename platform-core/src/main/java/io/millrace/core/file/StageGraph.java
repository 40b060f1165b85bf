package io.millrace.core.file;

import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.file.StageDraft.Input;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which stage reads which, by their places in the file. */
final class StageGraph {
  private final List<StageDraft> drafts;
  private final ProblemLog problems;
  private final Map<String, Integer> byId = new LinkedHashMap<>();
  private final Set<String> mistaken = new HashSet<>();
  private boolean whole = true;

  private StageGraph(List<StageDraft> drafts, ProblemLog problems) {
    this.drafts = drafts;
    this.problems = problems;
    drafts.forEach(draft -> byId.putIfAbsent(draft.id(), draft.index()));
  }

  /** The graph; reports unknown inputs, cycles and orphans. */
  static StageGraph of(List<StageDraft> drafts, ProblemLog problems) {
    StageGraph graph = new StageGraph(drafts, problems);
    graph.reportUnknownInputs();
    graph.reportCycles();
    graph.reportOrphans();
    return graph;
  }

  /** Whether every stage reads stages that exist, and none itself through others. */
  boolean isWhole() {
    return whole;
  }

  /** The stage of that id. */
  Optional<StageDraft> find(String id) {
    return Optional.ofNullable(byId.get(id)).map(drafts::get);
  }

  Collection<String> ids() {
    return byId.keySet();
  }

  /** The stages that a stage reads and that exist. */
  List<StageDraft> inputs(StageDraft draft) {
    return draft.inputs().stream().flatMap(input -> find(input.stage()).stream()).toList();
  }

  List<StageDraft> readers(StageDraft draft) {
    return drafts.stream().filter(other -> inputs(other).contains(draft)).toList();
  }

  /** All stages that read a stage, directly or through others. */
  Set<StageDraft> descendants(StageDraft draft) {
    Set<StageDraft> found = new LinkedHashSet<>();
    List<StageDraft> open = new ArrayList<>(readers(draft));
    while (!open.isEmpty()) {
      StageDraft next = open.remove(0);
      if (found.add(next)) {
        open.addAll(readers(next));
      }
    }
    return found;
  }

  /**
   * The stages in an order in which each comes after its inputs, else as in the file; those on
   * cycles, and behind them, last.
   */
  List<StageDraft> order() {
    List<StageDraft> order = new ArrayList<>();
    List<StageDraft> open = new ArrayList<>(drafts);
    boolean found = true;
    while (found) {
      Optional<StageDraft> next =
          open.stream().filter(draft -> order.containsAll(inputs(draft))).findFirst();
      next.ifPresent(order::add);
      next.ifPresent(open::remove);
      found = next.isPresent();
    }
    order.addAll(open);
    return order;
  }

  private void reportUnknownInputs() {
    for (StageDraft draft : drafts) {
      whole &= draft.is(StageKind.INGESTOR) || !draft.inputs().isEmpty();
      for (Input input : draft.inputs()) {
        if (!byId.containsKey(input.stage())) {
          whole = false;
          List<String> others =
              byId.keySet().stream().filter(id -> !id.equals(draft.id())).sorted().toList();
          mistaken.addAll(NearNames.of(input.stage(), others));
          problems.report(
              input.position(),
              StandardError.UNKNOWN_INPUT,
              "there is no stage '"
                  + input.stage()
                  + "'"
                  + NearNames.hintOrList(input.stage(), others, "stages are"));
        }
      }
    }
  }

  private void reportCycles() {
    Set<Integer> reported = new TreeSet<>();
    for (StageDraft draft : drafts) {
      List<StageDraft> way = wayBack(draft, reported);
      if (!way.isEmpty()) {
        whole = false;
        way.forEach(stage -> reported.add(stage.index()));
        StringBuilder text = new StringBuilder();
        way.forEach(stage -> text.append(stage.id()).append(" → "));
        problems.report(
            from(draft, way.get(way.size() - 1)),
            StandardError.CYCLE,
            "these stages read each other in a circle: " + text + draft.id());
      }
    }
  }

  private Position from(StageDraft reader, StageDraft input) {
    return reader.inputs().stream()
        .filter(i -> find(i.stage()).filter(input::equals).isPresent())
        .map(Input::position)
        .findFirst()
        .orElse(reader.usePosition());
  }

  /** The shortest way along readers from a stage to itself, around stages already reported. */
  private List<StageDraft> wayBack(StageDraft start, Set<Integer> reported) {
    if (reported.contains(start.index())) {
      return List.of();
    }
    List<List<StageDraft>> ways = new ArrayList<>(List.of(List.of(start)));
    Set<Integer> seen = new HashSet<>(reported);
    while (!ways.isEmpty()) {
      List<StageDraft> way = ways.remove(0);
      for (StageDraft reader : readers(way.get(way.size() - 1))) {
        if (reader.index() == start.index()) {
          return way;
        }
        if (seen.add(reader.index())) {
          List<StageDraft> longer = new ArrayList<>(way);
          longer.add(reader);
          ways.add(longer);
        }
      }
    }
    return List.of();
  }

  /** A stage that a mistyped id was near to is taken as read. */
  private void reportOrphans() {
    for (StageDraft draft : drafts) {
      boolean last = draft.index() == drafts.size() - 1;
      boolean ends =
          draft.kind().isEmpty()
              || draft.is(StageKind.SINK)
              || draft.is(StageKind.EVALUATOR)
              || draft.is(StageKind.DEPLOYER);
      boolean duplicate = !find(draft.id()).filter(draft::equals).isPresent();
      if (!last
          && !ends
          && !duplicate
          && !mistaken.contains(draft.id())
          && readers(draft).isEmpty()) {
        problems.report(
            draft.idPosition(),
            StandardError.ORPHAN,
            "nothing reads "
                + draft.subject()
                + "; remove it, or name it in 'from' of another stage");
      }
    }
  }
}
