package io.millrace.app.architecture.broken.left;

import io.millrace.app.architecture.broken.right.Right;

/** Needs what needs it. */
public final class Left {
  /** Must not be done. */
  public Object right() {
    return new Right();
  }
}
