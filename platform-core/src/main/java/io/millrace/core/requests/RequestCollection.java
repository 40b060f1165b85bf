package io.millrace.core.requests;

import io.millrace.api.Engine;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.requestlog.RequestLogCollector;
import io.millrace.api.requestlog.RequestLogCollector.Collected;
import io.millrace.api.requestlog.RequestLogCollector.Waiting;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.wiring.EngineStart;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.World;
import java.nio.file.Path;

/** Brings the closed segments of a request log into a table; where none waits, no engine starts. */
public final class RequestCollection<D> {
  private static final String STAGE = "requests";

  private final RequestLogCollector<D> collector;
  private final World<D> world;
  private final PlatformSettings settings;
  private final DiscoveredStages discovered;

  /** With what collecting needs of the platform. */
  public RequestCollection(
      RequestLogCollector<D> collector,
      World<D> world,
      PlatformSettings settings,
      DiscoveredStages discovered) {
    this.collector = collector;
    this.world = world;
    this.settings = settings;
    this.discovered = discovered;
  }

  /**
   * How collecting ended.
   *
   * @param collected what this call appended
   * @param open segments that servers still write
   * @param pruned segments that were deleted
   * @param seconds wall time
   */
  public record Report(Collected collected, int open, int pruned, double seconds) {}

  /**
   * Collects.
   *
   * @param directory where servers write segments
   * @param table where the table lies, or will
   * @param prune whether the segments that the table has are deleted
   * @throws MillraceException what the collector and starting the engine throw
   */
  public Report collect(Path directory, String table, boolean prune) {
    long start = System.nanoTime();
    Waiting waiting = collector.waiting(directory, table);
    Collected collected =
        waiting.segments() == 0 ? new Collected(0, 0, 0, -1) : onEngine(directory, table);
    int pruned = prune ? collector.prune(directory, table) : 0;
    return new Report(collected, waiting.open(), pruned, (System.nanoTime() - start) / 1e9);
  }

  private Collected onEngine(Path directory, String table) {
    try (Engine<D> engine =
        EngineStart.start(settings, discovered, world, STAGE, settings.conf())) {
      return engine.inStage(
          STAGE,
          () -> {
            try {
              return collector.collect(directory, table);
            } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
              throw engine.explain(e);
            }
          });
    } catch (MillraceException e) {
      throw e;
    } catch (Exception e) {
      throw new MillraceException(StandardError.INTERNAL, "collecting failed: " + e, e);
    }
  }
}
