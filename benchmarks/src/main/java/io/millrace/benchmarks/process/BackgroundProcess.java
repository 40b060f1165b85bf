package io.millrace.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that goes on until it is asked to end. */
public final class BackgroundProcess implements AutoCloseable {
  /** A stream ends behind the batch under way. */
  private static final int END_SECONDS = 60;

  private final Process process;

  private BackgroundProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param output takes what the process prints
   */
  public static BackgroundProcess start(List<String> command, Path output) throws IOException {
    return new BackgroundProcess(
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start());
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** The processor time of the process and of those that it started. */
  public Duration cpu() {
    Duration own = process.info().totalCpuDuration().orElse(Duration.ZERO);
    return process
        .descendants()
        .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(own, Duration::plus);
  }

  /** Asks it and those that it started to end, and waits; ends it where that takes too long. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
