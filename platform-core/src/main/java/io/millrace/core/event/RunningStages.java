package io.millrace.core.event;

import io.millrace.api.Engine.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The stages that work now, and what was last told of each: once a second at most, the more seldom
 * the longer it works, and only what is new. Not thread-safe.
 */
final class RunningStages {
  private static final double SHORTEST = 1;
  private static final double LONGEST = 15;

  /** A stage of an hour is told of every 15 seconds, one of a minute every second. */
  private static final double OF_ITS_AGE = 1 / 240.0;

  private final LongSupplier nanos;
  private final Map<String, Stage> running = new LinkedHashMap<>();
  private Function<String, Progress> progress = stage -> Progress.NONE;

  /** A stage that works. */
  private static final class Stage {
    private final long start;
    private long told;
    private Progress last = Progress.NONE;

    Stage(long start) {
      this.start = start;
      this.told = start;
    }
  }

  /** With a clock, as {@link System#nanoTime}. */
  RunningStages(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void ask(Function<String, Progress> engine) {
    progress = engine;
  }

  void started(String stage) {
    running.put(stage, new Stage(nanos.getAsLong()));
  }

  void ended(String stage) {
    running.remove(stage);
  }

  /** Since the stage started; 0 if it does not work. */
  double seconds(String stage) {
    Stage of = running.get(stage);
    return of == null ? 0 : seconds(of.start);
  }

  /** Hands on what is new of stages whose turn it is, with the seconds since they started. */
  void tell(Teller teller) {
    running.forEach(
        (stage, state) -> {
          double age = seconds(state.start);
          if (seconds(state.told) >= Math.min(LONGEST, Math.max(SHORTEST, age * OF_ITS_AGE))) {
            Progress now = progress.apply(stage);
            if (!sameCounts(now, state.last)) {
              state.last = now;
              state.told = nanos.getAsLong();
              teller.tell(stage, age, now);
            }
          }
        });
  }

  /** The time that jobs have run is no news. */
  private static boolean sameCounts(Progress now, Progress last) {
    return now.jobs() == last.jobs()
        && now.finished() == last.finished()
        && now.total() == last.total()
        && now.rows() == last.rows()
        && now.spilledBytes() == last.spilledBytes();
  }

  private double seconds(long since) {
    return (nanos.getAsLong() - since) / 1e9;
  }

  /** Told how far a stage is. */
  interface Teller {
    void tell(String stage, double seconds, Progress now);
  }
}
