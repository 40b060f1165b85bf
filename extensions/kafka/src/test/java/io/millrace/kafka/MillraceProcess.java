package io.millrace.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Processes of the command line that know Kafka by the plugin's jar alone. */
final class MillraceProcess {
  /** What the jar has to bring. */
  private static final List<String> HIDDEN =
      List.of("extensions/kafka", "extension-kafka", "kafka", "commons-pool2");

  private static final Path JAR =
      Path.of(System.getProperty("millrace.kafka.jar", "target/millrace-kafka.jar"));
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final Process process;
  private final Path out;

  private MillraceProcess(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /** A folder in which {@code millrace} can be called, with a registered model {@code leavers}. */
  static Path site(Path directory) throws IOException, InterruptedException {
    assertThat(JAR).as("the plugin is packaged before its tests").exists();
    Path home = directory.resolve("home");
    Files.createDirectories(home.resolve("plugins"));
    Files.copy(JAR, home.resolve("plugins/millrace-kafka.jar"));
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.writeString(bin.resolve("millrace"), launcher());
    assertThat(bin.resolve("millrace").toFile().setExecutable(true)).isTrue();
    assertThat(start(directory, "millrace new pipeline leavers").end()).isZero();
    Path site = directory.resolve("leavers");
    MillraceProcess run = start(site, "millrace run pipeline.yaml");
    assertThat(run.end()).as(run.output()).isZero();
    return site;
  }

  private static String launcher() {
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Dio.netty"))
            .collect(Collectors.joining(" "));
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> HIDDEN.stream().noneMatch(entry::contains))
            .map(entry -> entry.isEmpty() ? "" : Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return "#!/bin/sh\nexec '%s/bin/java' %s -Xss4m -Xmx1g -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' io.millrace.app.Main \"$@\"\n"
        .formatted(System.getProperty("java.home"), options, classPath);
  }

  /** Starts a command of bash. */
  static MillraceProcess start(Path site, String command) throws IOException {
    Path top = Files.isDirectory(site.resolve("bin")) ? site : requireNonNull(site.getParent());
    Path out = Files.createTempFile(top, "out", ".txt");
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", "exec " + command);
    Map<String, String> environment = bash.environment();
    environment.put("PATH", top.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("MILLRACE_HOME", top.resolve("home").toString());
    environment.put("MILLRACE_SECRET_KAFKA_PASSWORD", "correct-horse");
    Process process =
        bash.directory(site.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    return new MillraceProcess(process, out);
  }

  /** What it said. */
  String output() throws IOException {
    return Files.readString(out);
  }

  /** Waits for a condition while it works. */
  void await(BooleanSupplier condition) throws IOException, InterruptedException {
    Instant late = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      boolean over = process.waitFor(100, TimeUnit.MILLISECONDS) || Instant.now().isAfter(late);
      if (over && !condition.getAsBoolean()) {
        kill();
        throw new AssertionError("waited in vain; it said: " + output());
      }
    }
  }

  /** Waits until it said so. */
  void awaitOutput(String text) throws IOException, InterruptedException {
    await(
        () -> {
          try {
            return output().contains(text);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  /** Its exit code, when it has ended. */
  int end() throws InterruptedException {
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
    return process.exitValue();
  }

  /** {@code TERM}. */
  void terminate() {
    process.destroy();
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
