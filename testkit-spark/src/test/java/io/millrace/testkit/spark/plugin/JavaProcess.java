package io.millrace.testkit.spark.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another JVM, of which a test reads the output; ends with the test. */
final class JavaProcess implements AutoCloseable {
  private static final String END = "\u0000end";
  private static final int PATIENCE_SECONDS = 180;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private JavaProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a main class with this JVM's flags. */
  static JavaProcess start(
      String classPath, Map<String, String> environment, String memory, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(memory);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(opens());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("CLASSPATH", classPath);
    return new JavaProcess(builder.start());
  }

  /** The flags by which this JVM opens the JDK to Spark. */
  private static List<String> opens() {
    return java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-opens") || flag.startsWith("-Djdk.reflect"))
        .toList();
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("output ended: " + e.getMessage());
    }
    lines.add(END);
  }

  /** Waits for a line that contains a text. */
  JavaProcess awaitLine(String text) throws InterruptedException {
    while (!next().contains(text)) {
      if (seen.get(seen.size() - 1).equals(END)) {
        throw new AssertionError("the process ended before it said '" + text + "':\n" + output());
      }
    }
    return this;
  }

  /** All lines until the process ends. */
  List<String> awaitEnd() throws InterruptedException {
    while (!next().equals(END)) {
      continue;
    }
    return List.copyOf(seen);
  }

  private String next() throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("the process said nothing more for 180 s:\n" + output());
    }
    seen.add(line);
    return line;
  }

  private String output() {
    return String.join("\n", seen);
  }

  @Override
  public void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
