package io.millrace.core.requests;

import io.millrace.api.Engine;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.requestlog.RequestLogCollector;
import io.millrace.api.requestlog.RequestLogCollector.Collected;
import io.millrace.api.requestlog.RequestLogCollector.Waiting;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.DataPlace;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.record.Places;
import io.millrace.core.record.RecordedWork;
import io.millrace.core.record.WorkRecorder;
import io.millrace.core.wiring.EngineStart;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings the closed segments of a request log into a table; where none waits, no engine starts. */
public final class RequestCollection<D> {
  private static final String STAGE = "requests";

  private final RequestLogCollector<D> collector;
  private final World<D> world;
  private final PlatformSettings settings;
  private final DiscoveredStages discovered;
  private final WorkRecorder recorder;
  private final Places<D> places;

  /** With what collecting needs of the platform. */
  public RequestCollection(
      RequestLogCollector<D> collector,
      World<D> world,
      PlatformSettings settings,
      DiscoveredStages discovered,
      WorkRecorder recorder,
      Places<D> places) {
    this.collector = collector;
    this.world = world;
    this.settings = settings;
    this.discovered = discovered;
    this.recorder = recorder;
    this.places = places;
  }

  /**
   * How collecting ended.
   *
   * @param runOrNull the run that records it; null if nothing was appended
   * @param collected what this call appended
   * @param open segments that servers still write
   * @param pruned segments that were deleted
   * @param seconds wall time
   */
  public record Report(
      @Nullable String runOrNull, Collected collected, int open, int pruned, double seconds) {}

  /**
   * Collects, and records it as a run where anything waits.
   *
   * @param directory where servers write segments
   * @param table where the table lies, or will
   * @param prune whether the segments that the table has are deleted
   * @param warnings is told if it can't be recorded
   * @throws MillraceException what the collector and starting the engine throw
   */
  public Report collect(Path directory, String table, boolean prune, Consumer<String> warnings) {
    long start = System.nanoTime();
    Waiting waiting = collector.waiting(directory, table);
    String run = null;
    Collected collected = new Collected(0, 0, 0, -1);
    if (waiting.segments() > 0) {
      try (RecordedWork record =
          recorder.start(RunKind.COLLECT, name(table), params(directory, table), warnings)) {
        collected = recorded(directory, table, record);
        run = record.run();
      }
    }
    int pruned = prune ? collector.prune(directory, table) : 0;
    return new Report(run, collected, waiting.open(), pruned, (System.nanoTime() - start) / 1e9);
  }

  private static String name(String table) {
    String trimmed = table.replaceFirst("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static Map<String, String> params(Path directory, String table) {
    return Map.of("from", directory.toString(), "to", table);
  }

  private Collected recorded(Path directory, String table, RecordedWork record) {
    try {
      Collected collected = onEngine(directory, table);
      String version = collected.version() < 0 ? "" : Long.toString(collected.version());
      List<RunLink> links = new ArrayList<>();
      places
          .told(() -> List.of(Asset.data(DataPlace.path(directory.toString()), "")))
          .forEach(asset -> links.add(RunLink.reads(asset)));
      places
          .told(() -> List.of(Asset.data(DataPlace.path(table), version)))
          .forEach(asset -> links.add(RunLink.writes(asset)));
      record.links(links);
      record.tags(Map.of("rows", Long.toString(collected.rows())));
      record.finish(RunStatus.DONE, "");
      return collected;
    } catch (MillraceException e) {
      record.finish(RunStatus.FAILED, String.valueOf(e.getMessage()));
      throw e;
    }
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
