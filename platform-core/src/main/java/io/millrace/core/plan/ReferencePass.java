package io.millrace.core.plan;

import io.millrace.api.Deployer;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import java.util.ArrayList;
import java.util.List;

/** Finds what is kept of the rows that packages take their golden ones from. */
final class ReferencePass {
  private ReferencePass() {}

  static <D> List<PlannedReference> of(
      Pipeline<D> pipeline, IdentityPass<D> identity, KeptOutputs<D> kept, Scope scope) {
    List<PlannedReference> references = new ArrayList<>();
    for (PipelineStage<D> stage : pipeline.stages()) {
      if (stage.stage() instanceof Deployer && scope.wanted().contains(stage.id())) {
        PipelineStage<D> start = PlannedReference.start(stage, pipeline);
        String fingerprint = Fingerprints.ofReference(identity.stage(start.id()).fingerprint());
        references.add(
            new PlannedReference(
                stage.id(),
                start.id(),
                fingerprint,
                kept.find(fingerprint)
                    .filter(rows -> kept.find(profileOf(fingerprint)).isPresent())
                    .orElse(null)));
      }
    }
    return references;
  }

  private static String profileOf(String reference) {
    return Fingerprints.ofProfile(reference, PlannedReference.INPUTS);
  }
}
