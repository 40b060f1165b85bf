package io.millrace.benchmarks;

import io.millrace.benchmarks.http.ConstantServer;
import io.millrace.benchmarks.http.FreePort;
import io.millrace.benchmarks.http.HttpCall;
import io.millrace.benchmarks.http.LoadGenerator;
import io.millrace.benchmarks.http.LoadResult;
import io.millrace.benchmarks.http.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row a request over HTTP: Millrace's server with all that it does in production, beside a
 * server of the same kind that gives a constant, and MLflow's. All run at the same time, and are
 * asked in turn.
 */
final class HttpRuns {
  private static final String KEY = "key-of-the-benchmark-0123456789";
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(120);
  private static final int WARM_UP_SHARE = 4;

  private final BenchmarkOptions options;
  private final ServingPackage model;
  private final HttpRequests requests = HttpRequests.withKey(KEY);
  private final List<RunningServer> servers = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();

  private HttpRuns(BenchmarkOptions options, ServingPackage model) {
    this.options = options;
    this.model = model;
  }

  /** What is asked, and what came of it. */
  private static final class Target {
    private final String name;
    private final RunningServer server;
    private final LoadGenerator load;
    private final List<LoadResult> spans = new ArrayList<>();
    private double cpuSeconds;

    Target(String name, RunningServer server, LoadGenerator load) {
      this.name = name;
      this.server = server;
      this.load = load;
    }

    void span(Duration time, RawResults raw) throws IOException {
      Duration before = server.cpu();
      LoadResult result = load.run(time);
      double cpu = server.cpu().minus(before).toNanos() / 1e9;
      cpuSeconds += cpu;
      spans.add(result);
      raw.add(
          name,
          result.seconds(),
          result.nanos().getTotalCount(),
          result.errors(),
          result.perSecond(),
          result.micros(50),
          result.micros(99),
          result.micros(99.9),
          result.micros(100),
          cpu);
    }

    LoadResult whole() {
      return spans.stream().reduce(LoadResult::and).orElseThrow();
    }

    double cpuMicros() {
      return cpuSeconds * 1e6 / whole().nanos().getTotalCount();
    }
  }

  /** Measures and prints. */
  static void measure(Path root, BenchmarkOptions options) throws IOException {
    HttpRuns runs = new HttpRuns(options, ServingPackage.make(root, options.scratch()));
    RawResults raw =
        RawResults.begin(
            options.results(root.resolve("benchmarks").resolve("results")),
            "http",
            "target",
            "seconds",
            "answers",
            "errors",
            "per second",
            "p50 us",
            "p99 us",
            "p99.9 us",
            "max us",
            "server CPU s");
    try {
      runs.startAll(root);
      runs.load(raw);
      runs.print();
    } finally {
      runs.servers.forEach(RunningServer::close);
    }
  }

  private void startAll(Path root) throws IOException {
    RunningServer millrace = millrace();
    LoadGenerator v2 = generator(millrace, requests.v2("serving"));
    RunningServer constant = constant(v2.calls().get(0).answer());
    targets.add(new Target("constant", constant, generator(constant, requests.v2("serving"))));
    targets.add(
        new Target("Millrace, live probe", millrace, generator(millrace, requests.probe())));
    targets.add(new Target("Millrace, V2 infer", millrace, v2));
    targets.add(
        new Target(
            "Millrace, /invocations", millrace, generator(millrace, requests.invocations())));
    if (options.hasMlflow()) {
      RunningServer mlflow = mlflow(root);
      targets.add(
          new Target("MLflow, /invocations", mlflow, generator(mlflow, requests.invocations())));
    }
  }

  private LoadGenerator generator(RunningServer server, List<HttpCall> calls) throws IOException {
    return LoadGenerator.on(server.port(), calls, options.connections());
  }

  /** A registered model, keys, access log, request log, metrics. */
  private RunningServer millrace() throws IOException {
    Path keys = Files.writeString(options.scratch().resolve("keys.txt"), KEY + "\n");
    int port = FreePort.any();
    return start(
        "millrace",
        ServingPackage.jvm(
            List.of(
                "-jar",
                model.jar().toString(),
                "--model",
                "serving@champion",
                "--tracking",
                model.tracking(),
                "--port",
                "" + port,
                "--api-keys",
                keys.toString(),
                "--access-log",
                options.scratch().resolve("access.log").toString(),
                "--request-log",
                options.scratch().resolve("requests").toString())),
        port,
        "/v2/health/ready");
  }

  private RunningServer constant(byte[] answer) throws IOException {
    Path file = Files.write(options.scratch().resolve("answer.json"), answer);
    int port = FreePort.any();
    return start(
        "constant",
        ServingPackage.jvm(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ConstantServer.class.getName(),
                "" + port,
                file.toString())),
        port,
        "/");
  }

  private RunningServer mlflow(Path root) throws IOException {
    Path bin = options.mlflow().resolve("bin");
    String saved = options.scratch().resolve("mlflow-model").toString();
    String script = root.resolve("benchmarks").resolve("mlflow_model.py").toString();
    MeasuredProcess.run(
        List.of(bin.resolve("python").toString(), script, saved),
        options.scratch().resolve("mlflow-model.out"));
    int port = FreePort.any();
    // MLflow looks for its server's program on the path.
    return start(
        "mlflow",
        List.of(
            "env",
            "PATH=" + bin + ":" + System.getenv("PATH"),
            "mlflow",
            "models",
            "serve",
            "-m",
            saved,
            "--env-manager",
            "local",
            "-p",
            "" + port),
        port,
        "/ping");
  }

  private RunningServer start(String name, List<String> command, int port, String readyPath)
      throws IOException {
    Path output = options.scratch().resolve(name + ".out");
    RunningServer server = RunningServer.start(command, port, readyPath, output, STARTS_WITHIN);
    servers.add(server);
    return server;
  }

  /** The one that is asked first changes from round to round. */
  private void load(RawResults raw) throws IOException {
    Duration span = options.load().dividedBy(options.pairs());
    System.out.printf(
        "1 row a request, %d connections, %d s each in %d spans; %d cores for server and load%n",
        options.connections(),
        options.load().toSeconds(),
        options.pairs(),
        Runtime.getRuntime().availableProcessors());
    for (Target target : targets) {
      target.load.run(options.load().dividedBy(WARM_UP_SHARE));
    }
    for (int round = 0; round < options.pairs(); round++) {
      for (int i = 0; i < targets.size(); i++) {
        targets.get((round + i) % targets.size()).span(span, raw);
      }
    }
  }

  private void print() {
    double yardstick = targets.get(0).whole().perSecond();
    System.out.printf(
        "%n%-24s %10s %8s %9s %9s %9s %8s %14s%n",
        "", "answers/s", "of const", "p50 us", "p99 us", "p99.9 us", "errors", "CPU us/answer");
    for (Target target : targets) {
      LoadResult whole = target.whole();
      System.out.printf(
          Locale.ROOT,
          "%-24s %10.0f %8.3f %9.0f %9.0f %9.0f %8d %14.1f%n",
          target.name,
          whole.perSecond(),
          whole.perSecond() / yardstick,
          whole.micros(50),
          whole.micros(99),
          whole.micros(99.9),
          whole.errors(),
          target.cpuMicros());
    }
    System.out.printf(
        Locale.ROOT,
        "%nMillrace's server holds %.0f MiB after that.%n",
        targets.get(1).server.residentBytes() / (1 << 20));
  }
}
