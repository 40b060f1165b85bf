package io.millrace.core.run;

import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.problem.Problem;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.promote.Refusals;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param run its id
 * @param pipeline the pipeline's name
 * @param status how it ended
 * @param stages in the order of the plan
 * @param metrics by {@code STAGE.METRIC}
 * @param models what was deployed, or had been deployed by the run that this one reuses
 * @param gates how each gate was judged
 * @param searches what searches chose, by trainer
 * @param failureOrNull the stage that failed and why
 * @param engineStarted whether an engine was needed
 * @param seconds wall time
 */
public record RunReport(
    String run,
    String pipeline,
    RunStatus status,
    List<StageRecord> stages,
    Map<String, Double> metrics,
    List<Deployed> models,
    List<GateOutcome> gates,
    Map<String, SearchResult> searches,
    @Nullable Failure failureOrNull,
    boolean engineStarted,
    double seconds) {
  public RunReport {
    stages = List.copyOf(stages);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    models = List.copyOf(models);
    gates = List.copyOf(gates);
    searches = Collections.unmodifiableMap(new LinkedHashMap<>(searches));
  }

  /**
   * A version that was registered.
   *
   * @param name the model's name
   * @param version its number
   * @param aliases that name it now
   * @param servable whether its package holds the portable form that a server needs
   */
  public record Deployed(String name, int version, List<String> aliases, boolean servable) {
    public Deployed {
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * Why the run failed.
   *
   * @param stage the stage that failed
   * @param code the error code's name
   * @param exitCode the exit code of a command that ends with it
   * @param message one sentence for the user
   */
  public record Failure(String stage, String code, int exitCode, String message) {}

  /** Why the run failed. */
  public Optional<Failure> failure() {
    return Optional.ofNullable(failureOrNull);
  }

  /** The gates that refused, as problems of the pipeline file; empty if none did. */
  public List<Problem> refusals() {
    return Refusals.of(gates);
  }

  /** The exit code of a command that did this run. */
  public int exitCode() {
    return switch (status) {
      case DONE -> 0;
      case REFUSED -> 4;
      case INTERRUPTED -> 130;
      case FAILED, RUNNING -> failureOrNull == null ? 1 : failureOrNull.exitCode();
    };
  }
}
