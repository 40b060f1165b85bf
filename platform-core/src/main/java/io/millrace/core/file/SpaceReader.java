package io.millrace.core.file;

import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.options.Option;
import io.millrace.core.options.OptionsBinder;
import io.millrace.core.options.TextResolver;
import io.millrace.core.pipeline.Tuning;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code space} of a tuning: which options, which values. */
final class SpaceReader<D> {
  private final Keys keys;
  private final ProblemLog problems;
  private final StageMaker<D> maker;
  private final StageGraph graph;
  private final Map<String, CheckedStage<D>> stages;

  SpaceReader(
      Keys keys, StageMaker<D> maker, StageGraph graph, Map<String, CheckedStage<D>> stages) {
    this.keys = keys;
    this.problems = keys.problems();
    this.maker = maker;
    this.graph = graph;
    this.stages = stages;
  }

  /** The values by option; empty if something does not fit, which was reported. */
  Optional<Map<Tuning.Option, List<Object>>> read(CheckedStage<D> trainer, YamlNode node) {
    Optional<YamlNode.Mapping> space = keys.mapping(node, "'space'");
    if (space.isEmpty()) {
      return Optional.empty();
    }
    if (space.get().entries().isEmpty()) {
      problems.report(
          node.position(), StandardError.MISSING_OPTION, "'space' must name an option to tune");
    }
    Map<Tuning.Option, List<Object>> values = new LinkedHashMap<>();
    space.get().entries().forEach((key, entry) -> add(trainer, key, entry, values));
    return values.size() == space.get().entries().size() ? Optional.of(values) : Optional.empty();
  }

  private void add(
      CheckedStage<D> trainer,
      String key,
      YamlNode.Entry entry,
      Map<Tuning.Option, List<Object>> values) {
    int dot = key.indexOf('.');
    String id = dot < 0 ? trainer.draft().id() : key.substring(0, dot);
    List<String> way = way(trainer);
    if (!way.contains(id)) {
      problems.report(
          entry.keyPosition(),
          StandardError.NOT_TUNABLE,
          "'"
              + key
              + "' can't be tuned: '"
              + id
              + "' is no transformer between the split and "
              + trainer.draft().subject()
              + NearNames.hint(id, way));
      return;
    }
    CheckedStage<D> stage = stages.get(id);
    Optional<MadeStage<D>> made = stage == null ? Optional.empty() : stage.made();
    String name = key.substring(dot + 1);
    made.flatMap(m -> option(m, key, name, entry))
        .flatMap(option -> values(made.orElseThrow(), option, key, entry.value()))
        .ifPresent(found -> values.put(new Tuning.Option(id, name), found));
  }

  private Optional<Option> option(
      MadeStage<D> made, String key, String name, YamlNode.Entry entry) {
    List<String> tunable =
        made.descriptor().options().stream().filter(Option::tunable).map(Option::name).toList();
    if (tunable.contains(name)) {
      return made.descriptor().find(name);
    }
    String use = made.factory().name();
    String why =
        made.descriptor().find(name).isPresent()
            ? "'" + name + "' of " + use + " is not made for that"
            : use + " has no option '" + name + "'";
    String hint =
        tunable.isEmpty()
            ? "; it has no option that is"
            : NearNames.hintOrList(name, tunable, "tunable are");
    problems.report(
        entry.keyPosition(),
        StandardError.NOT_TUNABLE,
        "'" + key + "' can't be tuned: " + why + hint);
    return Optional.empty();
  }

  private Optional<List<Object>> values(
      MadeStage<D> made, Option option, String key, YamlNode node) {
    if (!(node instanceof YamlNode.Sequence list) || list.items().isEmpty()) {
      keys.wrongType(node, "'" + key + "' in 'space'", "a list of values to try");
      return Optional.empty();
    }
    OptionsBinder binder =
        OptionsBinder.of(made.descriptor(), "'space'", problems, TextResolver.AS_WRITTEN);
    List<Object> values = new ArrayList<>();
    for (YamlNode item : list.items()) {
      binder
          .check(option, item, key)
          .flatMap(value -> Optional.ofNullable(value.valueOrNull()))
          .filter(value -> maker.fits(made, Map.of(option.name(), value), item.position()))
          .ifPresent(values::add);
    }
    return values.size() == list.items().size() ? Optional.of(values) : Optional.empty();
  }

  /** The trainer and the transformers between it and the split, or the last other stage. */
  private List<String> way(CheckedStage<D> trainer) {
    List<String> way = new ArrayList<>(List.of(trainer.draft().id()));
    Optional<StageDraft> before = before(trainer.draft());
    while (before.filter(draft -> draft.is(StageKind.TRANSFORMER)).isPresent()
        && !way.contains(before.get().id())) {
      way.add(before.get().id());
      before = before(before.get());
    }
    return way;
  }

  private Optional<StageDraft> before(StageDraft draft) {
    return graph.inputs(draft).stream().findFirst();
  }

  /** The stage whose frame, or whose training part, is made folds of. */
  String start(CheckedStage<D> trainer) {
    List<String> way = way(trainer);
    return graph
        .find(way.get(way.size() - 1))
        .flatMap(this::before)
        .map(StageDraft::id)
        .orElse(trainer.draft().id());
  }

  /** The schema there. */
  Schema startSchema(CheckedStage<D> trainer) {
    CheckedStage<D> start = stages.get(start(trainer));
    return start == null ? Schema.unknown() : start.flow().schema();
  }
}
