package io.millrace.app.architecture.broken.right;

import io.millrace.app.architecture.broken.left.Left;

/** Needs what needs it. */
public final class Right {
  /** Must not be done. */
  public Object left() {
    return new Left();
  }
}
