package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.jar.JarBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of the server's classes, through {@code serve} as processes of their own. */
@Tag("full")
final class QuickStartOfServerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path directory;

  @Test
  void theFirstServerLeavesAnArchiveThatTheNextUsesAndABrokenOneIsMadeAgain() throws Exception {
    RegisteredBands.in(directory, 0, 10);
    Path archives = directory.resolve(".millrace/cache/classes");
    List<String> command = commandWithTheServersJarBesideIt();

    assertThat(served(command, "off").options()).noneMatch(word -> word.contains("Archive"));
    assertThat(archives).doesNotExist();

    assertThat(served(command, "on").isToLeaveOne()).as("in a fresh home").isTrue();
    Path archive = onlyFile(archives);
    assertThat(served(command, "on").uses(archive)).isTrue();
    assertThat(onlyFile(archives)).isEqualTo(archive);

    byte[] whole = Files.readAllBytes(archive);
    Files.delete(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    assertThat(served(command, "on").isToLeaveOne()).as("where one is cut off").isTrue();
    assertThat(served(command, "on").uses(onlyFile(archives))).isTrue();
  }

  /**
   * A server that was ready and ended.
   *
   * @param options what its JVM was told
   * @param mapped the files that its JVM had in its memory; null where the system doesn't tell
   */
  private record Served(List<String> options, @Nullable String mapped) {
    static Served by(ProcessHandle server) throws IOException {
      Path maps = Path.of("/proc", Long.toString(server.pid()), "maps");
      return new Served(
          List.of(server.info().arguments().orElseThrow()),
          Files.exists(maps) ? Files.readString(maps) : null);
    }

    boolean isToLeaveOne() {
      return options.stream().anyMatch(word -> word.startsWith("-XX:ArchiveClassesAtExit="));
    }

    /** A JVM that passes over an archive maps nothing of it. */
    boolean uses(Path archive) {
      return options.contains("-XX:SharedArchiveFile=" + archive)
          && (mapped == null || mapped.contains(archive.toString()));
    }
  }

  /** Serves until the server is ready, and ends it with TERM. */
  private Served served(List<String> command, String quickStart) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("MILLRACE_QUICK_START", quickStart);
    builder.environment().remove("MILLRACE_HOME");
    Process process = builder.start();
    try {
      awaitReady(process);
      ProcessHandle server = process.children().findFirst().orElseThrow();
      Served served = Served.by(server);
      process.destroy();
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(server.isAlive()).as("the server").isFalse();
      assertThat(Files.readString(directory.resolve("err"))).doesNotContainIgnoringCase("archive");
      return served;
    } finally {
      process.destroyForcibly();
    }
  }

  private void awaitReady(Process process) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(directory.resolve("out")).contains("Ready at http://")) {
      boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() > deadline) {
        throw new AssertionError(
            Files.readString(directory.resolve("out"))
                + Files.readString(directory.resolve("err")));
      }
    }
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).singleElement().asString().endsWith(".jsa");
      return all.get(0);
    }
  }

  /** As the build leaves them; an archive takes classes from jars only. */
  private List<String> commandWithTheServersJarBesideIt() throws IOException {
    Path program = Files.createDirectory(directory.resolve("program"));
    List<String> jars = new ArrayList<>();
    String own = "";
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = jar(path, program.resolve("classes-" + jars.size() + ".jar"));
        own = Files.exists(path.resolve("io/millrace/app/Main.class")) ? jar.toString() : own;
        jars.add(jar.toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    assertThat(own).as("the jar of the command line's classes").isNotEmpty();
    JarBuilder.library()
        .attribute("Main-Class", "io.millrace.serving.Main")
        .attribute(
            "Class-Path",
            // For archives, a JVM reads them as paths from the jar's directory.
            String.join(" ", jars.stream().map(jar -> relative(program, Path.of(jar))).toList()))
        .build(program.resolve("millrace-serving.jar"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        own + File.pathSeparator + String.join(File.pathSeparator, jars),
        "io.millrace.app.Main",
        "serve",
        "bands:1",
        "--port",
        "0");
  }

  private static String relative(Path from, Path to) {
    return from.relativize(to.toAbsolutePath()).toString().replace(File.separatorChar, '/');
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    JarBuilder builder = JarBuilder.library();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        if (!name.equals("META-INF/MANIFEST.MF")) {
          builder.file(name, Files.readAllBytes(file));
        }
      }
    }
    return builder.build(jar);
  }
}
