package io.millrace.app;

import io.millrace.app.docs.Manual;
import io.millrace.testkit.jar.JarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The plugin of the examples, with a stage and its scoring operator, from its own sources. */
final class WinsorizeJar {
  private static final String SERVICES = "META-INF/services";

  private WinsorizeJar() {}

  static Path build(Path jar) throws IOException {
    return named("winsorize", jar);
  }

  /** Under another name, all of it: package, stage and operator. */
  static Path named(String plugin, Path jar) throws IOException {
    return built(text -> text.replaceAll("\\bwinsorize\\b", plugin), jar);
  }

  /** Another build, that clips to other values. */
  static Path another(Path jar) throws IOException {
    return built(text -> text.replace("Math.max(lower, ", "0.9 * Math.max(lower, "), jar);
  }

  private static Path built(UnaryOperator<String> renamed, Path jar) throws IOException {
    Path main = Manual.root().resolve("examples/plugin-winsorize/src/main");
    JarBuilder builder = JarBuilder.plugin(renamed.apply("com.example.winsorize.WinsorizeFactory"));
    Path sources = main.resolve("java");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String name = sources.relativize(file).toString().replace('/', '.');
        builder.source(
            renamed.apply(name.substring(0, name.length() - ".java".length())),
            renamed.apply(Files.readString(file)));
      }
    }
    String operators = "io.millrace.model.scoring.ScoringOperator";
    builder.file(
        SERVICES + "/" + operators,
        renamed.apply(
            Files.readString(main.resolve("resources").resolve(SERVICES).resolve(operators))));
    Files.createDirectories(jar.toAbsolutePath().getParent());
    return builder.build(jar);
  }
}
