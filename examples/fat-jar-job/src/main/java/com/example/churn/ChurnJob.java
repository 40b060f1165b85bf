package com.example.churn;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.Millrace;
import io.millrace.app.Pipeline;
import io.millrace.core.run.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Trains the churn model and registers it: {@code ChurnJob [HOME [ROWS]]}. */
public final class ChurnJob {
  private ChurnJob() {}

  public static void main(String[] arguments) {
    Path home = Path.of(arguments.length > 0 ? arguments[0] : ".millrace");
    int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5000;
    int exitCode = run(home, pipeline(rows));
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static int run(Path home, Pipeline pipeline) {
    try (Millrace millrace = Millrace.open(home)) {
      RunReport report = millrace.run(pipeline);
      print(report);
      return report.exitCode();
    } catch (MillraceException e) {
      System.err.println("error: " + e.getMessage());
      return e.code().blame().exitCode();
    }
  }

  /** The same as a YAML file would say; {@code transform/band} is this job's own stage. */
  static Pipeline pipeline(int rows) {
    return Pipeline.named("churn-job")
        .seed(42)
        .stage("raw", "ingest/generate").with("dataset", "churn").with("rows", rows)
        .stage("banded", "transform/band")
        .from("raw")
        .with("column", "tenure")
        .with("edges", List.of(12, 24, 48))
        .with("output", "tenure_band")
        .stage("parts", "split/random").from("banded").with("train", 0.8).with("test", 0.2)
        .stage("imputed", "transform/impute").from("parts").with("columns", List.of("TotalCharges"))
        .stage("indexed", "transform/string-index")
        .from("imputed")
        .with("columns", List.of("tenure_band", "Contract"))
        .with("handleInvalid", "keep")
        .stage("encoded", "transform/one-hot")
        .from("indexed")
        .with("columns", List.of("tenure_band_index", "Contract_index"))
        .with("handleInvalid", "keep")
        .stage("vector", "transform/assemble")
        .from("encoded")
        .with(
            "columns",
            List.of(
                "tenure_band_index_onehot",
                "Contract_index_onehot",
                "MonthlyCharges",
                "TotalCharges"))
        .stage("model", "train/logistic-regression").from("vector").with("label", "Churn")
        .stage("quality", "evaluate/binary").from("model").gates("auc >= 0.7")
        .stage("publish", "deploy/registry")
        .from("quality")
        .with("model", "churn-job")
        .with("alias", "champion")
        .with("input", "raw");
  }

  private static void print(RunReport report) {
    for (StageRecord stage : report.stages()) {
      System.out.printf("%-10s %-28s %s%n", stage.stage(), stage.use(), stage.status().text());
    }
    report
        .metrics()
        .forEach((metric, value) -> System.out.printf(Locale.ROOT, "%s = %.4f%n", metric, value));
    report
        .models()
        .forEach(
            model -> System.out.printf("registered %s version %d%n", model.name(), model.version()));
    report
        .failure()
        .ifPresent(failure -> System.err.println(failure.stage() + ": " + failure.message()));
    System.out.println("run " + report.run() + ": " + report.status().text());
  }
}
