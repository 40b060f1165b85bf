package io.millrace.app.architecture.broken;

import io.millrace.app.architecture.broken.left.Left;

/** A module that knows the module beside it. */
public final class SeesStorage {
  private SeesStorage() {}

  /** Must not be done. */
  public static Object neighbour() {
    return new Left();
  }
}
