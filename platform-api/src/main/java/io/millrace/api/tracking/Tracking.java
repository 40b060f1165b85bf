package io.millrace.api.tracking;

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

  @Override
  void close();
}
