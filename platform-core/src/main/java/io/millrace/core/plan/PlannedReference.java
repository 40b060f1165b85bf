package io.millrace.core.plan;

import io.millrace.api.Deployer;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PackagePath;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a package takes its golden ones from, and their profile: a deployer reads them of
 * the frame that the package starts at.
 *
 * @param deployer the stage that deploys
 * @param start the stage whose frame is read
 * @param fingerprint the identity of those rows
 * @param keptOrNull the rows, if they and the profile are kept
 */
public record PlannedReference(
    String deployer, String start, String fingerprint, @Nullable KeptOutput keptOrNull) {
  /** What tells the profile of the frame from those of parts. */
  public static final String INPUTS = "inputs";

  /** The rows, if they are kept. */
  public Optional<KeptOutput> kept() {
    return Optional.ofNullable(keptOrNull);
  }

  /** The stage whose frame the packages of a deployer start at, whichever of its models it gets. */
  static <D> PipelineStage<D> start(PipelineStage<D> deployer, Pipeline<D> pipeline) {
    PipelineStage<D> trainer = PackagePath.trainers(deployer, pipeline).get(0);
    return PackagePath.of(((Deployer<D>) deployer.stage()).target(), trainer, pipeline).start();
  }
}
