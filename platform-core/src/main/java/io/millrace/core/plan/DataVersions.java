package io.millrace.core.plan;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.PlanSettings;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;

/** Asks ingestors for the version of their data, and holds a resumed run to what it read before. */
final class DataVersions<D> {
  private final PlanContext<D> context;
  private final PlanRequest request;

  DataVersions(PlanContext<D> context, PlanRequest request) {
    this.context = context;
    this.request = request;
  }

  /** The version to work with; empty text if the source has none. */
  String of(PipelineStage<D> stage, Pipeline<D> pipeline) {
    Ingestor<D> ingestor = (Ingestor<D>) stage.stage();
    if (StageTraits.isOnlyFollowed(stage, pipeline)) {
      // A resumed run takes what arrived in between, too: the checkpoint knows what is done.
      return present(ingestor);
    }
    String pinned = request.pinned().get(stage.id());
    if (request.rebuilding().isPresent()) {
      // Whether it can be read matters only where nothing stands in for it.
      return pinned == null ? "" : pinned;
    }
    if (pinned != null && !pinned.isEmpty() && ingestor.canRead(pinned, context)) {
      return pinned;
    }
    String present = present(ingestor);
    if (pinned != null && !pinned.equals(present)) {
      throw new MillraceException(
          StandardError.SOURCE_CHANGED,
          ("the data of stage '%s' changed since run %s read it, so the run can't go on with the"
                  + " same rows; start a new run instead")
              .formatted(stage.id(), request.run()));
    }
    return present;
  }

  /** Where secrets are left out, a store may not let the plan look; a run gets them. */
  private String present(Ingestor<D> ingestor) {
    try {
      return ingestor.version(context).orElse("");
    } catch (MillraceException e) {
      if (e.code() == StandardError.SOURCE_DENIED && PlanSettings.isSealed()) {
        return "";
      }
      throw e;
    }
  }

  /** What stands for the data in the stage's fingerprint. */
  String identity(String version) {
    // Without a version nothing tells whether two runs read the same: only one run trusts itself.
    String data = version.isEmpty() ? "run:" + request.run() : version;
    // A model that is made anew takes nothing that is kept, and leaves nothing in its place.
    data = request.rebuilding().isPresent() ? data + " for " + request.run() : data;
    return request.sample() == 1 ? data : data + "@" + request.sample();
  }
}
