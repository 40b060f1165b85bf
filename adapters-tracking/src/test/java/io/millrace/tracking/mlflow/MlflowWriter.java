package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.Tracking;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A process that starts a run, waits for a line, notes a metric, and waits to be killed. */
final class MlflowWriter {
  private MlflowWriter() {}

  static Process start(Path home, URI server) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            MlflowWriter.class.getName(),
            home.toString(),
            server.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Takes the home and the server's address. */
  public static void main(String[] arguments) throws IOException {
    try (Tracking tracking =
        StandInHome.open(URI.create(arguments[1]), "", Path.of(arguments[0]))) {
      tracking
          .runs()
          .start(new RunStart("r1", "churn", Instant.now(), Map.of(), Map.of(), Map.of()));
      say();
      if (System.in.read() < 0) {
        return;
      }
      tracking.runs().metrics("r1", Map.of("quality.auc", 0.5), 0);
      say();
      if (System.in.read() < 0) {
        return;
      }
    }
  }

  private static void say() {
    System.out.write('.');
    System.out.flush();
  }
}
