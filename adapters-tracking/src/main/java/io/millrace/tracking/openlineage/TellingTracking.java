package io.millrace.tracking.openlineage;

import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrackingTraits;
import java.util.Map;

/** A memory whose runs are told of. */
record TellingTracking(Tracking memory, RunTracker runs, EventSink sink) implements Tracking {
  @Override
  public ModelRegistry models() {
    return memory.models();
  }

  @Override
  public Journal journal() {
    return memory.journal();
  }

  @Override
  public TrackingTraits traits() {
    return memory.traits();
  }

  @Override
  public Map<String, String> state() {
    return memory.state();
  }

  @Override
  public void close() {
    try {
      sink.close();
    } finally {
      memory.close();
    }
  }
}
