package io.millrace.core.run;

import io.millrace.api.Engine;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts the engine when the first stage needs it, and never where none does. Thread-safe. */
public final class EngineSource<D> implements AutoCloseable {
  private final Supplier<Engine<D>> starter;
  private @Nullable Engine<D> engine;

  /** With what starts an engine. */
  public EngineSource(Supplier<Engine<D>> starter) {
    this.starter = starter;
  }

  /** The engine, started if it does not run yet. */
  synchronized Engine<D> engine(String stage, RunListener listener) {
    if (engine == null) {
      listener.engineStarting(stage);
      long start = System.nanoTime();
      Engine<D> started = starter.get();
      engine = started;
      List<String> versions = started.versions();
      listener.engineStarted(versions, (System.nanoTime() - start) / 1e9, started::progress);
    }
    return engine;
  }

  /** The engine, if it runs. */
  public synchronized Optional<Engine<D>> started() {
    return Optional.ofNullable(engine);
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }
}
