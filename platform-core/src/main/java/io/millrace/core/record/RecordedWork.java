package io.millrace.core.record;

import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.lease.LeaseKeeper;
import java.time.Clock;
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
 * told once and stops nothing: the work counts, not its record. Thread-safe.
 */
public final class RecordedWork implements AutoCloseable {
  private final RunStart start;
  private final UnaryOperator<String> mask;
  private final Consumer<String> warnings;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(RecordedWork::daemon);
  private final Set<RunLink> links = new LinkedHashSet<>();
  private @Nullable Tracking tracking;
  private @Nullable LeaseKeeper lease;
  private boolean finished;

  private RecordedWork(RunStart start, UnaryOperator<String> mask, Consumer<String> warnings) {
    this.start = start;
    this.mask = mask;
    this.warnings = warnings;
  }

  static RecordedWork start(
      Supplier<Tracking> tracking,
      RunStart start,
      UnaryOperator<String> mask,
      Consumer<String> warnings) {
    RecordedWork work = new RecordedWork(start, mask, warnings);
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
                  Clock.systemUTC(),
                  clock,
                  new CountDownLatch(1),
                  (holder, seconds) -> {},
                  () -> {});
          opened.runs().start(start);
          tracking = opened;
        });
  }

  private void guarded(Runnable record) {
    try {
      record.run();
    } catch (RuntimeException e) {
      tracking = null;
      warnings.accept(
          "run %s is not recorded as it should be: %s"
              .formatted(start.run(), mask.apply(String.valueOf(e.getMessage()))));
    }
  }

  private synchronized void recording(Consumer<Tracking> record) {
    Tracking opened = tracking;
    if (opened != null) {
      guarded(() -> record.accept(opened));
    }
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
    Set<RunLink> fresh = new LinkedHashSet<>(more);
    fresh.removeAll(links);
    if (!fresh.isEmpty()) {
      links.addAll(fresh);
      recording(opened -> opened.runs().links(start.run(), fresh));
    }
  }

  /** Notes its end; the first one counts. */
  public synchronized void finish(RunStatus status, String message) {
    if (!finished) {
      finished = true;
      recording(
          opened -> opened.runs().finish(start.run(), status, Instant.now(), mask.apply(message)));
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
