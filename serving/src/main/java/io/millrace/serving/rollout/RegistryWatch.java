package io.millrace.serving.rollout;

import io.millrace.api.error.MillraceException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Follows the registry's aliases, and watches over canaries, from threads of its own. */
public final class RegistryWatch implements AutoCloseable {
  private static final Duration CANARY_LOOK = Duration.ofSeconds(1);

  private final Rollout rollout;
  private final PollPace pace;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "millrace-rollout");
            thread.setDaemon(true);
            return thread;
          });
  private int failures;

  private RegistryWatch(Rollout rollout, PollPace pace) {
    this.rollout = rollout;
    this.pace = pace;
  }

  /** Begins to watch. */
  public static RegistryWatch start(Rollout rollout, PollPace pace) {
    RegistryWatch watch = new RegistryWatch(rollout, pace);
    watch.schedule();
    watch.threads.scheduleWithFixedDelay(
        rollout.canaries()::judge,
        CANARY_LOOK.toMillis(),
        CANARY_LOOK.toMillis(),
        TimeUnit.MILLISECONDS);
    return watch;
  }

  private void schedule() {
    long pause = pace.next(failures, ThreadLocalRandom.current()).toMillis();
    threads.schedule(this::look, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      rollout.plans().keySet().forEach(model -> rollout.check(model, false));
      failures = 0;
    } catch (MillraceException e) {
      // The rollout has told it; what is loaded goes on answering.
      failures++;
    } finally {
      if (!threads.isShutdown()) {
        schedule();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
