package io.millrace.core;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.score.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be made anew.
 *
 * @param run the recorded run
 * @param registered the versions that the new models are compared with; none, if the run registered
 *     none
 */
record Reproduced(RunRecord run, List<ModelVersion> registered) {
  Reproduced {
    registered = List.copyOf(registered);
  }

  /**
   * Finds it.
   *
   * @param named a run's id, or a registered version as {@link ModelName} reads it
   * @throws MillraceException NOT_FOUND, if there is neither
   */
  static Reproduced find(String named, Tracking tracking) {
    Optional<RunRecord> run = tracking.runs().run(named);
    if (run.isPresent()) {
      return new Reproduced(run.get(), versionsOf(run.get(), tracking));
    }
    ModelVersion version = ModelName.parse(named).find(tracking.models());
    RunRecord record =
        tracking
            .runs()
            .run(version.run())
            .orElseThrow(
                () ->
                    new MillraceException(
                        StandardError.NOT_FOUND,
                        "%s version %d was made by run %s, which is not recorded here, so what it read is not known"
                            .formatted(version.model(), version.version(), version.run())));
    return new Reproduced(record, List.of(version));
  }

  /** The versions that a run registered, or found registered because nothing had changed. */
  private static List<ModelVersion> versionsOf(RunRecord run, Tracking tracking) {
    List<ModelVersion> found = new ArrayList<>();
    for (StageRecord stage : run.stages()) {
      Map<String, String> facts =
          tracking.journal().kept(stage.fingerprint()).map(KeptOutput::facts).orElse(Map.of());
      String model = facts.get("model");
      String version = facts.getOrDefault("version", "");
      if (model != null && version.matches("[1-9][0-9]{0,8}")) {
        tracking.models().version(model, Integer.parseInt(version)).ifPresent(found::add);
      }
    }
    return found;
  }
}
