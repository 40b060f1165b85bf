package io.millrace.app;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.report.RunReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the report of a run, and keeps it with the run. */
public final class RunPage {
  private RunPage() {}

  /**
   * Writes the report as the run stands now.
   *
   * @return where it is kept, as a local file only to be read
   * @throws MillraceException if it can't be written, or kept
   */
  public static Path keep(Tracking tracking, RunRecord run) {
    String id = run.start().run();
    try {
      Path directory = Files.createTempDirectory("millrace-report");
      Path file = directory.resolve(RunReportPage.NAME);
      try {
        new RunReportPage(tracking).write(run, file);
        tracking.runs().artifact(id, RunReportPage.NAME, file);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the report of run %s can't be written: %s".formatted(id, e),
          e);
    }
    return tracking.runs().open(id, RunReportPage.NAME);
  }
}
