package io.millrace.core.file;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.ExportForm;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.StreamingDeployer;
import io.millrace.core.model.PackageForms;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.problem.ProblemLog;
import java.util.List;

/**
 * Checks, before anything is trained, that each deployer's model can be packaged: a stage that does
 * not work row by row must not turn up after an hour of training.
 */
final class PackageChecks {
  private PackageChecks() {}

  static <D> void check(Pipeline<D> pipeline, List<CheckedStage<D>> stages, ProblemLog problems) {
    for (CheckedStage<D> checked : stages) {
      PipelineStage<D> stage = pipeline.stage(checked.draft().id());
      if (stage.stage() instanceof StreamingDeployer<D> follower
          && follower.target().aliasOrNull() == null
          && problems.size() == 0) {
        checkSource(checked.draft(), stage, pipeline, problems);
      }
      if (stage.stage() instanceof Deployer<D> deployer) {
        PackagePath.trainers(stage, pipeline)
            .forEach(
                trainer -> check(checked.draft(), deployer.target(), trainer, pipeline, problems));
      }
    }
  }

  private static <D> void check(
      StageDraft draft,
      DeploymentTarget target,
      PipelineStage<D> trainer,
      Pipeline<D> pipeline,
      ProblemLog problems) {
    try {
      PackagePath<D> path = PackagePath.of(target, trainer, pipeline);
      if (target.form() == DeploymentTarget.Form.PORTABLE) {
        requirePortable(path);
      }
    } catch (MillraceException e) {
      StageProblems place = new StageProblems(draft, problems);
      problems.report(
          target.input().isPresent() ? place.at("input") : draft.usePosition(),
          e.code(),
          String.valueOf(e.getMessage()));
    }
  }

  /** The version that is registered here reads what its package starts at. */
  private static <D> void checkSource(
      StageDraft draft, PipelineStage<D> follower, Pipeline<D> pipeline, ProblemLog problems) {
    PipelineStage<D> registers = pipeline.stage(follower.inputs().values().iterator().next());
    String rows = follower.input(StreamingDeployer.ROWS);
    Schema schema = pipeline.stage(rows).schema();
    if (!schema.isKnown()) {
      return;
    }
    DeploymentTarget target = ((Deployer<D>) registers.stage()).target();
    PackagePath.trainers(registers, pipeline).stream()
        .flatMap(trainer -> PackagePath.of(target, trainer, pipeline).signature().stream())
        .filter(column -> !schema.has(column.name()))
        .findFirst()
        .ifPresent(
            column ->
                draft.inputs().stream()
                    .filter(input -> Placement.isRows(draft, input))
                    .forEach(
                        input ->
                            problems.report(
                                input.position(),
                                StandardError.SCHEMA_MISMATCH,
                                "%s follows '%s', which lacks the column '%s' (%s) that the model reads; it has %s"
                                    .formatted(
                                        draft.subject(),
                                        rows,
                                        column.name(),
                                        column.type().text(),
                                        String.join(", ", schema.names())))));
  }

  private static <D> void requirePortable(PackagePath<D> path) {
    PackageForms.obstacle(path, ExportForm.SCORING)
        .ifPresent(
            why -> {
              throw new MillraceException(
                  StandardError.NOT_SERVABLE,
                  why + "; without it the model can't be served outside of Spark");
            });
  }
}
