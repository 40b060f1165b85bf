package io.millrace.serving.rollout;

import io.millrace.serving.model.ServedModel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loaded version, with a count of who uses it: each request that it answers, and the table as
 * long as a route, a rollback or a shadow may want it. At zero it is let go, for good. Thread-safe.
 */
final class Resident {
  private final ServedModel model;
  private final Runnable letGo;
  private final AtomicInteger holders = new AtomicInteger(1);

  /**
   * A version that its maker holds.
   *
   * @param letGo runs once, when nobody holds it any more
   */
  Resident(ServedModel model, Runnable letGo) {
    this.model = model;
    this.letGo = letGo;
  }

  ServedModel model() {
    return model;
  }

  String version() {
    return model.version();
  }

  /** Takes hold of it, unless it was let go. */
  boolean acquire() {
    int held = holders.get();
    while (held > 0) {
      if (holders.compareAndSet(held, held + 1)) {
        return true;
      }
      held = holders.get();
    }
    return false;
  }

  /** Ends one hold. */
  void release() {
    int held = holders.decrementAndGet();
    if (held == 0) {
      letGo.run();
    } else if (held < 0) {
      throw new IllegalStateException("a lease of version " + version() + " was closed twice");
    }
  }

  /** How many hold it now. */
  int holders() {
    return holders.get();
  }

  @Override
  public String toString() {
    return model.name() + ":" + version();
  }
}
