package io.millrace.core.plan;

import static java.util.Objects.requireNonNull;

import io.millrace.api.PlanContext;
import io.millrace.api.Sink;
import io.millrace.api.effect.Receipt;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import java.util.Optional;

/** Finds what is kept, and whether it can still be used. */
final class KeptOutputs<D> {
  private final Journal journal;
  private final ArtifactStore artifacts;
  private final PlanContext<D> context;

  KeptOutputs(Journal journal, ArtifactStore artifacts, PlanContext<D> context) {
    this.journal = requireNonNull(journal, "journal is null");
    this.artifacts = requireNonNull(artifacts, "artifacts is null");
    this.context = requireNonNull(context, "context is null");
  }

  /** What is kept under a fingerprint, if its artifact is still there. */
  Optional<KeptOutput> find(String fingerprint) {
    return journal
        .kept(fingerprint)
        .filter(kept -> kept.artifact().isEmpty() || artifacts.exists(kept.artifact()));
  }

  /** What is kept of a stage, if its artifact or its table's version is still there. */
  Optional<KeptOutput> find(PipelineStage<D> stage, String fingerprint) {
    return find(fingerprint)
        .filter(
            kept ->
                !(stage.stage() instanceof Sink<D> sink)
                    || sink.canReopen(new Receipt(kept.facts()), context));
  }
}
