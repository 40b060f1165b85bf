package io.millrace.benchmarks;

import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes up recorded runs: the same ones each time. */
final class ManyRuns {
  static final int RUNS = 10_000;
  static final String PIPELINE = "pipeline-3";
  static final String METRIC = "quality.metric_03";

  private static final int METRICS = 20;
  private static final int PIPELINES = 20;
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MINUTES = 20;

  private ManyRuns() {}

  static String id(int number) {
    return "run-%05d".formatted(number);
  }

  /** Records them, if they are not there. */
  static void record(Tracking tracking) {
    if (tracking.runs().run(id(RUNS - 1)).isPresent()) {
      return;
    }
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < RUNS; i++) {
      record(tracking.runs(), i, random);
    }
  }

  private static void record(RunTracker runs, int number, SplittableRandom random) {
    Instant start = FIRST.plusSeconds(60L * MINUTES * number);
    String run = id(number);
    runs.start(
        new RunStart(
            run,
            "pipeline-" + number % PIPELINES,
            start,
            Map.of("data", "part-" + number % 97 + ".csv", "depth", "" + number % 7),
            Map.of("user", "user-" + number % 11, "file", "pipeline.yaml", "git", "c" + number),
            Map.of("resolved", "pipeline: made up")));
    for (int i = 0; i < 3; i++) {
      runs.stage(run, stage(i));
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < METRICS; i++) {
      metrics.put("quality.metric_%02d".formatted(i), random.nextDouble());
    }
    runs.metrics(run, metrics, 0);
    runs.finish(
        run, number % 10 == 0 ? RunStatus.FAILED : RunStatus.DONE, start.plusSeconds(90), "");
  }

  private static StageRecord stage(int position) {
    return new StageRecord(
        position,
        List.of("raw", "model", "quality").get(position),
        "made/up",
        StageRecord.Status.RAN,
        "0123456789abcdef",
        "",
        1.5,
        StageFigures.NONE,
        Map.of(),
        "");
  }
}
