package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that a plan is compared with.
 *
 * @param name for positions
 * @param text its text; null if there was none yet
 */
record EarlierFile(String name, Optional<String> text) {
  private record Answer(int exitCode, String output) {}

  /**
   * Finds it.
   *
   * @param against another file, or what Git knows a commit by: then the same file as it was there
   */
  static EarlierFile of(String against, Path file, CommandContext context) {
    Path directory = context.console().directory();
    Path other = directory.resolve(against);
    if (Files.isRegularFile(other)) {
      return new EarlierFile(against, Optional.of(Arguments.text(other, against)));
    }
    Path here = directory.resolve(file).toAbsolutePath().normalize();
    Path folder = here.getParent() == null ? directory : here.getParent();
    // A name that starts with a dash would be an option of Git.
    if (against.startsWith("-")
        || git(folder, "rev-parse", "--verify", "--quiet", against + "^{commit}").exitCode() != 0) {
      throw Arguments.invalid(
          "--against takes a file, or a commit that Git knows in %s; '%s' is neither"
              .formatted(folder, against));
    }
    String path = against + ":./" + here.getFileName();
    boolean there = git(folder, "cat-file", "-e", path).exitCode() == 0;
    return new EarlierFile(
        against + ":" + file,
        there ? Optional.of(git(folder, "show", path).output()) : Optional.empty());
  }

  private static Answer git(Path directory, String... words) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), output);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "--against needs git for anything but a file, and it can't be started: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("interrupted");
    }
  }
}
