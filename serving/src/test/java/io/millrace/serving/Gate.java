package io.millrace.serving;

import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringOperator;
import io.millrace.model.scoring.StepWork;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code test-gate}: holds each row until the gate is opened, so that a test knows when a request
 * is being worked on.
 */
public final class Gate implements ScoringOperator {
  private static volatile CountDownLatch reached = new CountDownLatch(0);
  private static volatile CountDownLatch opened = new CountDownLatch(0);

  /** Closes the gate. */
  public static void close() {
    reached = new CountDownLatch(1);
    opened = new CountDownLatch(1);
  }

  /** Waits until a row is held. */
  public static void awaitRow() throws InterruptedException {
    if (!reached.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no row came to the gate");
    }
  }

  /** Lets all rows pass. */
  public static void open() {
    opened.countDown();
  }

  @Override
  public String name() {
    return "test-gate";
  }

  @Override
  public StepWork prepare(PreparedStep step) {
    int from = step.inputSlot(0);
    int to = step.outputSlot(0);
    return row -> {
      reached.countDown();
      try {
        if (!opened.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the gate was never opened");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      row.copy(from, to);
    };
  }
}
