package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Runs the server as a process of its own, which ends when this one does. */
final class ServerProcess {
  private static final String JAR = "millrace-serving.jar";
  private static final String MAIN_CLASS = "io.millrace.serving.Main";

  /** A server answers what it has begun to, which takes it up to 25 s. */
  private static final int DRAIN_SECONDS = 30;

  private ServerProcess() {}

  /**
   * Runs it until it ends; its exit code.
   *
   * @param environment variables beside those of this process
   * @param archives where archives of its classes are kept
   * @param ended is told its exit code, also where this process is ending as well
   */
  static int run(
      List<String> words,
      Map<String, String> environment,
      Console console,
      Path archives,
      IntConsumer ended) {
    List<String> command = new ArrayList<>(List.of(java()));
    Optional<Path> jar = jar();
    ClassArchive archive =
        jar.map(file -> ClassArchive.of(file, archives)).orElse(ClassArchive.NONE);
    // Requests leave little behind: a small young generation keeps the process small, not slow.
    command.addAll(
        List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmn16m", "-XX:MaxRAMPercentage=50", "-Xss512k"));
    command.addAll(archive.options());
    command.addAll(program(jar));
    command.addAll(words);
    console.out().flush();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(console.directory().toFile()).inheritIO();
      builder.environment().putAll(environment);
      Process process = builder.start();
      Thread end = new Thread(() -> end(process, archive, ended));
      Runtime.getRuntime().addShutdownHook(end);
      int exitCode = process.waitFor();
      ended.accept(exitCode);
      Runtime.getRuntime().removeShutdownHook(end);
      archive.ended(exitCode);
      return exitCode;
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "the server can't be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    } catch (IllegalStateException e) {
      // This process is ending as well: its hook waits for the server.
      return 130;
    }
  }

  private static void end(Process process, ClassArchive archive, IntConsumer ended) {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        ended.accept(process.exitValue());
      } else {
        ended.accept(process.exitValue());
        archive.ended(process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The server's own jar, which lies beside this one. */
  private static Optional<Path> jar() {
    try {
      Path own =
          Path.of(ServerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(own.resolveSibling(JAR)).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      // Not from a file: as if the jar were not there.
      return Optional.empty();
    }
  }

  /** Without the jar, the classes that this process has. */
  private static List<String> program(Optional<Path> jar) {
    return jar.map(file -> List.of("-jar", file.toString()))
        .orElseGet(() -> List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
  }
}
