package io.millrace.testkit.memory;

import io.millrace.api.store.ArtifactStore;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingTraits;

/** A handle on a {@link MemoryDatabase}; what is written outlives it. */
public final class MemoryTracking implements Tracking {
  private final RunTracker runs;
  private final ModelRegistry models;
  private final Journal journal;
  private volatile boolean closed;

  private MemoryTracking(MemoryDatabase database, ArtifactStore artifacts) {
    this.runs = new MemoryRunTracker(database, artifacts);
    this.models = new MemoryModelRegistry(database, artifacts);
    this.journal = new MemoryJournal(database);
  }

  /** A handle on a database, with the store that its registry keeps packages in. */
  public static MemoryTracking on(MemoryDatabase database, ArtifactStore artifacts) {
    return new MemoryTracking(database, artifacts);
  }

  @Override
  public RunTracker runs() {
    return runs;
  }

  @Override
  public ModelRegistry models() {
    return models;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public TrackingTraits traits() {
    return TrackingTraits.FULL;
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
