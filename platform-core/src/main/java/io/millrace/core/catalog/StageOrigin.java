package io.millrace.core.catalog;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a stage comes from.
 *
 * @param name {@code built in}, or the jar's file name
 * @param jarOrNull the jar of a plugin; null for the class path
 */
public record StageOrigin(String name, @Nullable Path jarOrNull) {
  /** The class path of the application. */
  public static final StageOrigin BUILT_IN = new StageOrigin("built in", null);

  public StageOrigin {
    requireNonNull(name, "name is null");
  }

  /** A plugin's jar. */
  public static StageOrigin ofJar(Path jar) {
    return new StageOrigin(requireNonNull(jar.getFileName(), "jar is a root").toString(), jar);
  }

  /** The jar of a plugin. */
  public Optional<Path> jar() {
    return Optional.ofNullable(jarOrNull);
  }
}
