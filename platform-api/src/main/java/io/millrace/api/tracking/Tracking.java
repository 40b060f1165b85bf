package io.millrace.api.tracking;

import io.millrace.api.error.MillraceException;
import java.util.Map;

/** The memory behind one tracking address. */
public interface Tracking extends AutoCloseable {
  /** Runs. */
  RunTracker runs();

  /** Models. */
  ModelRegistry models();

  /** Kept outputs, effects, leases. */
  Journal journal();

  /** What it can do. */
  TrackingTraits traits();

  /**
   * What somebody who looks after the back end wants to know of it, by name, in order, as {@code
   * schema}: {@code 4}. For people: programs should not rely on it.
   *
   * @throws MillraceException if the back end does not answer
   */
  default Map<String, String> state() {
    return Map.of();
  }

  @Override
  void close();
}
