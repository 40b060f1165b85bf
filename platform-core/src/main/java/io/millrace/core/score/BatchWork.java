package io.millrace.core.score;

import io.millrace.api.BatchScoring;
import io.millrace.api.Engine;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.output.Written;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.wiring.World;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Scores a frame with a package and writes it, once for each key; within a stage's work. */
public final class BatchWork<D> implements BatchScoring<D> {
  private final World<D> world;
  private final Engine<D> engine;
  private final LoadedPackage<D> loaded;
  private final @Nullable Integer version;
  private final Supplier<D> frame;

  /**
   * @param version the registered version of the package; null if it has none
   * @param frame the rows, asked for only where they are needed
   */
  public BatchWork(
      World<D> world,
      Engine<D> engine,
      LoadedPackage<D> loaded,
      @Nullable Integer version,
      Supplier<D> frame) {
    this.world = world;
    this.engine = engine;
    this.loaded = loaded;
    this.version = version;
    this.frame = frame;
  }

  @Override
  public Scored score(Output output, boolean stamp, EffectKey key) {
    OutputWriter<D> writer = world.writer(output);
    Optional<Written> before = find(writer, output, key);
    if (before.isPresent()) {
      return new Scored(before.get(), true, -1);
    }
    AtomicLong read = new AtomicLong(-1);
    AtomicLong kept = new AtomicLong(-1);
    D rows = frame.get();
    if (stamp) {
      Stamp.requireRoom(engine.schema(rows));
    }
    D predicted = loaded.predict(engine.counting(rows, read::set), engine);
    D stamped = ScoredRows.of(rows, predicted, loaded, stamp ? stamp(key) : null, engine);
    Written written = writer.write(engine.counting(stamped, kept::set), output, key);
    long count = written.rows() >= 0 ? written.rows() : awaited(kept);
    boolean consistent = count >= 0 && awaited(read) >= count;
    return new Scored(
        new Written(written.content(), count, written.facts()),
        false,
        consistent ? read.get() - count : -1);
  }

  /** Figures of an engine's jobs may come a moment after them. */
  private static long awaited(AtomicLong figure) {
    long late = System.nanoTime() + 2_000_000_000L;
    while (figure.get() < 0 && System.nanoTime() < late) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
    return figure.get();
  }

  private Stamp stamp(EffectKey key) {
    return new Stamp(loaded.name(), version, loaded.packageHash(), key.run(), Instant.now());
  }

  /**
   * What the job wrote before.
   *
   * @throws MillraceException INVALID_CALL, if it wrote something else there
   */
  static <D> Optional<Written> find(OutputWriter<D> writer, Output output, EffectKey key) {
    Optional<Written> found = writer.find(output, key);
    found
        .filter(written -> !written.content().equals(key.fingerprint()))
        .ifPresent(
            other -> {
              throw new MillraceException(
                  StandardError.INVALID_CALL,
                  "the job '%s' wrote %s before, with another model, other rows or other options; take another name for this job"
                      .formatted(key.run(), output.shown()));
            });
    return found;
  }
}
