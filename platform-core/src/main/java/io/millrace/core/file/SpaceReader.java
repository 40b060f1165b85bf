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
   * Whose options a space may name.
   *
   * @param draft the trainer
   * @param made the trainer; empty if its options did not fit
   * @param way the ids of the stages
   * @param algorithmOrNull what is varied before it: the algorithm; null if there is just one
   * @param candidate whether this is another algorithm than the stage's own
   */
  private record Scope<D>(
      StageDraft draft,
      Optional<MadeStage<D>> made,
      List<String> way,
      @Nullable Axis algorithmOrNull,
      boolean candidate) {
    String use() {
      return made.map(m -> m.factory().name()).orElse("");
    }
  }

  /**
   * What is varied of a trainer and of the transformers before it; empty if something does not fit,
   * which was reported.
   *
   * @param algorithmOrNull the axis of algorithms; null if there is just the trainer's own
   * @param grid whether every combination is tried, so that there must be an end of values
   */
  Optional<List<Axis>> read(
      CheckedStage<D> trainer, YamlNode node, @Nullable Axis algorithmOrNull, boolean grid) {
    return read(
        new Scope<>(trainer.draft(), trainer.made(), way(trainer), algorithmOrNull, false),
        node,
        grid);
  }

  /** What is varied of another algorithm; as {@link #read}. */
  Optional<List<Axis>> read(
      CandidateReader.Candidate<D> candidate, YamlNode node, Axis algorithm, boolean grid) {
    StageDraft draft = candidate.draft();
    return read(
        new Scope<>(draft, Optional.of(candidate.made()), List.of(draft.id()), algorithm, true),
        node,
        grid);
  }

  private Optional<List<Axis>> read(Scope<D> scope, YamlNode node, boolean grid) {
    Optional<YamlNode.Mapping> space = keys.mapping(node, "'space'");
    if (space.isEmpty()) {
      return Optional.empty();
    }
    if (space.get().entries().isEmpty()) {
      problems.report(
          node.position(), StandardError.MISSING_OPTION, "'space' must name an option to tune");
    }
    List<Axis> axes = new ArrayList<>();
    Optional.ofNullable(scope.algorithmOrNull()).ifPresent(axes::add);
    int given = axes.size();
    space.get().entries().forEach((key, entry) -> add(scope, key, entry, grid, axes));
    List<Axis> read = axes.subList(given, axes.size());
    return read.size() == space.get().entries().size() && !read.isEmpty()
        ? Optional.of(List.copyOf(read))
        : Optional.empty();
  }

  private void add(
      Scope<D> scope, String key, YamlNode.Entry entry, boolean grid, List<Axis> axes) {
    Tuning.Option named = named(scope, key);
    if (!scope.way().contains(named.stage())) {
      reportStranger(scope, key, named.stage(), entry);
      return;
    }
    Optional<MadeStage<D>> made =
        named.stage().equals(scope.draft().id())
            ? scope.made()
            : Optional.ofNullable(stages.get(named.stage())).flatMap(CheckedStage::made);
    Optional<Domain> domain =
        made.flatMap(m -> option(m, key, named.name(), entry))
            .flatMap(option -> domains.read(made.orElseThrow(), option, key, entry.value(), grid));
    Optional<Map<Tuning.Option, List<Object>>> when =
        conditions(scope, entry.value(), axes)
            .flatMap(conditions -> ofAlgorithm(scope, named, conditions, entry));
    if (domain.isPresent() && when.isPresent()) {
      axes.add(new Axis(named, domain.get(), when.get()));
    }
  }

  private void reportStranger(Scope<D> scope, String key, String stage, YamlNode.Entry entry) {
    String why =
        scope.candidate()
            ? "the 'space' of a candidate names its own options; what is varied of transformers"
                + " stands in the 'space' beside 'candidates', under 'when: {use: %s}' if it is"
                    .formatted(scope.use())
                + " for this candidate only"
            : "'%s' is no transformer between the split and %s%s"
                .formatted(stage, scope.draft().subject(), NearNames.hint(stage, scope.way()));
    problems.report(
        entry.keyPosition(),
        StandardError.NOT_TUNABLE,
        "'%s' can't be tuned: %s".formatted(key, why));
  }

  /** Options of an algorithm are varied where it is the one. */
  private Optional<Map<Tuning.Option, List<Object>>> ofAlgorithm(
      Scope<D> scope,
      Tuning.Option option,
      Map<Tuning.Option, List<Object>> when,
      YamlNode.Entry entry) {
    Axis algorithm = scope.algorithmOrNull();
    if (algorithm == null || !option.stage().equals(scope.draft().id())) {
      return Optional.of(when);
    }
    Map<Tuning.Option, List<Object>> both = new LinkedHashMap<>(when);
    if (both.put(algorithm.option(), List.of(scope.use())) != null) {
      problems.report(
          entry.keyPosition(),
          StandardError.INVALID_OPTION,
          "'%s' is an option of %s, and varied with that only: leave 'use' out of its 'when'"
              .formatted(option.name(), scope.use()));
      return Optional.empty();
    }
    return Optional.of(both);
  }

  private static Tuning.Option named(Scope<?> scope, String key) {
    int dot = key.indexOf('.');
    return new Tuning.Option(
        dot < 0 ? scope.draft().id() : key.substring(0, dot), key.substring(dot + 1));
  }

  /** What other options of the space have to be; empty if something does not fit. */
  private Optional<Map<Tuning.Option, List<Object>>> conditions(
      Scope<D> scope, YamlNode node, List<Axis> before) {
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
                .forEach((key, entry) -> condition(scope, key, entry, before, conditions)));
    return when.filter(map -> map.entries().size() == conditions.size()).map(map -> conditions);
  }

  private void condition(
      Scope<D> scope,
      String key,
      YamlNode.Entry entry,
      List<Axis> before,
      Map<Tuning.Option, List<Object>> conditions) {
    Tuning.Option other = named(scope, key);
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
