package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(second.made()).isTrue();
    assertThat(run(second, jar)).isEqualTo(new Ended(0, "hello\n"));
    assertThat(run(second, jar, "-Xlog:class+load:file=" + directory.resolve("loads")).exitCode())
        .isZero();
    assertThat(Files.readString(directory.resolve("loads")))
        .contains("Hello source: shared objects file (top)");

    for (byte[] broken : List.of(new byte[0], "no archive".getBytes(StandardCharsets.UTF_8))) {
      Files.delete(second.fileOrNull());
      Files.write(second.fileOrNull(), broken);
      assertThat(run(second, jar)).as("a broken archive").isEqualTo(new Ended(0, "hello\n"));
    }
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
  void anotherJarHasAnotherArchive() throws Exception {
    Path archives = directory.resolve("classes");

    assertThat(ClassArchive.of(jar("Hello", ""), archives).fileOrNull())
        .isNotEqualTo(ClassArchive.of(jar("Other", ""), archives).fileOrNull());
  }

  @Test
  void withoutAPlaceForItAProcessStartsAsEver() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(ClassArchive.of(jar("Hello", ""), file.resolve("classes")))
        .isEqualTo(ClassArchive.NONE);
    assertThat(ClassArchive.NONE.options()).isEmpty();
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
