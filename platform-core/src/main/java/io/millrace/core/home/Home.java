package io.millrace.core.home;

import java.net.URI;
import java.nio.file.Path;

/**
 * The directory that holds everything the embedded default needs ({@code MILLRACE_HOME}). Nothing
 * is made before something is written.
 *
 * @param root an absolute path
 */
public record Home(Path root) {
  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /** The embedded database's address, as tracking providers take it. */
  public URI tracking() {
    return URI.create("sqlite:" + database().toUri());
  }

  /** The embedded database's file. */
  public Path database() {
    return root.resolve("tracking.db");
  }

  /** Feature tables. */
  public Path features() {
    return root.resolve("features");
  }

  /**
   * The artifact store's root: kept outputs lie under {@code runs/}, packages under {@code
   * models/}.
   */
  public URI artifacts() {
    return root.toUri();
  }

  /** Scratch space, logs and reports of runs. */
  public Path runs() {
    return root.resolve("runs");
  }

  /** Plugin jars. */
  public Path plugins() {
    return root.resolve("plugins");
  }

  /** The file with secrets. */
  public Path secrets() {
    return root.resolve("secrets.yaml");
  }
}
