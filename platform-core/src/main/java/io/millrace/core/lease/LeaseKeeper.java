package io.millrace.core.lease;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Holds the lease on a run while this process works on it. */
public final class LeaseKeeper implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());

  private final Journal journal;
  private final Lease lease;
  private final ScheduledFuture<?> heartbeat;

  /** Hears that someone's lease has to run out first. */
  @FunctionalInterface
  public interface Waiting {
    /** The wait begins. */
    void waitsFor(String holder, long seconds);
  }

  private LeaseKeeper(
      Journal journal, Lease lease, ScheduledExecutorService clock, Runnable onLost) {
    this.journal = journal;
    this.lease = lease;
    this.heartbeat =
        clock.scheduleAtFixedRate(
            () -> beat(onLost), HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat(Runnable onLost) {
    try {
      if (!journal.heartbeat(lease)) {
        onLost.run();
      }
    } catch (MillraceException e) {
      // The next beat may get through; if none does, the lease ends, as it does for a lost machine.
      LOG.log(System.Logger.Level.DEBUG, "the heartbeat of run " + lease.run() + " was missed", e);
    }
  }

  /**
   * Takes the lease; waits for the end of one whose holder may have died on another machine.
   *
   * @param clock beats the heart; the caller ends it
   * @param cancelled counted down when the wait should end
   * @param listener hears of the wait
   * @param onLost called if another process took the lease
   * @throws MillraceException RUN_IS_LIVE, if the holder lives
   */
  public static LeaseKeeper take(
      String run,
      Journal journal,
      Clock time,
      ScheduledExecutorService clock,
      CountDownLatch cancelled,
      Waiting listener,
      Runnable onLost) {
    while (true) {
      Lease wanted = mine(run, time.instant());
      Lease holder = journal.acquire(wanted, lease -> Leases.hasEnded(lease, time.instant()));
      if (holder.sameHolder(wanted)) {
        return new LeaseKeeper(journal, wanted, clock, onLost);
      }
      Duration wait = Leases.PATIENCE.minus(Duration.between(holder.heartbeat(), time.instant()));
      if (Leases.isHere(holder) || wait.isNegative()) {
        throw live(run, holder);
      }
      awaitSilence(run, journal, holder, wait, cancelled, listener);
    }
  }

  private static void awaitSilence(
      String run,
      Journal journal,
      Lease holder,
      Duration wait,
      CountDownLatch cancelled,
      Waiting listener) {
    listener.waitsFor("process " + holder.pid() + " on " + holder.host(), wait.toSeconds() + 1);
    try {
      if (cancelled.await(wait.toMillis() + 100, TimeUnit.MILLISECONDS)) {
        throw new java.util.concurrent.CancellationException("the run was cancelled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("the run was cancelled");
    }
    Optional<Lease> now = journal.lease(run);
    if (now.isPresent() && now.get().heartbeat().isAfter(holder.heartbeat())) {
      throw live(run, now.get());
    }
  }

  private static MillraceException live(String run, Lease holder) {
    return new MillraceException(
        StandardError.RUN_IS_LIVE,
        "run %s is under way: process %d on %s works on it; wait for it, or stop it first"
            .formatted(run, holder.pid(), holder.host()));
  }

  private static Lease mine(String run, Instant now) {
    ProcessHandle process = ProcessHandle.current();
    return new Lease(run, Leases.host(), process.pid(), Leases.start(process), now);
  }

  @Override
  public void close() {
    heartbeat.cancel(false);
    journal.release(lease);
  }
}
