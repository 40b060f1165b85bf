package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassArchiveTest {
  @TempDir private Path directory;

  private record Ended(int exitCode, String output) {}

  @Test
  void theFirstProcessThatEndsWellLeavesAnArchiveForTheOthers() throws Exception {
    Path jar = jar("Hello", "System.out.println(\"hello\"); System.exit(args.length);");
    Path archives = directory.resolve("home/classes");

    ClassArchive first = ClassArchive.of(jar, archives);
    assertThat(run(first, jar)).isEqualTo(new Ended(0, "hello\n"));
    first.ended(0);

    ClassArchive second = ClassArchive.of(jar, archives);
    assertThat(files(archives)).containsExactly(second.fileOrNull());
    assertThat(run(second, jar)).isEqualTo(new Ended(0, "hello\n"));
    assertThat(run(second, jar, "-Xlog:class+load:file=" + directory.resolve("loads")).exitCode())
        .isZero();
    assertThat(Files.readString(directory.resolve("loads")))
        .contains("Hello source: shared objects file (top)");
  }

  @Test
  void anArchiveThatIsNotWholeIsMadeAgain() throws Exception {
    Path jar = jar("Hello", "System.out.println(\"hello\");");
    Path archives = directory.resolve("classes");
    byte[] whole = Files.readAllBytes(made(jar, archives));
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 1;

    for (byte[] broken : List.of(new byte[0], Arrays.copyOf(whole, whole.length - 4096), changed)) {
      Path file = ClassArchive.of(jar, archives).fileOrNull();
      Files.delete(file);
      Files.write(file, broken);

      ClassArchive next = ClassArchive.of(jar, archives);

      assertThat(next.fileOrNull()).as("what the JVM, which would crash on it, is given").isNull();
      assertThat(run(next, jar)).isEqualTo(new Ended(0, "hello\n"));
      next.ended(0);
      assertThat(files(archives)).containsExactly(ClassArchive.of(jar, archives).fileOrNull());
    }
  }

  @Test
  void aCopyOfTheJarWhoseArchiveTheJvmWouldPassOverHasItsOwn() throws Exception {
    Path jar = jar("Hello", "");
    Path archives = directory.resolve("classes");
    Path archive = made(jar, archives);

    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));

    assertThat(ClassArchive.of(jar, archives).fileOrNull()).isNull();
    assertThat(made(jar, archives)).isNotEqualTo(archive);
  }

  @Test
  void onlyTheArchivesLastUsedAreKeptAndNothingOfProcessesThatAreGone() throws Exception {
    Path archives = Files.createDirectories(directory.resolve("classes"));
    List<Path> others = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      Path other = Files.writeString(archives.resolve("serving-0000000" + day + "-0.jsa"), "");
      Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH.plus(day, ChronoUnit.DAYS)));
      others.add(other);
    }
    Path killed = Files.writeString(archives.resolve("serving-00000001.999999999"), "");
    Path starting =
        Files.writeString(
            archives.resolve("serving-00000001." + ProcessHandle.current().pid()), "");
    Path foreign = Files.writeString(archives.resolve("notes.txt"), "");

    Path archive = made(jar("Hello", ""), archives);

    assertThat(files(archives))
        .containsExactlyInAnyOrder(
            archive, others.get(4), others.get(3), others.get(2), starting, foreign);
    assertThat(killed).doesNotExist();
  }

  @Test
  void aProcessThatFailedLeavesNone() throws Exception {
    Path jar = jar("Hello", "");
    ClassArchive archive = ClassArchive.of(jar, directory.resolve("classes"));
    assertThat(run(archive, jar).exitCode()).isZero();

    archive.ended(5);

    assertThat(files(directory.resolve("classes"))).isEmpty();
  }

  @Test
  void withoutAPlaceForItAProcessStartsAsEver() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(ClassArchive.of(jar("Hello", ""), file.resolve("classes")))
        .isEqualTo(ClassArchive.NONE);
    assertThat(ClassArchive.NONE.options()).isEmpty();
  }

  /** What a process leaves that ends well. */
  private Path made(Path jar, Path archives) throws Exception {
    ClassArchive first = ClassArchive.of(jar, archives);
    assertThat(run(first, jar).exitCode()).isZero();
    first.ended(0);
    return Objects.requireNonNull(ClassArchive.of(jar, archives).fileOrNull());
  }

  private Ended run(ClassArchive archive, Path jar, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(archive.options());
    command.addAll(List.of(more));
    command.addAll(List.of("-jar", jar.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private Path jar(String name, String statements) throws IOException {
    Path classes = Files.createDirectories(directory.resolve(name));
    Path source = classes.resolve(name + ".java");
    Files.writeString(
        source,
        "public class %s { public static void main(String[] args) { %s } }"
            .formatted(name, statements));
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, name);
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry(name + ".class"));
      entries.write(Files.readAllBytes(classes.resolve(name + ".class")));
    }
    return jar;
  }
}
