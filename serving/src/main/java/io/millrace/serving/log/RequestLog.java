package io.millrace.serving.log;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.model.requestlog.SegmentLines;
import io.millrace.model.requestlog.SegmentName;
import io.millrace.model.requestlog.SegmentRecovery;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.Outcome;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to segments from a thread of its own. {@link #answered} neither waits nor fails: what
 * finds no room is dropped and counted, as when the disk is full for long. Thread-safe.
 */
public final class RequestLog implements AnswerListener, AutoCloseable {
  private static final int BATCH = 512;

  // What waits long outlives collections of garbage; a thread that wakes for nothing costs too.
  private static final long BUSY_NANOS = 5_000_000;
  private static final long IDLE_NANOS = 20_000_000;
  private static final long FIRST_PAUSE_NANOS = 100_000_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final LogSettings settings;
  private final SegmentFile.Opener opener;
  private final LongSupplier nanos;
  private final Queue<Outcome> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong rowsWaiting = new AtomicLong();
  private final AtomicLong failuresWaiting = new AtomicLong();
  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile @Nullable String failure;

  // Only the log's own thread uses what follows.
  private final AnswerJson json = new AnswerJson();
  private final LogLines waiting = new LogLines();
  private @Nullable SegmentFile segment;
  private SegmentName next;
  private boolean broken;
  private long pause = FIRST_PAUSE_NANOS;
  private long nextAttempt;
  private long lastForce;

  private RequestLog(
      LogSettings settings, String instance, SegmentFile.Opener opener, LongSupplier nanos) {
    this.settings = settings;
    this.opener = opener;
    this.nanos = nanos;
    this.next = new SegmentName(instance, 1);
    this.nextAttempt = nanos.getAsLong();
    this.lastForce = nextAttempt;
    this.thread = new Thread(this::run, "millrace-request-log");
    thread.setDaemon(true);
  }

  /**
   * Starts to log, after closing the segments that dead processes left in the directory.
   *
   * @throws MillraceException STORAGE_FAILED, if the directory can't be made or read
   */
  public static RequestLog start(LogSettings settings) {
    return start(settings, SegmentFile.NEW_FILE, System::nanoTime);
  }

  static RequestLog start(LogSettings settings, SegmentFile.Opener opener, LongSupplier nanos) {
    try {
      Files.createDirectories(settings.directory());
      SegmentRecovery.recover(settings.directory(), SegmentFile::isWrittenHere);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "Requests can't be logged in %s: %s."
              .formatted(settings.directory(), SegmentFailures.clause(e)),
          e);
    }
    RequestLog log = new RequestLog(settings, newInstance(), opener, nanos);
    log.thread.start();
    return log;
  }

  private static String newInstance() {
    return START.format(Instant.now()) + "_" + UUID.randomUUID().toString().substring(24);
  }

  /** Hands the rows of an answer over, without waiting; what finds no room is dropped. */
  @Override
  public void answered(Answer answer) {
    offer(answer, answer.inputs().rows());
  }

  /**
   * Hands over a request that was refused or failed. Such requests have an eighth of the room: a
   * sender of nonsense takes none from those that are answered.
   */
  @Override
  public void failed(Failure failure) {
    int lines = AnswerJson.lineCount(failure);
    if (failuresWaiting.addAndGet(lines) <= Math.max(1, settings.capacity() / 8)) {
      offer(failure, lines);
    } else {
      failuresWaiting.addAndGet(-lines);
      dropped.add(lines);
    }
  }

  /** Logs it as any other failure. */
  @Override
  public void turnedAway(Failure failure) {
    failed(failure);
  }

  private void offer(Outcome outcome, int rows) {
    if (rowsWaiting.addAndGet(rows) <= settings.capacity() && !stopping) {
      queue.add(outcome);
    } else {
      rowsWaiting.addAndGet(-rows);
      dropped.add(rows);
      fetched(outcome);
    }
  }

  /** A failure that waits no longer makes room for another. */
  private void fetched(Outcome outcome) {
    if (outcome instanceof Failure failure) {
      failuresWaiting.addAndGet(-AnswerJson.lineCount(failure));
    }
  }

  /** Rows that were given to the operating system. */
  public long written() {
    return written.sum();
  }

  /** Rows that found no room, or were still waiting for a disk at the end. */
  public long dropped() {
    return dropped.sum();
  }

  /** Why nothing can be written now; null if all is well. */
  public @Nullable String failure() {
    return failure;
  }

  /** Shows what is written and dropped, and whether writing fails. */
  public void show(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("millrace_request_log_rows_total")
        .help("Rows for the request log, by whether they were written or dropped")
        .labelNames("outcome")
        .callback(
            told -> {
              told.call(written(), "written");
              told.call(dropped(), "dropped");
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("millrace_request_log_failing")
        .help("1 if the request log can't be written now, else 0")
        .callback(told -> told.call(failure == null ? 0 : 1))
        .register(registry);
  }

  /** Writes what waits, once, and closes the segment. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean busy = false;
    while (!stopping) {
      boolean wrote = step(false);
      if (!wrote) {
        LockSupport.parkNanos(this, busy ? BUSY_NANOS : IDLE_NANOS);
      }
      busy = wrote;
    }
    while (step(true)) {
      // Until nothing waits, or the disk takes no more.
      continue;
    }
    dropped.add(rowsWaiting.getAndSet(0));
    try {
      closeSegment();
    } catch (IOException e) {
      failure = SegmentFailures.clause(e);
    }
  }

  /**
   * Writes one batch, if there is one and the disk may be tried.
   *
   * @return whether something was written
   */
  private boolean step(boolean last) {
    long now = nanos.getAsLong();
    fetch();
    try {
      if (waiting.count() == 0) {
        maintain(now);
        return false;
      }
      if (!last && failure != null && now - nextAttempt < 0) {
        return false;
      }
      write(now);
      failure = null;
      pause = FIRST_PAUSE_NANOS;
      maintain(now);
      return true;
    } catch (IOException e) {
      fail(now, e);
      return false;
    }
  }

  private void fetch() {
    if (waiting.count() > 0) {
      return;
    }
    while (waiting.count() < BATCH) {
      Outcome outcome = queue.poll();
      if (outcome == null) {
        return;
      }
      json.write(outcome, waiting);
      fetched(outcome);
    }
  }

  private void written(int lines) {
    written.add(lines);
    rowsWaiting.addAndGet(-lines);
    waiting.take(lines);
  }

  private void write(long now) throws IOException {
    if (broken) {
      closeSegment();
    }
    SegmentFile file = segment == null ? begin(now) : segment;
    try {
      file.append(waiting);
      written(waiting.count());
    } catch (SegmentFile.PartlyWritten e) {
      written(e.lines());
      throw e;
    }
  }

  private SegmentFile begin(long now) throws IOException {
    SegmentName name = next;
    next = name.next();
    segment = SegmentFile.begin(settings.directory(), name, opener, header(name), now);
    return segment;
  }

  private static String header(SegmentName name) {
    return "{\"format\":%d,\"instance\":\"%s\",\"sequence\":%d}"
        .formatted(SegmentLines.FORMAT_VERSION, name.instance(), name.sequence());
  }

  private void maintain(long now) throws IOException {
    SegmentFile file = segment;
    if (file == null) {
      return;
    }
    if (file.bytes() >= settings.segmentBytes()
        || file.age(now) >= settings.segmentAge().toNanos()) {
      closeSegment();
    } else if (now - lastForce >= settings.syncEvery().toNanos()) {
      lastForce = now;
      file.force();
    }
  }

  /** A segment that failed is closed: its rows may be read, and that may make room. */
  private void fail(long now, IOException e) {
    failure = SegmentFailures.clause(e);
    broken = true;
    nextAttempt = now + pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    try {
      closeSegment();
    } catch (IOException again) {
      // The next attempt closes it, before another segment is begun.
      e.addSuppressed(again);
    }
  }

  private void closeSegment() throws IOException {
    if (segment != null) {
      segment.close();
      segment = null;
    }
    broken = false;
  }
}
