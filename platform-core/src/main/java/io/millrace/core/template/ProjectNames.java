package io.millrace.core.template;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * What a project and its parts are called, made of the name of its directory.
 *
 * @param name lower-case words joined by dashes: an artifact's, a stage's and a pipeline's name
 */
record ProjectNames(String name) {
  private static final String GROUP = "com.example.";

  /**
   * Of the directory's last name; what no name may hold becomes a dash.
   *
   * @throws MillraceException INVALID_CALL, if that leaves nothing that starts with a letter
   */
  static ProjectNames of(Path directory) {
    String last =
        Optional.ofNullable(directory.toAbsolutePath().normalize().getFileName())
            .map(Path::toString)
            .orElse("");
    String name =
        last.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[^a-z]+", "")
            .replaceAll("-$", "");
    if (name.isEmpty()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "no project can be named after the directory '"
              + directory
              + "'; choose a name with letters from a to z");
    }
    return new ProjectNames(name);
  }

  /** A Java package of its own. */
  String packageName() {
    String packageName = GROUP + name.replace("-", "");
    // The way of JLS 6.1 for words that Java keeps for itself.
    return SourceVersion.isName(packageName) ? packageName : packageName + "_";
  }

  /** The directory of the package. */
  String path() {
    return packageName().replace('.', '/');
  }

  /** The words as a Java class's name. */
  String className() {
    return Stream.of(name.split("-", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
