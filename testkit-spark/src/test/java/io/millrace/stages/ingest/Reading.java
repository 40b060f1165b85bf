package io.millrace.stages.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.spark.api.RowFailures;
import io.millrace.testkit.spark.StageHarness;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads by a stage as a run does. */
final class Reading {
  private Reading() {}

  /** The frame that the stage of that name and those options, in YAML's flow style, reads. */
  static Dataset<Row> frame(StageHarness harness, String stage, String options) {
    return harness.stage("use: %s\nwith: { %s }".formatted(stage, options)).read();
  }

  /** Asserts that reading all rows fails for the user in just these words. */
  static void assertFails(
      StageHarness harness, String stage, String options, ErrorCode code, String message) {
    Throwable thrown = catchThrowable(() -> frame(harness, stage, options).collect());
    assertThat(thrown).isNotNull();
    Throwable told =
        thrown instanceof MillraceException
            ? thrown
            : RowFailures.explain(thrown).<Throwable>map(found -> found).orElse(thrown);
    assertThat(told)
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
