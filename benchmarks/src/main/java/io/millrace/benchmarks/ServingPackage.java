package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A registered model of seven steps, and the command that serves it. */
final class ServingPackage {
  private static final long ROWS = 20_000;
  private static final int FILES = 2;

  /** Those of {@code millrace serve}. */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmn16m", "-XX:MaxRAMPercentage=50", "-Xss512k");

  private final Path root;
  private final Path home;
  private final Path exported;

  private ServingPackage(Path root, Path home, Path exported) {
    this.root = root;
    this.home = home;
    this.exported = exported;
  }

  /** Learns the model on made-up rows, registers it, and exports its package. */
  static ServingPackage make(Path root, Path scratch) throws IOException {
    Path rows = scratch.resolve("rows.parquet");
    Path home = scratch.resolve("home");
    Path exported = scratch.resolve("package");
    Path output = scratch.resolve("step.out");
    MeasuredProcess.run(PlainScoring.making(ROWS, FILES, rows), output);
    MeasuredProcess.run(
        millrace(
            home,
            "run",
            root.resolve("benchmarks").resolve("serving.yaml").toString(),
            "--param",
            "data=" + rows),
        output);
    MeasuredProcess.run(
        millrace(home, "models", "export", "serving@champion", exported.toString()), output);
    return new ServingPackage(root, home, exported);
  }

  private static List<String> millrace(Path home, String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "--home";
    all[1] = home.toString();
    System.arraycopy(words, 0, all, 2, words.length);
    return JavaCommand.of("io.millrace.app.Main", all);
  }

  /** The server's jar. */
  Path jar() {
    Path jar = root.resolve("app-assembly").resolve("target").resolve("millrace-serving.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("there is no " + jar + ": mvn -DskipTests package makes it");
    }
    return jar;
  }

  /** The exported package. */
  Path directory() {
    return exported;
  }

  /** Where the model is registered. */
  String tracking() {
    return "sqlite:" + home.resolve("tracking.db");
  }

  /** A JVM with the flags of {@code millrace serve}. */
  static List<String> jvm(List<String> words) {
    List<String> command = new ArrayList<>(List.of(JavaCommand.JAVA));
    command.addAll(FLAGS);
    command.addAll(words);
    return command;
  }
}
