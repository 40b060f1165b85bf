package io.millrace.benchmarks.http;

import io.millrace.benchmarks.process.BackgroundProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own. */
public final class RunningServer implements AutoCloseable {
  private static final long LOOK_NANOS = 2_000_000;
  private static final int OK = 200;

  private final BackgroundProcess process;
  private final int port;
  private final double startSeconds;

  private RunningServer(BackgroundProcess process, int port, double startSeconds) {
    this.process = process;
    this.port = port;
    this.startSeconds = startSeconds;
  }

  /**
   * Starts a server, and returns once it answers a path with 200.
   *
   * @param output takes what the process prints
   */
  public static RunningServer start(
      List<String> command, int port, String readyPath, Path output, Duration atMost)
      throws IOException {
    long begun = System.nanoTime();
    BackgroundProcess process = BackgroundProcess.start(command, output);
    URI ready = URI.create("http://127.0.0.1:" + port + readyPath);
    while (!isReady(ready)) {
      if (!process.isAlive() || System.nanoTime() - begun > atMost.toNanos()) {
        process.close();
        throw new IllegalStateException("%s does not answer; see %s".formatted(command, output));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return new RunningServer(process, port, (System.nanoTime() - begun) / 1e9);
  }

  private static boolean isReady(URI ready) throws IOException {
    HttpURLConnection call = (HttpURLConnection) ready.toURL().openConnection();
    try {
      return call.getResponseCode() == OK;
    } catch (IOException e) {
      return false;
    } finally {
      call.disconnect();
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** From the start of the process to the first 200. */
  public double startSeconds() {
    return startSeconds;
  }

  /** The processor time of the process and of those that it started. */
  public Duration cpu() {
    return process.cpu();
  }

  /** The memory that the process holds now; -1 where the system does not tell. */
  public double residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      return -1;
    }
    return -1;
  }

  /** What is left on its heap after a collection; -1 where the JVM does not tell. */
  public double heapBytes() {
    try {
      Process asked =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  process.pid() + "",
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String told = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // It counts what is alive; the last line sums it up: Total, instances, bytes.
      String[] last = told.strip().substring(told.strip().lastIndexOf('\n') + 1).split("\\s+");
      return last[0].equals("Total") ? Double.parseDouble(last[2]) : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Asks it to end, and waits. */
  @Override
  public void close() {
    process.close();
  }
}
