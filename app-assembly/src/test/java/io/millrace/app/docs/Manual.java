package io.millrace.app.docs;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the manual lies. */
public final class Manual {
  private Manual() {}

  /** The top of the checkout. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isRegularFile(directory.resolve("millrace"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException("the tests run outside of a checkout");
    }
    return directory;
  }
}
