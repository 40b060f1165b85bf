package io.millrace.core.record;

import static java.util.Objects.requireNonNull;

import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.Tracking;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Records work that is no pipeline's as runs. */
public final class WorkRecorder {
  private final Supplier<Tracking> tracking;
  private final Supplier<String> ids;
  private final String user;
  private final UnaryOperator<String> mask;

  /**
   * For one user's work.
   *
   * @param tracking where runs are remembered
   * @param ids gives the next run's id
   * @param mask hides secrets in a text
   */
  public WorkRecorder(
      Supplier<Tracking> tracking, Supplier<String> ids, String user, UnaryOperator<String> mask) {
    this.tracking = requireNonNull(tracking, "tracking is null");
    this.ids = requireNonNull(ids, "ids is null");
    this.user = requireNonNull(user, "user is null");
    this.mask = requireNonNull(mask, "mask is null");
  }

  /**
   * Starts a run; the caller finishes and closes it.
   *
   * @param name of the model, or of the table
   * @param params what the call says
   * @param warnings is told if the work can't be recorded
   */
  public RecordedWork start(
      RunKind kind, String name, Map<String, String> params, Consumer<String> warnings) {
    Map<String, String> masked = new LinkedHashMap<>();
    params.forEach((param, value) -> masked.put(param, mask.apply(value)));
    RunStart start =
        new RunStart(ids.get(), kind, name, Instant.now(), masked, Map.of("user", user), Map.of());
    return RecordedWork.start(tracking, start, mask, warnings, Clock.systemUTC());
  }
}
