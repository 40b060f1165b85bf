package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private static void assertExplained(Throwable failure, ErrorCode code, String message) {
    MillraceException explained = Failures.explain(failure);
    assertThat(explained).hasMessage(message);
    assertThat(explained.code()).isEqualTo(code);
  }

  @Test
  void whatAStageSaysStandsAsItIs() {
    MillraceException said = new MillraceException(StandardError.UNUSABLE_LABEL, "One class.");

    assertThat(Failures.explain(new RuntimeException(new SparkException("aborted", said))))
        .isSameAs(said);
  }

  @Test
  void aFullDiskIsToldWhereverItHappens() {
    String message =
        "The disk is full; free some space, or point spark.local.dir to a larger disk.";

    assertExplained(
        new RuntimeException(new IOException("No space left on device")),
        StandardError.DISK_FULL,
        message);
    assertExplained(
        new SparkException(
            "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent"
                + " failure: Lost task (TID 9) (host executor 1): java.io.IOException: No space"
                + " left on device"),
        StandardError.DISK_FULL,
        message);
  }

  @Test
  void missingMemoryIsTold() {
    assertExplained(
        new SparkException("Job aborted", new OutOfMemoryError("Java heap space")),
        StandardError.OUT_OF_MEMORY,
        "Memory ran out; give Spark more (spark.driver.memory, spark.executor.memory), or use more"
            + " partitions.");
  }

  @Test
  void aLostExecutorIsTold() {
    assertExplained(
        new SparkException(
            "Job aborted due to stage failure: ExecutorLostFailure (executor 1 exited caused by one"
                + " of the running tasks) Reason: Remote RPC client disassociated."),
        StandardError.EXECUTOR_LOST,
        "An executor was lost more often than Spark retries; see its log, often it ran out of"
            + " memory.");
  }

  @Test
  void whatHasNoKnownMeaningIsABugToldByItsRoot() {
    assertExplained(
        new RuntimeException("outer", new IllegalStateException("inner went wrong\n  at x")),
        StandardError.INTERNAL,
        "Spark failed: inner went wrong.");
    assertExplained(
        new NullPointerException(), StandardError.INTERNAL, "Spark failed: NullPointerException.");
  }
}
