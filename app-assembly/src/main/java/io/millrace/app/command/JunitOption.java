package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Results for a CI server. */
public final class JunitOption {
  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "writes the results as JUnit XML too, for CI servers")
  private @Nullable Path file;

  /** Writes the document, if the call asks for one. */
  void write(CommandContext context, Supplier<String> document) {
    if (file == null) {
      return;
    }
    Path target = context.console().directory().resolve(file);
    try {
      Path parent = target.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(target, document.get());
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the results can't be written to '%s': %s".formatted(file, e),
          e);
    }
  }
}
