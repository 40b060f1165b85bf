package io.millrace.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Engine.Progress;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Style;
import io.millrace.app.view.RunProgress.Detail;
import io.millrace.core.run.TrialProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a log. */
final class RunProgressTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T09:12:01.5Z"), ZoneOffset.UTC);

  @Test
  void eachEventIsALineWithItsTime() {
    assertThat(told(Detail.EVENTS))
        .containsExactly(
            "09:12:01 starting Spark for stage 'raw'",
            "09:12:01 Spark runs after 3.2 s: spark 4.1.0, java 17",
            "09:12:01 stage 'model' started",
            "09:12:01 stage 'model': trial 1 of 3 has auc 0.7000; best 0.7000 with {model.depth=3}",
            "09:12:01 stage 'model': trial 3 of 3 has auc 0.6000; best 0.7000 with {model.depth=3}",
            "09:12:01 warning: stage 'model': the key ••• is  on two lines",
            "09:12:01 stage 'model' ran in 2.0 s, 5,634 rows, 1.5 GB spilled to disk",
            "09:12:01 stage 'quality' failed after 1.0 s: no rows");
  }

  @Test
  void debuggingAddsEveryTrialAndTheStackTracesOfFailures() {
    assertThat(told(Detail.ALL))
        .contains(
            "09:12:01 stage 'model': trial 2 of 3 has auc 0.6500; best 0.7000 with {model.depth=3}",
            "09:12:01 io.millrace.api.error.MillraceException: no rows")
        .anyMatch(line -> line.contains("\tat io.millrace.app.view.RunProgressTest."));
  }

  @ParameterizedTest
  @CsvSource({"WARNINGS,warning: stage 'model': the key ••• is  on two lines", "NONE,"})
  void lessCanBeTold(Detail detail, String expected) {
    assertThat(told(detail)).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  private static List<String> told(Detail detail) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    try (RunProgress progress =
        new RunProgress(
            err, Style.PLAIN, null, detail, text -> text.replace("s3cr3t", "•••"), CLOCK)) {
      progress.engineStarting("raw");
      progress.engineStarted(List.of("spark 4.1.0", "java 17"), 3.2, stage -> Progress.NONE);
      progress.stageStarted("model");
      trials(progress);
      progress.warned("model", "the key s3cr3t is \r\non two lines");
      StageFigures figures = new StageFigures(5_634, 0, 0, 0, 1_500_000_000L, 0, 3, 9);
      progress.stageFinished(record("model", StageRecord.Status.RAN, 2, figures, ""));
      progress.stageFailed("quality", new MillraceException(StandardError.EMPTY_INPUT, "no rows"));
      progress.stageFinished(
          record("quality", StageRecord.Status.FAILED, 1, StageFigures.NONE, "no rows"));
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static void trials(RunProgress progress) {
    double[] values = {0.7, 0.65, 0.6};
    for (int i = 0; i < values.length; i++) {
      progress.trialFinished(
          new TrialProgress(
              "model", i + 1, values.length, "auc", values[i], 0.7, Map.of("model.depth", 3)));
    }
  }

  private static StageRecord record(
      String stage,
      StageRecord.Status status,
      double seconds,
      StageFigures figures,
      String message) {
    return new StageRecord(
        0, stage, "some/stage", status, "f", "", seconds, figures, Map.of(), message);
  }
}
