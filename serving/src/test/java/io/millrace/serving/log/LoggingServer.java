package io.millrace.serving.log;

import io.millrace.serving.fixture.TinyModel;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.InputRows;
import io.millrace.serving.model.ServedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A process that logs until it is killed: {@code DIRECTORY PACKAGE}. */
final class LoggingServer {
  private LoggingServer() {}

  /** Prints the number of rows that were written, from time to time. */
  public static void main(String[] args) throws Exception {
    ServedModel model = TinyModel.load(io.millrace.model.ModelPackage.read(Path.of(args[1])), "1");
    LogSettings settings =
        new LogSettings(
            Path.of(args[0]), 4_096, 500_000, Duration.ofMinutes(1), Duration.ofSeconds(1));
    try (RequestLog log = RequestLog.start(settings)) {
      long accepted = 0;
      for (long i = 0; ; i++) {
        long before = log.dropped();
        log.answered(answer(model, "request-" + accepted, "word"));
        accepted += log.dropped() == before ? 1 : 0;
        if (i % 1_000 == 0) {
          System.out.println(log.written());
          System.out.flush();
        }
      }
    }
  }

  static Answer answer(ServedModel model, String id, String... words) {
    InputRows rows = TinyModel.rows(words);
    return new Answer(
        id,
        Instant.parse("2026-11-21T10:00:00.123456Z"),
        model,
        "champion",
        rows,
        model.score(rows, System.nanoTime() + 60_000_000_000L),
        1_000);
  }
}
