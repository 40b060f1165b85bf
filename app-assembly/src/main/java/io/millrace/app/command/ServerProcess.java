package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the server as a process of its own, which ends when this one does. */
final class ServerProcess {
  private static final String JAR = "millrace-serving.jar";
  private static final String MAIN_CLASS = "io.millrace.serving.Main";

  /** A server answers what it has begun to, which takes it up to 25 s. */
  private static final int DRAIN_SECONDS = 30;

  private ServerProcess() {}

  /** Runs it until it ends; its exit code. */
  static int run(List<String> words, Console console) {
    List<String> command = new ArrayList<>(List.of(java()));
    // Requests leave little behind: a small young generation keeps the process small, not slow.
    command.addAll(
        List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmn16m", "-XX:MaxRAMPercentage=50", "-Xss512k"));
    command.addAll(program());
    command.addAll(words);
    console.out().flush();
    try {
      Process process =
          new ProcessBuilder(command).directory(console.directory().toFile()).inheritIO().start();
      Thread end = new Thread(() -> end(process));
      Runtime.getRuntime().addShutdownHook(end);
      int exitCode = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
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

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The server's own jar, which lies beside this one; else the classes that this process has. */
  private static List<String> program() {
    try {
      Path own =
          Path.of(ServerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = own.resolveSibling(JAR);
      if (Files.isRegularFile(jar)) {
        return List.of("-jar", jar.toString());
      }
    } catch (URISyntaxException e) {
      // Not from a file: as if the jar were not there.
    }
    return List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS);
  }
}
