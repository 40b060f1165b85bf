package io.millrace.benchmarks;

import io.millrace.benchmarks.http.FreePort;
import io.millrace.benchmarks.http.LoadGenerator;
import io.millrace.benchmarks.http.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the server's jar weighs, how long it takes to its first 200, and what it holds then. */
final class ServerStarts {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final String KEY = "key-of-the-benchmark-0123456789";
  private static final double MIB = 1 << 20;

  private final BenchmarkOptions options;
  private final ServingPackage model;

  private ServerStarts(BenchmarkOptions options, ServingPackage model) {
    this.options = options;
    this.model = model;
  }

  /** A command that starts the server, and what each of its starts took. */
  private record Way(String name, List<String> command, List<double[]> figures) {
    Way(String name, List<String> command) {
      this(name, command, new ArrayList<>());
    }
  }

  /** Measures and prints; a first start, which is not counted, brings the files into memory. */
  static void measure(Path root, BenchmarkOptions options) throws IOException {
    ServerStarts starts = new ServerStarts(options, ServingPackage.make(root, options.scratch()));
    RawResults raw =
        RawResults.begin(
            options.results(root.resolve("benchmarks").resolve("results")),
            "server",
            "way",
            "start s",
            "start CPU s",
            "resident MiB",
            "after load MiB");
    System.out.printf(Locale.ROOT, "jar %.1f MB%n", Files.size(starts.model.jar()) / 1e6);
    Way plain = new Way("java -jar", List.of(JavaCommand.JAVA));
    Way archived = new Way("with the archive", starts.withArchive());
    for (int start = 0; start <= options.pairs(); start++) {
      for (Way way : start % 2 == 0 ? List.of(plain, archived) : List.of(archived, plain)) {
        double[] figures = starts.start(way);
        if (start > 0) {
          way.figures().add(figures);
          raw.add(way.name(), figures[0], figures[1], figures[2], figures[3]);
        }
      }
    }
    print(plain);
    print(archived);
    starts.countClasses(plain);
  }

  /** As {@code millrace serve} and the image start it. */
  private List<String> withArchive() throws IOException {
    Path archive = options.scratch().resolve("serving.jsa");
    List<String> rehearsal = ServingPackage.jvm(List.of("-XX:ArchiveClassesAtExit=" + archive));
    rehearsal.addAll(program());
    rehearsal.add("--rehearse");
    MeasuredProcess.run(rehearsal, options.scratch().resolve("rehearsal.out"));
    System.out.printf(Locale.ROOT, "archive %.1f MB%n", Files.size(archive) / 1e6);
    return ServingPackage.jvm(List.of("-XX:SharedArchiveFile=" + archive));
  }

  private double[] start(Way way) throws IOException {
    try (RunningServer server = server(way.command())) {
      double cpu = server.cpu().toNanos() / 1e9;
      double ready = server.residentBytes();
      LoadGenerator.on(
              server.port(), HttpRequests.withKey(KEY).v2("serving"), options.connections())
          .run(Duration.ofSeconds(5));
      return new double[] {server.startSeconds(), cpu, ready / MIB, server.residentBytes() / MIB};
    }
  }

  private RunningServer server(List<String> jvm) throws IOException {
    int port = FreePort.any();
    List<String> words = new ArrayList<>(jvm);
    words.addAll(program());
    words.addAll(List.of("--port", "" + port, "--access-log", "off"));
    return RunningServer.start(
        words, port, "/v2/health/ready", options.scratch().resolve("server.out"), STARTS_WITHIN);
  }

  private List<String> program() {
    return List.of("-jar", model.jar().toString(), "--package", "serving=" + model.directory());
  }

  /** Which classes a server has loaded when it answered one row. */
  private void countClasses(Way way) throws IOException {
    Path log = options.scratch().resolve("classes.log");
    List<String> jvm = new ArrayList<>(way.command());
    jvm.add("-Xlog:class+load:file=" + log);
    try (RunningServer server = server(jvm)) {
      LoadGenerator.on(server.port(), HttpRequests.withKey(KEY).v2("serving"), 1);
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> loaded = lines.filter(line -> line.contains(" source: ")).toList();
      long ofSpark =
          loaded.stream()
              .filter(line -> line.contains("org.apache.spark") || line.contains(" scala."))
              .count();
      System.out.printf("classes loaded %d, of Spark or Scala %d%n", loaded.size(), ofSpark);
    }
  }

  private static void print(Way way) {
    String[] names = {
      "to the first 200, s", "CPU s to then", "resident then, MiB", "after 5 s of load, MiB"
    };
    System.out.printf("%-24s %10s %10s %10s%n", way.name(), "median", "least", "most");
    for (int i = 0; i < names.length; i++) {
      int at = i;
      double[] sorted =
          way.figures().stream().mapToDouble(figures -> figures[at]).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "%-24s %10.2f %10.2f %10.2f%n",
          names[i],
          sorted[sorted.length / 2],
          sorted[0],
          sorted[sorted.length - 1]);
    }
  }
}
