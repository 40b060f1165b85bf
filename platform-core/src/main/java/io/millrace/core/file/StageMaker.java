package io.millrace.core.file;

import io.millrace.api.Combiner;
import io.millrace.api.Deployer;
import io.millrace.api.Evaluator;
import io.millrace.api.Ingestor;
import io.millrace.api.Refiner;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.DatasetType;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.options.BoundOptions;
import io.millrace.core.options.OptionsBinder;
import io.millrace.core.options.OptionsDescriptor;
import io.millrace.core.options.TextResolver;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes stages of their factories and the file's options. */
final class StageMaker<D> {
  private static final Map<StageKind, List<Class<?>>> PORTS =
      Map.of(
          StageKind.INGESTOR, List.of(Ingestor.class),
          StageKind.COMBINER, List.of(Combiner.class),
          StageKind.SINK, List.of(Sink.class),
          StageKind.SPLITTER, List.of(Splitter.class),
          StageKind.TRANSFORMER, List.of(Transformer.class),
          StageKind.TRAINER, List.of(Trainer.class, Refiner.class),
          StageKind.EVALUATOR, List.of(Evaluator.class),
          StageKind.DEPLOYER, List.of(Deployer.class, StreamingDeployer.class));

  private final DatasetType<D> datasets;
  private final TextResolver secrets;
  private final UnaryOperator<String> mask;
  private final ProblemLog problems;

  StageMaker(
      DatasetType<D> datasets,
      TextResolver secrets,
      UnaryOperator<String> mask,
      ProblemLog problems) {
    this.datasets = datasets;
    this.secrets = secrets;
    this.mask = mask;
    this.problems = problems;
  }

  /** The stage of a draft whose factory is known; empty if its options don't fit, as reported. */
  Optional<MadeStage<D>> make(StageDraft draft, OfferedStage offered) {
    YamlNode with = draft.node().find("with").orElse(null);
    if (with != null && !(with instanceof YamlNode.Mapping)) {
      return Optional.empty();
    }
    Place place =
        new Place(draft.subject(), draft.options(), draft.optionsPosition(), draft.usePosition());
    return make(offered, place);
  }

  /**
   * Where options come from.
   *
   * @param owner for messages
   * @param options as given
   * @param missing where missing options are reported
   * @param whole where problems of the whole stage are reported
   */
  record Place(String owner, YamlNode.Mapping options, Position missing, Position whole) {}

  Optional<MadeStage<D>> make(OfferedStage offered, Place place) {
    Optional<StageFactory<D, ?>> factory = typed(offered, place);
    return factory.flatMap(f -> make(f, offered.codeHash(), place, problems));
  }

  @SuppressWarnings("unchecked") // The one checked cast: the dataset types match.
  private Optional<StageFactory<D, ?>> typed(OfferedStage offered, Place place) {
    StageFactory<?, ?> factory = offered.factory();
    if (factory.datasetType().matches(datasets)) {
      return Optional.of((StageFactory<D, ?>) factory);
    }
    problems.report(
        place.whole(),
        StandardError.WRONG_KIND,
        "stage '"
            + factory.name()
            + "' works on "
            + factory.datasetType().name()
            + " datasets, not on "
            + datasets.name()
            + " ones");
    return Optional.empty();
  }

  private Optional<MadeStage<D>> make(
      StageFactory<D, ?> factory, String codeHash, Place place, ProblemLog log) {
    try {
      return bound(factory, codeHash, place, log);
    } catch (IllegalArgumentException e) {
      log.report(
          place.missing(),
          StandardError.INVALID_OPTION,
          e.getMessage() + " (" + place.owner() + ")");
    } catch (MillraceException e) {
      log.report(place.whole(), e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      log.report(
          place.whole(),
          StandardError.PLUGIN_BROKEN,
          "stage '" + factory.name() + "' can't be made: " + e);
    }
    return Optional.empty();
  }

  private Optional<MadeStage<D>> bound(
      StageFactory<D, ?> factory, String codeHash, Place place, ProblemLog log) {
    OptionsDescriptor descriptor = OptionsDescriptor.of(factory.optionsType());
    return OptionsBinder.of(descriptor, place.owner(), log, secrets)
        .bind(place.options(), place.missing())
        .map(
            options ->
                new MadeStage<>(
                    factory,
                    codeHash,
                    descriptor,
                    stage(factory, options),
                    options,
                    replaced -> rebind(factory, codeHash, place, replaced)));
  }

  private Stage<D> stage(StageFactory<D, ?> factory, BoundOptions options) {
    Stage<D> stage = create(factory, options.options());
    List<Class<?>> ports = PORTS.getOrDefault(factory.kind(), List.of(Stage.class));
    if (ports.stream().noneMatch(port -> port.isInstance(stage))) {
      throw new MillraceException(
          StandardError.PLUGIN_BROKEN,
          "stage '" + factory.name() + "' makes no " + factory.kind().text());
    }
    return stage;
  }

  private static <D, O extends Record> Stage<D> create(StageFactory<D, O> factory, Record options) {
    return factory.create(factory.optionsType().cast(options));
  }

  private PipelineStage.Bound<D> rebind(
      StageFactory<D, ?> factory, String codeHash, Place place, Map<String, Object> replaced) {
    YamlNode.Mapping options = place.options();
    for (Map.Entry<String, Object> value : replaced.entrySet()) {
      options = options.with(value.getKey(), YamlNode.of(value.getValue(), place.whole()));
    }
    ProblemLog log = new ProblemLog();
    Place changed = new Place(place.owner(), options, place.missing(), place.whole());
    return make(factory, codeHash, changed, log)
        .map(made -> new PipelineStage.Bound<>(made.stage(), made.options().json()))
        .orElseThrow(() -> refusal(log));
  }

  private MillraceException refusal(ProblemLog log) {
    Problem first = log.sorted(mask).get(0);
    return new MillraceException(first.code(), first.message());
  }

  /** Whether the options fit once some of them are replaced; reports why not. */
  boolean fits(MadeStage<D> made, Map<String, Object> replaced, Position at) {
    try {
      made.binder().bind(replaced);
      return true;
    } catch (MillraceException e) {
      problems.report(at, e.code(), String.valueOf(e.getMessage()));
      return false;
    }
  }
}
