package io.millrace.app.architecture.broken;

import io.millrace.core.home.Home;
import java.nio.file.Path;

/** An adapter that knows core. */
public final class SeesCore {
  private SeesCore() {}

  /** Must not be done. */
  public static Path root(Home home) {
    return home.root();
  }
}
