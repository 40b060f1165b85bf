package io.millrace.stages.deploy.kubernetes;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the server's jar lies. */
final class ServerJar {
  private ServerJar() {}

  /**
   * The jar that was named, else the one beside a jar of the class path: the build puts it there.
   *
   * @throws MillraceException MISSING_FILE, if there is none
   */
  static Path find(@Nullable String named, String classPath) {
    if (named != null) {
      Path jar = Path.of(named);
      if (!Files.isRegularFile(jar)) {
        throw new MillraceException(
            StandardError.MISSING_FILE,
            "serverJar: there is no file %s; millrace-serving.jar is made by the build, in app-assembly/target"
                .formatted(jar));
      }
      return jar;
    }
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .map(entry -> Path.of(entry).toAbsolutePath().getParent())
        .filter(Objects::nonNull)
        .map(directory -> directory.resolve(Dockerfile.JAR))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.MISSING_FILE,
                    "there is no millrace-serving.jar beside Millrace's own jar; say with serverJar"
                        + " where it lies"));
  }
}
