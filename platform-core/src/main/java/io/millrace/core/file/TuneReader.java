package io.millrace.core.file;

import io.millrace.api.PlanContext;
import io.millrace.api.Refiner;
import io.millrace.api.Splitter;
import io.millrace.api.Stage;
import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageLookup;
import io.millrace.core.file.CandidateReader.Candidate;
import io.millrace.core.pipeline.Axis;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.SearchSettings;
import io.millrace.core.pipeline.SearchSettings.Kind;
import io.millrace.core.pipeline.StageSettings;
import io.millrace.core.pipeline.Tuning;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code tune} of trainers. */
final class TuneReader<D> {
  private static final List<String> KEYS = List.of("search", "space", "candidates");
  private static final String K_FOLD = "split/k-fold";

  private final StageGraph graph;
  private final Keys keys;
  private final ProblemLog problems;
  private final StageCatalog catalog;
  private final StageMaker<D> maker;
  private final SpaceReader<D> spaces;
  private final SearchReader<D> searches;
  private final CandidateReader<D> candidates;
  private final Map<String, CheckedStage<D>> stages = new LinkedHashMap<>();

  TuneReader(
      StageGraph graph,
      Keys keys,
      StageCatalog catalog,
      StageMaker<D> maker,
      PlanContext<D> context,
      List<CheckedStage<D>> stages) {
    this.graph = graph;
    this.keys = keys;
    this.problems = keys.problems();
    this.catalog = catalog;
    this.maker = maker;
    stages.forEach(stage -> this.stages.putIfAbsent(stage.draft().id(), stage));
    this.spaces = new SpaceReader<>(keys, maker, graph, this.stages);
    this.searches = new SearchReader<>(keys);
    SchemaFlow<D> schemas = new SchemaFlow<>(context, problems);
    this.candidates = new CandidateReader<>(keys, catalog, maker, schemas, this.stages);
  }

  /** The stage with its tuning. */
  CheckedStage<D> read(CheckedStage<D> stage) {
    Optional<YamlNode> tune = stage.draft().node().find("tune");
    if (tune.isEmpty() || !stage.draft().is(StageKind.TRAINER)) {
      return stage;
    }
    if (stage.made().map(made -> made.stage() instanceof Refiner).orElse(false)) {
      problems.report(
          tune.get().position(),
          StandardError.NOT_TUNABLE,
          stage.draft().subject()
              + " refines a model and is no part of a search: put 'tune' on that model's trainer");
      return stage;
    }
    refuseBehindFolds(stage);
    return tuning(stage, tune.get())
        .map(tuning -> stage.with(stage.settings().withTune(tuning)))
        .orElse(stage);
  }

  /** One search over all rows would choose options with the very rows that the folds hold out. */
  private void refuseBehindFolds(CheckedStage<D> trainer) {
    CheckedStage<D> source = stages.get(spaces.start(trainer));
    if (source == null || !source.made().map(made -> makesFolds(made.stage())).orElse(false)) {
      return;
    }
    YamlNode.Entry tune = trainer.draft().node().entries().get("tune");
    problems.report(
        tune == null ? trainer.draft().usePosition() : tune.keyPosition(),
        StandardError.NOT_TUNABLE,
        "%s can't search behind the folds of '%s' (%s): the search would choose options with the rows"
                .formatted(
                    trainer.draft().subject(),
                    source.draft().id(),
                    source.made().orElseThrow().factory().name())
            + " that they hold out; split into train and test instead, as a search makes folds of"
            + " its own, or remove 'tune'");
  }

  private static boolean makesFolds(Stage<?> stage) {
    return stage instanceof Splitter<?> splitter && splitter.folds();
  }

  private Optional<Tuning<D>> tuning(CheckedStage<D> trainer, YamlNode node) {
    Optional<YamlNode.Mapping> tune = keys.mapping(node, "'tune'", KEYS);
    if (tune.isEmpty()) {
      return Optional.empty();
    }
    Optional<YamlNode.Mapping> search =
        require(tune.get(), "search", "'tune'").flatMap(searches::map);
    boolean grid = search.flatMap(SearchReader::known).filter(Kind.GRID::equals).isPresent();
    Optional<List<Candidate<D>>> others = candidates.read(trainer, tune.get());
    Optional<List<Axis>> space = space(trainer, tune.get(), others, grid);
    List<MadeStage<D>> algorithms = new ArrayList<>(trainer.made().stream().toList());
    others.ifPresent(found -> found.forEach(other -> algorithms.add(other.made())));
    Optional<SearchSettings> settings =
        search.flatMap(
            s -> searches.settings(s, trainer.draft().id(), algorithms, space.orElse(List.of())));
    Optional<Metric> metric =
        search
            .flatMap(s -> require(s, "metric", "'search'"))
            .flatMap(m -> keys.text(m, "'metric'"))
            .flatMap(m -> metric(trainer, m));
    Optional<PipelineStage<D>> folds =
        search.flatMap(s -> require(s, "folds", "'search'")).flatMap(f -> folds(trainer, f));
    if (space.isEmpty()
        || others.isEmpty()
        || metric.isEmpty()
        || folds.isEmpty()
        || settings.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Tuning<>(
            metric.get().evaluator(),
            metric.get().name(),
            folds.get(),
            space.get(),
            settings.get(),
            others.get().stream().map(Candidate::stage).toList()));
  }

  /** What is varied: the algorithm if there are several, then what is said of each. */
  private Optional<List<Axis>> space(
      CheckedStage<D> trainer,
      YamlNode.Mapping tune,
      Optional<List<Candidate<D>>> others,
      boolean grid) {
    if (tune.find("candidates").isEmpty()) {
      return require(tune, "space", "'tune'")
          .flatMap(node -> spaces.read(trainer, node, null, grid));
    }
    Axis algorithm =
        Axis.of(
            new Tuning.Option(trainer.draft().id(), Tuning.USE),
            CandidateReader.names(trainer, tune));
    List<Axis> axes = new ArrayList<>(List.of(algorithm));
    int before = problems.size();
    tune.find("space")
        .flatMap(node -> spaces.read(trainer, node, algorithm, grid))
        .ifPresent(axes::addAll);
    for (Candidate<D> other : others.orElse(List.of())) {
      other
          .space()
          .flatMap(node -> spaces.read(other, node, algorithm, grid))
          .ifPresent(axes::addAll);
    }
    return problems.size() > before ? Optional.empty() : Optional.of(axes);
  }

  private Optional<YamlNode> require(YamlNode.Mapping map, String key, String owner) {
    Optional<YamlNode> node = map.find(key);
    if (node.isEmpty()) {
      problems.report(map.position(), StandardError.MISSING_OPTION, owner + " needs '" + key + "'");
    }
    return node;
  }

  private record Metric(String evaluator, String name) {}

  private Optional<Metric> metric(CheckedStage<D> trainer, YamlNode.Scalar given) {
    List<String> known = new ArrayList<>();
    boolean allKnown = true;
    for (StageDraft draft : graph.descendants(trainer.draft())) {
      if (draft.is(StageKind.EVALUATOR) || draft.kind().isEmpty()) {
        Optional<List<String>> names =
            Optional.ofNullable(stages.get(draft.id())).flatMap(Metrics::of);
        allKnown &= names.isPresent();
        names.ifPresent(n -> n.forEach(name -> known.add(draft.id() + "." + name)));
      }
    }
    int dot = given.text().indexOf('.');
    if (known.contains(given.text())) {
      return Optional.of(
          new Metric(given.text().substring(0, dot), given.text().substring(dot + 1)));
    }
    if (allKnown) {
      String hint = NearNames.hintOrList(given.text(), known, "metrics are");
      problems.report(
          given.position(),
          StandardError.UNKNOWN_METRIC,
          "no evaluator behind "
              + trainer.draft().subject()
              + " gives '"
              + given.text()
              + "'; write STAGE.METRIC"
              + hint);
    }
    return Optional.empty();
  }

  private Optional<PipelineStage<D>> folds(CheckedStage<D> trainer, YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar
        && scalar.value() instanceof Number number
        && !(number instanceof Double)) {
      return splitter(trainer, K_FOLD, node.position(), folds(trainer, scalar), node.position());
    }
    if (!(node instanceof YamlNode.Mapping)) {
      keys.wrongType(node, "'folds'", "a whole number, or {use: STAGE, with: {…}}");
      return Optional.empty();
    }
    Optional<YamlNode.Mapping> map = keys.mapping(node, "'folds'", List.of("use", "with"));
    Optional<YamlNode.Scalar> use =
        map.flatMap(m -> require(m, "use", "'folds'")).flatMap(u -> keys.text(u, "'use'"));
    Optional<YamlNode.Mapping> with =
        map.flatMap(m -> m.find("with"))
            .map(w -> keys.mapping(w, "'with'"))
            .orElseGet(() -> Optional.of(YamlNode.Mapping.empty(node.position())));
    return use.isEmpty() || with.isEmpty()
        ? Optional.empty()
        : splitter(
            trainer, use.get().text(), use.get().position(), with.get(), use.get().position());
  }

  /** A number alone asks for folds that keep together what the split keeps together. */
  private YamlNode.Mapping folds(CheckedStage<D> trainer, YamlNode.Scalar number) {
    Position at = number.position();
    YamlNode.Mapping with = new YamlNode.Mapping(Map.of("k", new YamlNode.Entry(at, number)), at);
    List<String> groups =
        Optional.ofNullable(stages.get(spaces.start(trainer)))
            .flatMap(CheckedStage::made)
            .map(MadeStage::stage)
            .filter(Splitter.class::isInstance)
            .map(split -> ((Splitter<?>) split).groups())
            .orElse(List.of());
    return groups.isEmpty() ? with : with.with("keys", YamlNode.of(groups, at));
  }

  private Optional<PipelineStage<D>> splitter(
      CheckedStage<D> trainer,
      String use,
      Position usePosition,
      YamlNode.Mapping with,
      Position missing) {
    if (catalog.find(use) instanceof StageLookup.Refused refused) {
      problems.report(usePosition, refused.code(), refused.message());
      return Optional.empty();
    }
    StageMaker.Place place =
        new StageMaker.Place(
            "the folds of " + trainer.draft().subject(), with, missing, usePosition);
    Optional<MadeStage<D>> made = maker.make(catalog.require(use), place);
    if (made.isPresent() && !makesFolds(made.get().stage())) {
      problems.report(
          usePosition, StandardError.WRONG_KIND, "'" + use + "' makes no folds to tune on");
      return Optional.empty();
    }
    return made.map(m -> foldStage(trainer, m));
  }

  private PipelineStage<D> foldStage(CheckedStage<D> trainer, MadeStage<D> made) {
    return new PipelineStage<>(
        trainer.draft().id() + ".folds",
        made.factory(),
        made.stage(),
        made.options().json(),
        Map.of("input", spaces.start(trainer)),
        made.codeHash(),
        spaces.startSchema(trainer),
        StageSettings.none(),
        made.binder());
  }
}
