package com.example.churn;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.Millrace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChurnJobTest {
  @TempDir Path home;

  /** Checks every option and column without starting Spark. */
  @Test
  void thePipelineHasNoMistake() {
    try (Millrace millrace = Millrace.open(home)) {
      assertThat(millrace.validate(ChurnJob.pipeline(100))).isEmpty();
    }
  }
}
