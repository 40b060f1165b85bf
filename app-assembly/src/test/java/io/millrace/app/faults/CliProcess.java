package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process of the command line, watched by a test. */
final class CliProcess {
  /** For machines that do much else besides. */
  private static final Duration DEADLINE = Duration.ofMinutes(6);

  private final Process process;
  private final Path directory;

  /**
   * A process that was started.
   *
   * @param directory where its streams {@code out} and {@code err} go, and what {@link Pause}
   *     writes
   */
  CliProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /**
   * What a process left.
   *
   * @param exitCode its exit code
   * @param out its standard output
   * @param err its standard error
   */
  record Ended(int exitCode, String out, String err) {}

  /** Waits until it is held, and says at which moment; empty if it ended without. */
  String awaitHeld() throws Exception {
    Path held = directory.resolve("held");
    return await(() -> Files.exists(held)) ? read("held") : "";
  }

  /** Waits until its standard error has that text. */
  void awaitMessage(String text) throws Exception {
    assertThat(await(() -> read("err").contains(text))).as(read("err")).isTrue();
  }

  /** Waits for a condition; false if the process ended before it held. */
  boolean await(BooleanSupplier condition) throws Exception {
    Instant late = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        return condition.getAsBoolean();
      }
      if (Instant.now().isAfter(late)) {
        kill();
        throw new AssertionError("waited in vain; it said: " + read("out") + read("err"));
      }
    }
    return true;
  }

  /** Lets it go on from where it is held. */
  void letGo() throws IOException {
    Files.createFile(directory.resolve("go"));
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends it {@code INT} or {@code TERM}. */
  void signal(String name) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Waits for its end. */
  Ended end() throws Exception {
    await(() -> false);
    return new Ended(process.exitValue(), read("out"), read("err"));
  }

  /** The writes that it made, in their order. */
  List<String> writes() {
    return read("trace")
        .lines()
        .filter(line -> line.startsWith("after "))
        .map(line -> line.substring("after ".length()))
        .toList();
  }

  private String read(String name) {
    try {
      Path file = directory.resolve(name);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
