package io.millrace.core.run;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.pipeline.StageSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Runs a stage's work within its time, and again when it fails in a way that may pass. */
final class Attempts {
  private final ScheduledExecutorService clock;
  private final CountDownLatch cancelled;
  private final Runnable cancelJobs;
  private final Function<Throwable, MillraceException> explain;
  private final RunListener listener;

  /**
   * Attempts of one run.
   *
   * @param cancelled counted down when the run is cancelled: ends a wait before the next try
   * @param cancelJobs stops the engine's jobs when time is up
   * @param explain tells what a failure means
   */
  Attempts(
      ScheduledExecutorService clock,
      CountDownLatch cancelled,
      Runnable cancelJobs,
      Function<Throwable, MillraceException> explain,
      RunListener listener) {
    this.clock = clock;
    this.cancelled = cancelled;
    this.cancelJobs = cancelJobs;
    this.explain = explain;
    this.listener = listener;
  }

  /**
   * Runs the work.
   *
   * @throws MillraceException what the last try failed with
   * @throws CancellationException if the run was cancelled
   */
  <T> T run(String stage, StageSettings<?> settings, Callable<T> work) {
    int tries = settings.retry().times() + 1;
    Duration wait = settings.retry().backoff();
    for (int attempt = 1; ; attempt++) {
      MillraceException failure;
      try {
        return within(stage, settings, work);
      } catch (MillraceException e) {
        failure = e;
      }
      ErrorCode code = failure.code();
      if (attempt == tries || !code.retryable()) {
        throw failure;
      }
      listener.stageRetried(stage, attempt + 1, String.valueOf(failure.getMessage()));
      pause(wait);
      wait = wait.multipliedBy(2);
    }
  }

  private <T> T within(String stage, StageSettings<?> settings, Callable<T> work) {
    AtomicBoolean late = new AtomicBoolean();
    Thread worker = Thread.currentThread();
    ScheduledFuture<?> alarm =
        settings
            .timeout()
            .<ScheduledFuture<?>>map(
                limit ->
                    clock.schedule(
                        () -> {
                          late.set(true);
                          cancelJobs.run();
                          worker.interrupt();
                        },
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS))
            .orElse(null);
    try {
      return work.call();
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      if (late.get()) {
        throw new MillraceException(
            StandardError.TIMED_OUT,
            "stage '%s' was stopped after its timeout of %s"
                .formatted(stage, text(settings.timeout().orElseThrow())),
            e);
      }
      if (cancelled.getCount() == 0 || e instanceof CancellationException) {
        CancellationException stopped = new CancellationException("the run was cancelled");
        stopped.initCause(e);
        throw stopped;
      }
      throw explain.apply(e);
    } finally {
      if (alarm != null) {
        alarm.cancel(false);
      }
      if (late.get()) {
        // The alarm's interrupt must not reach what this thread does next.
        Thread.interrupted();
      }
    }
  }

  /** As a pipeline file has it: {@code 200ms}, {@code 90s}. */
  private static String text(Duration limit) {
    return limit.toMillisPart() == 0 ? limit.toSeconds() + "s" : limit.toMillis() + "ms";
  }

  private void pause(Duration wait) {
    try {
      if (cancelled.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CancellationException("the run was cancelled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the run was cancelled");
    }
  }
}
