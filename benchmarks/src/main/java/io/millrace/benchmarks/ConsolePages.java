package io.millrace.benchmarks;

import io.millrace.api.tracking.Tracking;
import io.millrace.benchmarks.browser.BrowserTab;
import io.millrace.benchmarks.browser.HeadlessBrowser;
import io.millrace.benchmarks.http.FreePort;
import io.millrace.benchmarks.http.RunningServer;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.TrackingAddress;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** How soon the console answers over 10,000 runs with 200,000 metrics, and what it holds then. */
final class ConsolePages {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final int ROUNDS = 30;
  private static final int DRAWN = 10;
  private static final double MIB = 1 << 20;

  private static final List<String> PAGES =
      List.of(
          "/runs",
          "/runs?page=150",
          "/runs?sort=" + ManyRuns.METRIC,
          "/runs?pipeline=" + ManyRuns.PIPELINE + "&status=failed",
          "/runs?text=part-42.csv",
          "/runs/" + ManyRuns.id(4711),
          "/compare?" + compared(),
          "/metrics?pipeline=" + ManyRuns.PIPELINE + "&metric=" + ManyRuns.METRIC);

  private final HttpClient client = HttpClient.newHttpClient();

  private ConsolePages() {}

  private static String compared() {
    List<String> ids = new ArrayList<>();
    IntStream.range(0, 5).forEach(i -> ids.add("run=" + ManyRuns.id(1000 * i)));
    return String.join("&", ids);
  }

  /** Measures and prints: the embedded database, and each address that the call names. */
  static void measure(BenchmarkOptions options) throws IOException {
    Path home = options.scratch().resolve("home");
    List<String> addresses =
        new ArrayList<>(List.of(PlatformSettings.of(home).home().tracking().toString()));
    Arrays.stream(options.tracking().split(",")).filter(a -> !a.isEmpty()).forEach(addresses::add);
    for (String address : addresses) {
      try (Tracking tracking = TrackingAddress.open(address, PlatformSettings.of(home))) {
        ManyRuns.record(tracking);
      }
      new ConsolePages().measure(address, home, options);
    }
  }

  private void measure(String address, Path home, BenchmarkOptions options) throws IOException {
    int port = FreePort.any();
    List<String> command =
        JavaCommand.of(
            "io.millrace.app.Main",
            "--home",
            home.toString(),
            "ui",
            "--port",
            "" + port,
            "--tracking",
            address);
    try (RunningServer server =
        RunningServer.start(
            command, port, "/login", options.scratch().resolve("ui.out"), STARTS_WITHIN)) {
      System.out.printf(
          Locale.ROOT,
          "%s: started in %.1f s, %.0f MiB resident, load of the machine %.1f%n",
          TrackingAddress.shown(address),
          server.startSeconds(),
          server.residentBytes() / MIB,
          load());
      System.out.printf(
          "%-60s %8s %8s %8s %8s %8s%n", "milliseconds", "first", "median", "p95", "whole", "kB");
      PAGES.forEach(page -> print(page, port));
      drawn(options.scratch(), port);
      System.out.printf(
          Locale.ROOT,
          "afterwards %.0f MiB resident, %.0f MiB of heap in use, load of the machine %.1f%n",
          server.residentBytes() / MIB,
          server.heapBytes() / MIB,
          load());
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** The same pages in a real browser, where the machine has one. */
  private static void drawn(Path scratch, int port) throws IOException {
    Optional<Path> program = HeadlessBrowser.program();
    if (program.isEmpty()) {
      System.out.println("There is no Chromium on the PATH: how long it draws is not measured.");
      return;
    }
    System.out.printf(
        "%-60s %8s %8s %8s%n", "milliseconds in Chromium", "painted", "complete", "p95");
    try (HeadlessBrowser browser = HeadlessBrowser.start(program.get(), scratch)) {
      for (String page : PAGES) {
        try (BrowserTab tab = browser.tab()) {
          String address = "http://127.0.0.1:" + port + page;
          // The first time brings styles and scripts.
          tab.load(address);
          List<double[]> rounds =
              IntStream.range(0, DRAWN)
                  .mapToObj(i -> tab.load(address))
                  .map(load -> new double[] {load.painted(), load.complete()})
                  .toList();
          System.out.printf(
              Locale.ROOT,
              "%-60s %8.0f %8.0f %8.0f%n",
              page,
              quantile(rounds, 0, 0.5),
              quantile(rounds, 1, 0.5),
              quantile(rounds, 1, 0.95));
        }
      }
    }
  }

  private void print(String page, int port) {
    double[] first = ask(page, port);
    List<double[]> rounds = IntStream.range(0, ROUNDS).mapToObj(i -> ask(page, port)).toList();
    System.out.printf(
        Locale.ROOT,
        "%-60s %8.0f %8.1f %8.1f %8.1f %8.0f%n",
        page,
        first[0],
        quantile(rounds, 0, 0.5),
        quantile(rounds, 0, 0.95),
        quantile(rounds, 1, 0.5),
        first[2] / 1e3);
  }

  private static double quantile(List<double[]> rounds, int column, double share) {
    double[] sorted = rounds.stream().mapToDouble(round -> round[column]).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
  }

  /** Milliseconds to the first byte, milliseconds to the last one, and bytes. */
  private double[] ask(String page, int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page)).build();
    long start = System.nanoTime();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("status %d of %s".formatted(response.statusCode(), page));
      }
      try (InputStream in = response.body()) {
        int head = in.read();
        double toFirst = (System.nanoTime() - start) / 1e6;
        int bytes = in.readAllBytes().length + (head < 0 ? 0 : 1);
        return new double[] {toFirst, (System.nanoTime() - start) / 1e6, bytes};
      }
    } catch (IOException e) {
      throw new IllegalStateException(page + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
