package io.millrace.tracking.openlineage;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Events that did not arrive: the first is told with its reason, the others by their number. */
final class Losses {
  private final String target;
  private final Consumer<String> warnings;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /**
   * Of one sink.
   *
   * @param target where events go, as users may see it
   * @param warnings takes sentences for the user
   */
  Losses(String target, Consumer<String> warnings) {
    this.target = target;
    this.warnings = warnings;
  }

  /** There is one more event. */
  void taken() {
    taken.incrementAndGet();
  }

  /**
   * One of them did not arrive.
   *
   * @param why a sentence without its full stop
   */
  void lost(String why) {
    if (lost.incrementAndGet() == 1) {
      warnings.accept(why + ". The work goes on; OpenLineage events are lost.");
    }
  }

  /** Says how many, if any. */
  void tell() {
    if (lost.get() > 0) {
      warnings.accept(
          "%d of %d OpenLineage events did not get to %s."
              .formatted(lost.get(), taken.get(), target));
    }
  }
}
