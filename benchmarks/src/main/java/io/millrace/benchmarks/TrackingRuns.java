package io.millrace.benchmarks;

import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.TrackingAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** What it takes to record a run with 1,000 metrics and 50 trials, back end by back end. */
final class TrackingRuns {
  private static final int METRICS = 1_000;
  private static final int TRIALS = 50;

  private TrackingRuns() {}

  /** Measures and prints; the rounds are interleaved, so that a busy machine hits all alike. */
  static void measure(BenchmarkOptions options) {
    Path home = options.scratch().resolve("home");
    List<String> addresses =
        new ArrayList<>(List.of("memory:", PlatformSettings.of(home).home().tracking().toString()));
    Arrays.stream(options.tracking().split(",")).filter(a -> !a.isEmpty()).forEach(addresses::add);
    Map<String, List<double[]>> measured = new LinkedHashMap<>();
    for (int round = 0; round <= options.pairs(); round++) {
      for (String address : addresses) {
        double[] seconds = seconds(address, home);
        // The first round loads classes and makes tables.
        if (round > 0) {
          measured.computeIfAbsent(address, a -> new ArrayList<>()).add(seconds);
        }
      }
    }
    System.out.printf(
        "%-50s %10s %18s %18s%n",
        "median, seconds", "open", "metrics 10 a call", "metrics 1 a call");
    measured.forEach(
        (address, rounds) ->
            System.out.printf(
                "%-50s %10.3f %18.3f %18.3f%n",
                TrackingAddress.shown(address),
                median(rounds, 0),
                median(rounds, 1),
                median(rounds, 2)));
  }

  private static double median(List<double[]> rounds, int column) {
    return rounds.stream()
        .mapToDouble(round -> round[column])
        .sorted()
        .toArray()[rounds.size() / 2];
  }

  private static double[] seconds(String address, Path home) {
    long start = System.nanoTime();
    try (Tracking tracking = TrackingAddress.open(address, PlatformSettings.of(home))) {
      long opened = System.nanoTime();
      record(tracking.runs(), 10);
      long some = System.nanoTime();
      record(tracking.runs(), 1);
      return new double[] {
        (opened - start) / 1e9, (some - opened) / 1e9, (System.nanoTime() - some) / 1e9
      };
    }
  }

  private static void record(RunTracker runs, int atOnce) {
    String run = UUID.randomUUID().toString();
    runs.start(
        new RunStart(run, "benchmark", Instant.now(), Map.of(), Map.of(), Map.of("file", "a: b")));
    for (int step = 0; step < METRICS / atOnce; step++) {
      Map<String, Double> metrics = new LinkedHashMap<>();
      for (int i = 0; i < atOnce; i++) {
        metrics.put("model.loss" + i, 1.0 / (step + 1));
      }
      runs.metrics(run, metrics, step);
    }
    runs.trials(
        run,
        IntStream.rangeClosed(1, TRIALS)
            .mapToObj(
                n -> new TrialRecord("model", n, Map.of("model.c", "" + n), 1, Map.of("auc", 0.5)))
            .toList());
    runs.finish(run, RunStatus.DONE, Instant.now(), "");
  }
}
