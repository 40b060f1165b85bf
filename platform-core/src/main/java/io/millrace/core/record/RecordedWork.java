package io.millrace.core.record;

import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.lease.LeaseKeeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Work that is recorded as a run, under a lease as long as it goes on. What can't be recorded is
 * told once and stops nothing: the work counts, not its record. What it read and wrote is noted
 * later then, when there is an answer again. Thread-safe.
 */
public final class RecordedWork implements AutoCloseable {
  /** A server or stream under load must not wait for a database that is away at each step. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  private final RunStart start;
  private final UnaryOperator<String> mask;
  private final Consumer<String> warnings;
  private final Clock time;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(RecordedWork::daemon);
  private final Set<RunLink> links = new LinkedHashSet<>();
  private final Set<RunLink> owed = new LinkedHashSet<>();
  private Instant owedUntil = Instant.MIN;
  private @Nullable Tracking tracking;
  private @Nullable LeaseKeeper lease;
  private boolean told;
  private boolean finished;

  private RecordedWork(
      RunStart start, UnaryOperator<String> mask, Consumer<String> warnings, Clock time) {
    this.start = start;
    this.mask = mask;
    this.warnings = warnings;
    this.time = time;
  }

  static RecordedWork start(
      Supplier<Tracking> tracking,
      RunStart start,
      UnaryOperator<String> mask,
      Consumer<String> warnings,
      Clock time) {
    RecordedWork work = new RecordedWork(start, mask, warnings, time);
    work.begin(tracking);
    return work;
  }

  private synchronized void begin(Supplier<Tracking> given) {
    guarded(
        () -> {
          Tracking opened = given.get();
          lease =
              LeaseKeeper.take(
                  start.run(),
                  opened.journal(),
                  time,
                  clock,
                  new CountDownLatch(1),
                  (holder, seconds) -> {},
                  () -> {});
          opened.runs().start(start);
          tracking = opened;
        });
  }

  /** Whether it was recorded. */
  private boolean guarded(Runnable record) {
    try {
      record.run();
      return true;
    } catch (RuntimeException e) {
      if (!told) {
        told = true;
        warnings.accept(
            "run %s is not recorded as it should be: %s"
                .formatted(start.run(), mask.apply(String.valueOf(e.getMessage()))));
      }
      return false;
    }
  }

  private synchronized boolean recording(Consumer<Tracking> record) {
    Tracking opened = tracking;
    return opened != null && guarded(() -> record.accept(opened));
  }

  /** The run's id. */
  public String run() {
    return start.run();
  }

  /** Notes words about the run. */
  public void tags(Map<String, String> tags) {
    recording(opened -> opened.runs().tags(start.run(), tags));
  }

  /** Notes what it read or wrote; what is known already costs nothing. */
  public synchronized void links(Collection<RunLink> more) {
    more.stream().filter(links::add).forEach(owed::add);
    if (!time.instant().isBefore(owedUntil)) {
      deliver();
    }
  }

  private void deliver() {
    if (owed.isEmpty()) {
      return;
    }
    if (recording(opened -> opened.runs().links(start.run(), Set.copyOf(owed)))) {
      owed.clear();
    } else {
      owedUntil = time.instant().plus(PAUSE);
    }
  }

  /** Notes its end; the first one counts. */
  public synchronized void finish(RunStatus status, String message) {
    if (!finished) {
      finished = true;
      deliver();
      recording(
          opened -> opened.runs().finish(start.run(), status, time.instant(), mask.apply(message)));
    }
  }

  /** Ends the lease; a run that was not finished has failed. */
  @Override
  public synchronized void close() {
    finish(RunStatus.FAILED, "");
    clock.shutdownNow();
    LeaseKeeper held = lease;
    if (held != null) {
      lease = null;
      guarded(held::close);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "millrace-record");
    thread.setDaemon(true);
    return thread;
  }
}
