package io.millrace.core.pipeline;

import io.millrace.api.DeploymentTarget;
import io.millrace.api.Sink;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What goes into a model package: the steps from the frame that it starts at to the trainer, and
 * the columns of that frame that they read.
 *
 * @param start the stage whose frame the package starts at
 * @param beforeSplit the steps before the split, row-wise all of them
 * @param way the steps behind it
 * @param signature the columns that scoring must be given, in the order of the start's frame
 * @param unlabelled the label and weight columns that steps read too: nulls stand in for them
 */
public record PackagePath<D>(
    PipelineStage<D> start,
    List<PipelineStage<D>> beforeSplit,
    TrainingWay<D> way,
    List<Column> signature,
    List<Column> unlabelled) {
  public PackagePath {
    beforeSplit = List.copyOf(beforeSplit);
    signature = List.copyOf(signature);
    unlabelled = List.copyOf(unlabelled);
  }

  /** All transformers of the package, in order. */
  public List<PipelineStage<D>> steps() {
    List<PipelineStage<D>> steps = new ArrayList<>(beforeSplit);
    steps.addAll(way.deployed());
    return steps;
  }

  /**
   * The path of a deployment.
   *
   * @throws MillraceException INVALID_OPTION or NOT_SERVABLE, if there is no such path
   */
  public static <D> PackagePath<D> of(
      DeploymentTarget target, PipelineStage<D> trainer, Pipeline<D> pipeline) {
    TrainingWay<D> way = TrainingWay.to(trainer, pipeline);
    PipelineStage<D> last = way.isSplit() ? splitInput(way.source(), pipeline) : way.source();
    List<PipelineStage<D>> before = new ArrayList<>();
    PipelineStage<D> start =
        target.input().isPresent() ? climb(target.input().get(), last, before, pipeline) : last;
    way.deployed().forEach(PackagePath::requireRowWise);
    return withSignature(start, before, way);
  }

  /** The stages whose models may reach a stage. */
  public static <D> List<PipelineStage<D>> trainers(PipelineStage<D> stage, Pipeline<D> pipeline) {
    return stage.inputs().values().stream()
        .map(pipeline::stage)
        .flatMap(
            input ->
                input.kind() == StageKind.TRAINER
                    ? Stream.of(input)
                    : trainers(input, pipeline).stream())
        .toList();
  }

  private static <D> PipelineStage<D> splitInput(PipelineStage<D> split, Pipeline<D> pipeline) {
    String main = split.inputs().get("train");
    return pipeline.stage(main != null ? main : split.inputs().values().iterator().next());
  }

  /** Goes up from {@code from} to the stage named {@code input}, collecting what lies between. */
  private static <D> PipelineStage<D> climb(
      String input, PipelineStage<D> from, List<PipelineStage<D>> before, Pipeline<D> pipeline) {
    PipelineStage<D> stage = from;
    while (!stage.id().equals(input)) {
      if (stage.inputs().size() != 1) {
        throw new MillraceException(
            StandardError.INVALID_OPTION,
            "input '%s' does not lead to the model: the way back from it ends at '%s' (%s)"
                .formatted(input, stage.id(), stage.use()));
      }
      if (stage.kind() == StageKind.TRANSFORMER) {
        requireRowWise(stage);
        before.add(stage);
      } else if (stage.kind() != StageKind.SINK || !((Sink<D>) stage.stage()).passesRowsThrough()) {
        throw new MillraceException(
            StandardError.INVALID_OPTION,
            "a package can't start at '%s': '%s' (%s) lies between and does not work row by row"
                .formatted(input, stage.id(), stage.use()));
      }
      stage = pipeline.stage(stage.inputs().values().iterator().next());
    }
    Collections.reverse(before);
    return stage;
  }

  private static <D> void requireRowWise(PipelineStage<D> stage) {
    if (!((Transformer<D>) stage.stage()).isRowWise()) {
      throw new MillraceException(
          StandardError.NOT_SERVABLE,
          "'%s' (%s) does not work row by row, so no model package can hold it"
              .formatted(stage.id(), stage.use()));
    }
  }

  /** A package says which columns it reads, before anything is trained. */
  private static <D> void requireKnownColumns(PipelineStage<D> start) {
    if (!start.schema().isKnown()) {
      throw new MillraceException(
          StandardError.NOT_SERVABLE,
          "the columns of '%s' (%s), which a package would read, are known only when it runs: name them, as with its option schema, or start the package elsewhere with the option input"
              .formatted(start.id(), start.use()));
    }
  }

  private static <D> PackagePath<D> withSignature(
      PipelineStage<D> start, List<PipelineStage<D>> before, TrainingWay<D> way) {
    requireKnownColumns(start);
    List<PipelineStage<D>> steps = new ArrayList<>(before);
    steps.addAll(way.deployed());
    Set<String> needed = columnsNeeded(start.schema(), steps, way.trainer());
    Trainer<D> trainer = (Trainer<D>) way.trainer().stage();
    Set<String> truth = new HashSet<>();
    trainer.label().ifPresent(truth::add);
    trainer.weight().ifPresent(truth::add);
    List<Column> signature = new ArrayList<>();
    List<Column> unlabelled = new ArrayList<>();
    for (Column column : start.schema().columns()) {
      if (needed.contains(column.name())) {
        (truth.contains(column.name()) ? unlabelled : signature).add(column);
      }
    }
    return new PackagePath<>(start, before, way, signature, unlabelled);
  }

  /** The columns of the start's frame that the steps and the trainer read. */
  private static <D> Set<String> columnsNeeded(
      Schema start, List<PipelineStage<D>> steps, PipelineStage<D> trainer) {
    List<Transformer<D>> transformers = new ArrayList<>();
    List<Schema> inputs = new ArrayList<>(List.of(start));
    for (PipelineStage<D> step : steps) {
      transformers.add((Transformer<D>) step.stage());
      inputs.add(step.schema());
    }
    return ColumnsRead.by(transformers, (Trainer<D>) trainer.stage(), inputs);
  }
}
