package io.millrace.core.file;

import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.options.Option;
import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.Domain;
import io.millrace.core.pipeline.Tuning;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code space} of a tuning: which options, which values. */
final class SpaceReader<D> {
  private final Keys keys;
  private final ProblemLog problems;
  private final DomainReader<D> domains;
  private final StageGraph graph;
  private final Map<String, CheckedStage<D>> stages;

  SpaceReader(
      Keys keys, StageMaker<D> maker, StageGraph graph, Map<String, CheckedStage<D>> stages) {
    this.keys = keys;
    this.problems = keys.problems();
    this.domains = new DomainReader<>(keys, maker);
    this.graph = graph;
    this.stages = stages;
  }

  /**
   * What is varied; empty if something does not fit, which was reported.
   *
   * @param grid whether every combination is tried, so that there must be an end of values
   */
  Optional<List<Axis>> read(CheckedStage<D> trainer, YamlNode node, boolean grid) {
    Optional<YamlNode.Mapping> space = keys.mapping(node, "'space'");
    if (space.isEmpty()) {
      return Optional.empty();
    }
    if (space.get().entries().isEmpty()) {
      problems.report(
          node.position(), StandardError.MISSING_OPTION, "'space' must name an option to tune");
    }
    List<Axis> axes = new ArrayList<>();
    space.get().entries().forEach((key, entry) -> add(trainer, key, entry, grid, axes));
    return axes.size() == space.get().entries().size() && !axes.isEmpty()
        ? Optional.of(axes)
        : Optional.empty();
  }

  private void add(
      CheckedStage<D> trainer, String key, YamlNode.Entry entry, boolean grid, List<Axis> axes) {
    Tuning.Option named = named(trainer, key);
    List<String> way = way(trainer);
    if (!way.contains(named.stage())) {
      problems.report(
          entry.keyPosition(),
          StandardError.NOT_TUNABLE,
          "'"
              + key
              + "' can't be tuned: '"
              + named.stage()
              + "' is no transformer between the split and "
              + trainer.draft().subject()
              + NearNames.hint(named.stage(), way));
      return;
    }
    CheckedStage<D> stage = stages.get(named.stage());
    Optional<MadeStage<D>> made = stage == null ? Optional.empty() : stage.made();
    Optional<Domain> domain =
        made.flatMap(m -> option(m, key, named.name(), entry))
            .flatMap(option -> domains.read(made.orElseThrow(), option, key, entry.value(), grid));
    Optional<Map<Tuning.Option, List<Object>>> when = conditions(trainer, entry.value(), axes);
    if (domain.isPresent() && when.isPresent()) {
      axes.add(new Axis(named, domain.get(), when.get()));
    }
  }

  private static Tuning.Option named(CheckedStage<?> trainer, String key) {
    int dot = key.indexOf('.');
    return new Tuning.Option(
        dot < 0 ? trainer.draft().id() : key.substring(0, dot), key.substring(dot + 1));
  }

  /** What other options of the space have to be; empty if something does not fit. */
  private Optional<Map<Tuning.Option, List<Object>>> conditions(
      CheckedStage<D> trainer, YamlNode node, List<Axis> before) {
    Optional<YamlNode> given =
        node instanceof YamlNode.Mapping map ? map.find("when") : Optional.empty();
    if (given.isEmpty()) {
      return Optional.of(Map.of());
    }
    Optional<YamlNode.Mapping> when = keys.mapping(given.get(), "'when'");
    Map<Tuning.Option, List<Object>> conditions = new LinkedHashMap<>();
    when.ifPresent(
        map ->
            map.entries()
                .forEach((key, entry) -> condition(trainer, key, entry, before, conditions)));
    return when.filter(map -> map.entries().size() == conditions.size()).map(map -> conditions);
  }

  private void condition(
      CheckedStage<D> trainer,
      String key,
      YamlNode.Entry entry,
      List<Axis> before,
      Map<Tuning.Option, List<Object>> conditions) {
    Tuning.Option other = named(trainer, key);
    Optional<Axis> axis = before.stream().filter(a -> a.option().equals(other)).findFirst();
    if (axis.isEmpty()) {
      problems.report(
          entry.keyPosition(),
          StandardError.INVALID_OPTION,
          "'when' names '%s', and 'space' has no such option before this one".formatted(key));
      return;
    }
    if (!(axis.get().domain() instanceof Domain.Choices choices)) {
      problems.report(
          entry.keyPosition(),
          StandardError.INVALID_OPTION,
          "'when' names '%s', which may be any number of a range: give it a list of values"
              .formatted(key));
      return;
    }
    List<Object> values = new ArrayList<>();
    for (YamlNode item :
        entry.value() instanceof YamlNode.Sequence list ? list.items() : List.of(entry.value())) {
      // As numbers of files are: 1 and 1.0 are the same value of an option.
      choices.values().stream()
          .filter(v -> same(v, item.json()))
          .findFirst()
          .ifPresentOrElse(
              values::add,
              () ->
                  problems.report(
                      item.position(),
                      StandardError.INVALID_OPTION,
                      "'when' asks for %s, which is none of the values of '%s': %s"
                          .formatted(item.described(), key, choices.text())));
    }
    conditions.put(other, values);
  }

  private static boolean same(Object value, @Nullable Object given) {
    return value instanceof Number number && given instanceof Number other
        ? number.doubleValue() == other.doubleValue()
        : value.equals(given);
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
