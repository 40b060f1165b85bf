package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.Tracking;
import io.millrace.app.Call;
import io.millrace.core.Platform;
import io.millrace.core.wiring.PlatformSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory with a pipeline file, its data and a home, where the command line is called from. All
 * that calls print, log and write is below it.
 */
final class Site {
  /** What no call may show. */
  static final String SECRET = "tellNobody-4711";

  /** Folds times the trials of the pipeline's search. */
  static final int TRIALS = 4;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PIPELINE =
      """
      pipeline: leavers
      seed: 7
      spark:
        spark.hadoop.millrace.token: "${secret:TOKEN}"
      stages:
        - id: raw
          use: ingest/csv
          with:
            path: ROWS
            schema: { tenure: int, charges: double, total: double }
        - id: features
          use: sink/publish-features
          from: raw
          with: { table: leavers, keys: [id] }
        - id: parts
          use: split/random
          from: features
          with: { train: 0.7, test: 0.3, keys: [id] }
        - id: imputed
          use: transform/impute
          from: parts
          with: { columns: [total], strategy: median }
        - id: indexed
          use: transform/string-index
          from: imputed
          with: { columns: [contract], handleInvalid: keep }
        - id: vector
          use: transform/assemble
          from: indexed
          with: { columns: [tenure, charges, total, contract_index] }
        - id: model
          use: train/logistic-regression
          from: vector
          with: { label: left }
          tune:
            search: { kind: grid, folds: 2, metric: quality.auc }
            space: { regParam: [0.01, 0.1] }
        - id: quality
          use: evaluate/binary
          from: model
          gates: ["auc >= 0.5", "auc >= champion - 0.1"]
        - id: publish
          use: deploy/registry
          from: quality
          with: { model: leavers, alias: champion, input: raw }
      """;

  private final Path directory;
  private int processes;

  private Site(Path directory) {
    this.directory = directory;
  }

  /** A new one in an empty directory. */
  static Site in(Path directory) throws IOException {
    Site site = new Site(Files.createDirectories(directory));
    Files.createDirectories(directory.resolve("tmp"));
    Path rows = Files.writeString(directory.resolve("rows.csv"), rows());
    // Calls in this JVM come from another working directory.
    Files.writeString(
        directory.resolve("pipeline.yaml"), PIPELINE.replace("ROWS", rows.toString()));
    return site;
  }

  /** Seeded; who left depends on tenure and contract, with noise. */
  private static String rows() {
    Random random = new Random(4711);
    StringBuilder rows = new StringBuilder("id,tenure,charges,total,contract,left\n");
    for (int i = 0; i < 300; i++) {
      int tenure = random.nextInt(72);
      double charges = 20 + random.nextInt(800) / 10.0;
      String total = random.nextInt(10) == 0 ? "" : "%.1f".formatted(tenure * charges);
      String contract = List.of("month", "year", "years").get(random.nextInt(3));
      boolean left = tenure + (contract.equals("month") ? 0 : 25) + random.nextGaussian() * 20 < 35;
      rows.append(
          String.format(
              Locale.ROOT,
              "c%d,%d,%.1f,%s,%s,%s%n",
              i,
              tenure,
              charges,
              total,
              contract,
              left ? "Yes" : "No"));
    }
    return rows.toString();
  }

  /** A file of the site. */
  Path file(String name) {
    return directory.resolve(name);
  }

  /** The home. */
  Path home() {
    return file("home");
  }

  /** Starts a call that is held at a moment; see {@link Pause#options}. */
  CliProcess startHeld(String at, int times, String... words) throws IOException {
    return start(at, times, List.of(), words);
  }

  /** Calls in a process of its own, and waits for its end. */
  CliProcess.Ended call(String... words) throws Exception {
    return start("", 0, List.of(), words).end();
  }

  /** Starts a call in a process of its own. */
  CliProcess start(String at, int times, List<String> options, String... words) throws IOException {
    Path logs = Files.createDirectories(file("process-" + processes++));
    List<String> command = new ArrayList<>(interruptible());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(sparkOptions());
    command.addAll(List.of("-Xmx900m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + file("tmp"));
    command.addAll(Pause.options(logs, at, times));
    command.addAll(options);
    command.add("io.millrace.app.Main");
    command.addAll(List.of(words));
    command.addAll(List.of("--home", home().toString(), "--output", "json"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
    builder.environment().put("MILLRACE_SECRET_TOKEN", SECRET);
    builder.environment().put("CLASSPATH", classPath());
    builder.redirectOutput(logs.resolve("out").toFile());
    builder.redirectError(logs.resolve("err").toFile());
    return new CliProcess(builder.start(), logs);
  }

  /** Calls in this JVM: for verbs that start no engine. */
  Call look(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--home", home().toString()));
    return Call.in(directory, all.toArray(String[]::new));
  }

  /** The result of a call in this JVM, as JSON. */
  JsonNode lookJson(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--output", "json"));
    Call call = look(all.toArray(String[]::new));
    assertThat(call.exitCode()).as(call.toString()).isZero();
    return JSON.readTree(call.out());
  }

  /** The versions of the pipeline's model. */
  List<ModelVersion> versions() {
    return tracked(tracking -> tracking.models().versions("leavers"));
  }

  /** The aliases of the pipeline's model. */
  Map<String, Integer> aliases() {
    return tracked(tracking -> tracking.models().aliases("leavers"));
  }

  /** Lets the champion be another version. */
  void champion(int version) {
    tracked(
        tracking ->
            tracking
                .models()
                .moveAlias(
                    AliasChange.move(
                        "leavers", "champion", version, "a test", "because", Instant.now())));
  }

  /** How these aliases moved. */
  List<AliasMove> aliasMoves() {
    return tracked(tracking -> tracking.models().moves("leavers"));
  }

  /** All that is kept. */
  List<KeptOutput> kept() {
    return tracked(tracking -> tracking.journal().keptOutputs());
  }

  /** The lease on a run. */
  Optional<Lease> lease(String run) {
    return tracked(tracking -> tracking.journal().lease(run));
  }

  private <T> T tracked(Function<Tracking, T> question) {
    try (Platform<?> platform = Platform.open(PlatformSettings.of(home()))) {
      return question.apply(platform.tracking());
    }
  }

  /** The id of the newest run. */
  String newestRun() {
    return tracked(t -> t.runs().runs(RunQuery.newest(1)).get(0).start().run());
  }

  /** How many files the home has. */
  long files() {
    return snapshot(home()).size();
  }

  /** Every file below, with its size and time. */
  static Map<String, String> snapshot(Path root) {
    if (!Files.exists(root)) {
      return Map.of();
    }
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        files.put(
            root.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
      return files;
    } catch (IOException | java.io.UncheckedIOException e) {
      return files; // A file went away under the walk: what was seen will do to a poll.
    }
  }

  /** The files below, whatever their kind, that hold the secret. */
  List<Path> filesWithTheSecret() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        // One byte, one character: any bytes can be searched.
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /**
   * Builds in the background ignore Ctrl-C, and so do processes that they start, unless told
   * otherwise in a way that not every system has.
   */
  private static List<String> interruptible() throws IOException {
    List<String> words = List.of("env", "--default-signal=INT");
    try {
      List<String> check = new ArrayList<>(words);
      check.add("true");
      return new ProcessBuilder(check).start().waitFor() == 0 ? words : List.of();
    } catch (InterruptedException e) {
      throw new java.io.InterruptedIOException(e.getMessage());
    }
  }

  /** The test JVM got from the build what Spark needs of a JVM. */
  private static List<String> sparkOptions() {
    Set<String> wanted = Set.of("--add-opens", "--enable-native", "-Djdk", "-Dio.netty", "-Xss");
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> wanted.stream().anyMatch(option::startsWith))
        .collect(Collectors.toList());
  }

  private static String classPath() {
    String tests =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Path.of(resource("pausing-tracking")) + java.io.File.pathSeparator + tests;
  }

  private static java.net.URI resource(String name) {
    try {
      return java.util.Objects.requireNonNull(Site.class.getClassLoader().getResource(name))
          .toURI();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
