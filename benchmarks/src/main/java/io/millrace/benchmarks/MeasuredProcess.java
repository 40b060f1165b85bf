package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a process to its end and measures it from outside. */
final class MeasuredProcess {
  /** How often time and memory are looked at; what the CPU does after the last look is lost. */
  private static final int LOOK_MILLIS = 20;

  private MeasuredProcess() {}

  /**
   * Runs a command; its output goes to files.
   *
   * @throws IllegalStateException if it ends with another exit code than 0
   */
  static Measurement run(List<String> command, Path output) throws IOException {
    Path errors = output.resolveSibling(output.getFileName() + ".err");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    Duration cpu = Duration.ZERO;
    double peak = -1;
    while (!ended(process)) {
      cpu = process.info().totalCpuDuration().orElse(cpu);
      peak = Math.max(peak, peakBytes(process.pid()));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "exit code %d of %s; see %s".formatted(process.exitValue(), command, errors));
    }
    return new Measurement(seconds, cpu.toMillis() / 1e3, peak);
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The kernel's own high-water mark, where there is one. */
  private static double peakBytes(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return -1;
    }
    return -1;
  }
}
