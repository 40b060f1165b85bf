package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A grid search by Millrace and by Spark's CrossValidator, on the same folds. */
final class TuningRuns {
  /** How far the two programs' metrics may lie apart, at every point of the grid. */
  private static final double TOLERANCE = 1e-6;

  private TuningRuns() {}

  /** Measures and prints. */
  static void measure(Path source, Path root, BenchmarkOptions options) throws IOException {
    Path data = options.scratch().resolve("data");
    AdultCopies.write(source, data, options.copies());
    System.out.printf(
        "Adult x %d, 3 x 2 grid, 3 folds, 2 trials side by side; %d pairs of runs; %d cores%n",
        options.copies(), options.pairs(), Runtime.getRuntime().availableProcessors());
    Path pipeline = root.resolve("benchmarks").resolve("tuning.yaml");
    new PairedRuns(options)
        .measure(
            directory -> JavaCommand.millrace(directory, pipeline, data),
            directory ->
                JavaCommand.of(PlainTuning.class.getName(), data.toString(), directory.toString()),
            (ours, theirs) -> requireSame(PairedRuns.output(ours), PairedRuns.output(theirs)));
  }

  private static void requireSame(Path ours, Path theirs) throws IOException {
    Map<String, Double> own = areas(ours);
    Map<String, Double> other = areas(theirs);
    double largest = 0;
    for (Map.Entry<String, Double> point : other.entrySet()) {
      double area = own.getOrDefault(point.getKey(), Double.NaN);
      double distance = Math.abs(area - point.getValue());
      System.out.printf("    %-30s AUC %.9f and %.9f%n", point.getKey(), area, point.getValue());
      if (!(distance <= TOLERANCE)) {
        throw new IllegalStateException("not the same search at " + point.getKey());
      }
      largest = Math.max(largest, distance);
    }
    System.out.printf("    largest distance of %d points: %.1e%n", other.size(), largest);
  }

  /** The mean AUC over the folds at each point of the grid, and the best model's. */
  private static Map<String, Double> areas(Path output) throws IOException {
    JsonNode document = new ObjectMapper().readTree(output.toFile());
    Map<String, Double> areas = new TreeMap<>();
    for (JsonNode trial : document.path("searches").path(0).path("trials")) {
      JsonNode point = trial.path("options");
      String name =
          "%s, %s"
              .formatted(
                  point.path("model.regParam").asDouble(),
                  point.path("model.elasticNetParam").asDouble());
      areas.put(name, trial.path("metrics").path("auc").asDouble());
    }
    areas.put("best, on all rows", document.path("metrics").path("quality.auc").asDouble());
    return areas;
  }
}
