package io.millrace.app.command;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns Ctrl-C into a request to stop where it is safe; a second one ends the process at once. A
 * run can be resumed after either.
 */
final class Interrupts implements AutoCloseable {
  private static final int INTERRUPTED = 130;
  private static final Signal INT = new Signal("INT");
  private static final Signal TERM = new Signal("TERM");

  private final Map<Signal, SignalHandler> before;

  private Interrupts(Map<Signal, SignalHandler> before) {
    this.before = before;
  }

  /** Calls {@code cancel} at the first signal, until closed. */
  static Interrupts calling(Runnable cancel, Console console) {
    return ending(
        () -> {
          console.note("stopping where it is safe; once more to stop at once");
          cancel.run();
        });
  }

  /** The same without a word. */
  static Interrupts ending(Runnable cancel) {
    AtomicBoolean asked = new AtomicBoolean();
    SignalHandler handler =
        signal -> {
          if (asked.getAndSet(true)) {
            Runtime.getRuntime().halt(INTERRUPTED);
          }
          cancel.run();
        };
    return new Interrupts(
        Map.of(INT, Signal.handle(INT, handler), TERM, Signal.handle(TERM, handler)));
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
