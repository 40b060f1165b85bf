package io.millrace.core.file;

import io.millrace.api.PlanContext;
import io.millrace.api.PlanSettings;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.schema.DatasetType;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.secret.Secrets;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes a pipeline of a file and all that a call says beside it, or reports every mistake in one
 * pass. Reads metadata of sources only; reads secrets only if the request says where they are.
 */
public final class PipelineReader<D> {
  private static final List<String> KEYS =
      List.of("pipeline", "seed", "params", "stages", "environments", "spark", "tracking");

  private final StageCatalog catalog;
  private final PlanContext<D> context;
  private final DatasetType<D> datasets;
  private final Consumer<Output> streamPlaces;
  private final Map<String, String> pinned;

  private PipelineReader(
      StageCatalog catalog,
      PlanContext<D> context,
      DatasetType<D> datasets,
      Consumer<Output> streamPlaces,
      Map<String, String> pinned) {
    this.pinned = Map.copyOf(pinned);
    this.catalog = catalog;
    this.context = context;
    this.datasets = datasets;
    this.streamPlaces = streamPlaces;
  }

  /**
   * A reader.
   *
   * @param catalog the stages that files may use
   * @param context what stages may use to tell their schemas
   * @param datasets what all stages must work on
   * @param streamPlaces throws a {@link io.millrace.api.error.MillraceException} for a place that
   *     takes no streams
   */
  public static <D> PipelineReader<D> of(
      StageCatalog catalog,
      PlanContext<D> context,
      DatasetType<D> datasets,
      Consumer<Output> streamPlaces) {
    return new PipelineReader<>(catalog, context, datasets, streamPlaces, Map.of());
  }

  /**
   * A reader for what is to be read again.
   *
   * @param versions the versions of data that ingestors are to read, by stage
   */
  public PipelineReader<D> pinned(Map<String, String> versions) {
    return new PipelineReader<>(catalog, context, datasets, streamPlaces, versions);
  }

  /** Reads; never throws for what a user wrote. */
  public Reading<D> read(FileRequest request) {
    UnaryOperator<String> mask =
        text -> request.secrets().map((Secrets secrets) -> secrets.mask(text)).orElse(text);
    ProblemLog problems = new ProblemLog();
    YamlNode root;
    try {
      root = root(request, problems);
    } catch (YamlException e) {
      Position at = e.position();
      Problem problem =
          new Problem(
              at.source(),
              at.line(),
              at.column(),
              StandardError.BAD_YAML,
              String.valueOf(e.getMessage()));
      return new Reading<>(Optional.empty(), List.of(problem));
    }
    Optional<Pipeline<D>> pipeline = pipeline(root, request, new Keys(problems), mask);
    return problems.size() == 0
        ? new Reading<>(pipeline, List.of())
        : new Reading<>(Optional.empty(), problems.sorted(mask));
  }

  private static YamlNode root(FileRequest request, ProblemLog problems) throws YamlException {
    return request.source() instanceof FileRequest.Source.Text text
        ? YamlParser.parse(text.yaml(), request.name(), problems)
        : YamlNode.of(
            ((FileRequest.Source.Tree) request.source()).values(), Position.of(request.name()));
  }

  private Optional<Pipeline<D>> pipeline(
      YamlNode root, FileRequest request, Keys keys, UnaryOperator<String> mask) {
    Optional<YamlNode.Mapping> written = keys.mapping(root, "a pipeline file", KEYS);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    YamlNode.Mapping file = new Overrides(keys).apply(written.get(), request);
    References variables = References.toVariables(request.variables(), keys.problems());
    Map<String, YamlNode> params = new ParamReader(keys, variables, request.params()).read(file);
    FileHead head = new FileHead(keys, variables.and(params), SecretTexts.of(request));
    FileHead.Head top = head.read(file);
    StageMaker<D> maker =
        new StageMaker<>(datasets, SecretTexts.of(request), mask, keys.problems());
    List<CheckedStage<D>> stages =
        PlanSettings.with(
            top.settings(),
            () ->
                file.find("stages")
                    .map(node -> stages(variables.and(params).resolve(node), keys, maker))
                    .orElse(List.of()));
    if (keys.problems().size() > 0) {
      return Optional.empty();
    }
    Pipeline<D> pipeline = PipelineAssembly.of(top, params, stages);
    PackageChecks.check(pipeline, stages, keys.problems());
    return keys.problems().size() > 0 ? Optional.empty() : Optional.of(pipeline);
  }

  private List<CheckedStage<D>> stages(YamlNode node, Keys keys, StageMaker<D> maker) {
    List<StageDraft> drafts = new StageDrafts(keys, catalog).read(node);
    StageGraph graph = StageGraph.of(drafts, keys.problems());
    List<CheckedStage<D>> checked = new StageChecker<>(graph, maker, context, pinned, keys).check();
    TuneReader<D> tuning = new TuneReader<>(graph, keys, catalog, maker, context, checked);
    EvaluatorChecks<D> evaluators = new EvaluatorChecks<>(graph, keys);
    DeployerChecks<D> deployers = new DeployerChecks<>(graph, keys.problems(), checked);
    StreamChecks<D> streams = new StreamChecks<>(keys.problems(), streamPlaces, checked);
    List<CheckedStage<D>> finished = new ArrayList<>();
    for (CheckedStage<D> stage : checked) {
      finished.add(evaluators.check(tuning.read(stage)));
      deployers.check(stage);
      streams.check(stage);
    }
    return finished;
  }
}
