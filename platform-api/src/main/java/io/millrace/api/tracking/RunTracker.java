package io.millrace.api.tracking;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers runs. Every write is durable when the call returns, and safe to repeat. Thread-safe,
 * and safe with other processes writing to the same store.
 */
public interface RunTracker {
  /**
   * Notes that a run has started; for a run that is known, that it goes on: status RUNNING again.
   */
  void start(RunStart start);

  /** Notes what became of a stage; the last word counts. */
  void stage(String run, StageRecord stage);

  /**
   * Notes metrics.
   *
   * @param step 0, or the count of a repeated measurement: a trial, an iteration
   */
  void metrics(String run, Map<String, Double> metrics, long step);

  /** Notes further words about a run; the last value of a name counts. */
  void tags(String run, Map<String, String> tags);

  /** Notes the end of a run. */
  void finish(String run, RunStatus status, Instant end, String message);

  /** A run with all that is known of it. */
  Optional<RunRecord> run(String run);

  /** The runs asked for, the newest first, without stages and documents. */
  List<RunRecord> runs(RunQuery query);

  /** Forgets a run. */
  void delete(String run);
}
