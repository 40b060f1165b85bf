package io.millrace.testkit.spark.plugin;

import static java.util.Objects.requireNonNull;

import io.millrace.testkit.jar.JarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The plugins that these tests put into Spark. */
final class TestPlugins {
  private static final Path WINSORIZE = Path.of("../examples/plugin-winsorize/src");

  private TestPlugins() {}

  /** A plugin with the stage {@code transform/NAME} and that version of the library. */
  static Path probe(Path directory, String name, String version) {
    String acme = "com.acme." + name + ".";
    return JarBuilder.plugin(acme + "ProbeFactory")
        .source(acme + "ProbeFactory", source("ProbeFactory", name))
        .source(acme + "Probe", source("Probe", name))
        .source(
            "com.acme.lib.Version",
            "package com.acme.lib; public final class Version {"
                + " public static String text() { return \"%s\"; } }".formatted(version))
        .build(directory.resolve("probe-" + name + ".jar"));
  }

  /** The example's stage, from the example's own sources. */
  static Path winsorize(Path directory) throws IOException {
    JarBuilder jar = JarBuilder.plugin("com.example.winsorize.WinsorizeFactory");
    addSources(jar, WINSORIZE.resolve("main/java"));
    return jar.build(directory.resolve("winsorize.jar"));
  }

  /** Compiles the main and test sources of a Maven project together. */
  static Path project(Path project, Path jar) throws IOException {
    JarBuilder builder = JarBuilder.library();
    addSources(builder, project.resolve("src/main/java"));
    addSources(builder, project.resolve("src/test/java"));
    return builder.build(jar);
  }

  private static void addSources(JarBuilder jar, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String name = root.relativize(file).toString().replace('\\', '.').replace('/', '.');
        jar.source(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
  }

  private static String source(String className, String name) {
    String resource = "/probe/" + className + ".java.txt";
    try (InputStream in = requireNonNull(TestPlugins.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("PROBE", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
