package io.millrace.tracking.mlflow;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.tracking.mlflow.client.MlflowError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides when the server is written to. After a failure a run is owed: nothing of it is sent until
 * all of it can be. The user is told once when that begins, and once how it ends.
 */
final class Postman {
  private static final System.Logger LOG = System.getLogger(Postman.class.getName());
  private static final Duration QUIET = Duration.ofSeconds(60);

  private final Outbox outbox;
  private final RunDelivery delivery;
  private final String server;
  private final Map<String, Instant> failures = new ConcurrentHashMap<>();

  Postman(Outbox outbox, RunDelivery delivery, String server) {
    this.outbox = outbox;
    this.delivery = delivery;
    this.server = server;
  }

  /** Sends one note of a run, or all that is owed of it. */
  void send(String run, Runnable note) {
    if (outbox.owes(run)) {
      if (mayTryAgain(run)) {
        deliver(run);
      }
      return;
    }
    try {
      note.run();
    } catch (MillraceException e) {
      owe(run, e);
    }
  }

  private boolean mayTryAgain(String run) {
    Instant last = failures.getOrDefault(run, Instant.EPOCH);
    return last.plus(QUIET).isBefore(Clock.systemUTC().instant());
  }

  /**
   * Notes that the server could not be written to.
   *
   * @throws MillraceException the failure, if it is none of the server's
   */
  void owe(String run, MillraceException failure) {
    if (!(failure.code() instanceof MlflowError)) {
      throw failure;
    }
    outbox.owe(run);
    failures.put(run, Clock.systemUTC().instant());
    LOG.log(
        System.Logger.Level.WARNING,
        failure.getMessage() + " Run " + run + " goes on; what it notes is kept and sent later.");
  }

  /**
   * Sends all that is owed of a run.
   *
   * @return whether nothing is owed any more
   */
  boolean settle(String run) {
    return !outbox.owes(run) || deliver(run);
  }

  /** The same, but not again soon after a failure. */
  boolean settleIfDue(String run) {
    return !outbox.owes(run) || mayTryAgain(run) && deliver(run);
  }

  private boolean deliver(String run) {
    try {
      delivery.deliver(run, outbox.runs());
      outbox.paid(run);
      failures.remove(run);
      LOG.log(System.Logger.Level.INFO, "all of run " + run + " is at " + server + " now");
      return true;
    } catch (MillraceException e) {
      if (!(e.code() instanceof MlflowError)) {
        throw e;
      }
      failures.put(run, Clock.systemUTC().instant());
      LOG.log(
          System.Logger.Level.WARNING,
          "Run "
              + run
              + " is kept in "
              + outbox.directory()
              + " and will be sent to "
              + server
              + " the next time that tracking is opened: "
              + e.getMessage());
      return false;
    }
  }

  /** Sends what this process owes, where that was not tried just now. */
  void settleAll() {
    for (String run : outbox.leftover()) {
      if (!outbox.isElsewhere(run)) {
        settleIfDue(run);
      }
    }
  }

  /** Sends what former processes left, and forgets what the server has. */
  void collect() {
    for (String run : outbox.leftover()) {
      if (!outbox.isElsewhere(run)) {
        Optional<RunRecord> kept = outbox.runs().run(run);
        // A killed process may have noted what it had no time to send.
        if (kept.isEmpty() || deliver(run)) {
          outbox.forget(run);
        }
      }
    }
  }

  /** Forgets runs that ended, and that the server has wholly. */
  void tidy(Iterable<String> runs) {
    for (String run : runs) {
      if (outbox.holds(run) && !outbox.owes(run) && !outbox.isElsewhere(run)) {
        RunStatus status = outbox.runs().run(run).map(RunRecord::status).orElse(RunStatus.DONE);
        if (status != RunStatus.RUNNING) {
          outbox.forget(run);
        }
      }
    }
  }
}
