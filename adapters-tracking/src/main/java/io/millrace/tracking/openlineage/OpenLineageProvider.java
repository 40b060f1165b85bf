package io.millrace.tracking.openlineage;

import io.millrace.api.tracking.LineageProvider;
import io.millrace.api.tracking.LineageTarget;
import io.millrace.api.tracking.Tracking;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Tells of runs as <a href="https://openlineage.io">OpenLineage</a> events. */
public final class OpenLineageProvider implements LineageProvider {
  private static final System.Logger LOG = System.getLogger(OpenLineageProvider.class.getName());

  /** For the ServiceLoader. */
  public OpenLineageProvider() {}

  @Override
  public void require(LineageTarget target, Function<String, Optional<String>> variables) {
    EventWriter.of(target, variables);
    SinkAddress.of(target, variables).require();
  }

  @Override
  public Tracking telling(
      Tracking memory, LineageTarget target, Function<String, Optional<String>> variables) {
    EventWriter writer = EventWriter.of(target, variables);
    EventSink sink =
        SinkAddress.of(target, variables)
            .open(sentence -> LOG.log(System.Logger.Level.WARNING, sentence));
    return new TellingTracking(
        memory, new TellingTracker(memory.runs(), writer, sink, Clock.systemUTC()), sink);
  }
}
