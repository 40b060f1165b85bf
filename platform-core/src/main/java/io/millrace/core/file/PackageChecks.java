package io.millrace.core.file;

import io.millrace.api.Deployer;
import io.millrace.api.DeploymentTarget;
import io.millrace.api.ExportForm;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
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
      if (checked.draft().is(StageKind.DEPLOYER)) {
        PipelineStage<D> deployer = pipeline.stage(checked.draft().id());
        DeploymentTarget target = ((Deployer<D>) deployer.stage()).target();
        PackagePath.trainers(deployer, pipeline)
            .forEach(trainer -> check(checked.draft(), target, trainer, pipeline, problems));
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
