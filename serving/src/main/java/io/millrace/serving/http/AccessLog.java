package io.millrace.serving.http;

import io.millrace.serving.protocol.InstantText;
import io.millrace.serving.protocol.JsonBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A line of JSON for each request, written by a thread of its own: a request leaves its line in a
 * queue, and where that is full, as behind a full disk, the line is dropped and counted.
 */
public final class AccessLog implements AutoCloseable {
  private static final int QUEUED = 1 << 16;

  // What waits long outlives collections of garbage; a thread that wakes for nothing costs too.
  private static final int BUSY_MILLIS = 5;
  private static final int IDLE_MILLIS = 20;

  /** Lines that are written at a time. */
  private static final int BATCH = 256;

  private final OutputStream out;
  private final ConcurrentLinkedQueue<Line> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Only the log's own thread uses what follows.
  private final JsonBytes batch = new JsonBytes(1 << 16);
  private final InstantText times = new InstantText();

  /**
   * What a line tells.
   *
   * @param time when the request came
   * @param id its id
   * @param remote the address that it came from
   * @param method its method
   * @param path its path, without the query
   * @param status of the answer
   * @param bytesIn the size of its body
   * @param bytesOut the size of the answer's body
   * @param nanos how long it took
   * @param modelOrNull the model that answered; null if none was asked
   * @param versionOrNull its version
   * @param routeOrNull the way by which the version was chosen
   * @param rows how many were scored
   */
  record Line(
      Instant time,
      String id,
      String remote,
      String method,
      String path,
      int status,
      long bytesIn,
      long bytesOut,
      long nanos,
      @Nullable String modelOrNull,
      @Nullable String versionOrNull,
      @Nullable String routeOrNull,
      int rows) {}

  private AccessLog(OutputStream out) {
    this.out = out;
    thread = new Thread(this::work, "millrace-access-log");
    thread.setDaemon(true);
  }

  /** Writes to a stream, which it closes in the end. */
  public static AccessLog to(OutputStream out) {
    AccessLog log = new AccessLog(out);
    log.thread.start();
    return log;
  }

  /** How many lines were dropped. */
  public long dropped() {
    return dropped.sum();
  }

  void add(Line line) {
    if (queued.incrementAndGet() > QUEUED) {
      queued.decrementAndGet();
      dropped.increment();
      return;
    }
    queue.add(line);
  }

  /** Writes what is queued, and ends. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Woken by the clock, not by requests: waking a thread costs more than answering a row. */
  private void work() {
    boolean ends;
    boolean busy = false;
    do {
      ends = ended(busy ? BUSY_MILLIS : IDLE_MILLIS);
      busy = writeQueued();
    } while (!ends);
    try {
      out.close();
    } catch (IOException e) {
      dropped.increment();
    }
  }

  private boolean ended(int millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Returns whether there was anything. */
  private boolean writeQueued() {
    int lines = take();
    boolean any = lines > 0;
    for (; lines > 0; lines = take()) {
      try {
        out.write(batch.array(), 0, batch.count());
        out.flush();
      } catch (IOException e) {
        dropped.add(lines);
      }
    }
    return any;
  }

  private int take() {
    batch.cut(0);
    int lines = 0;
    for (Line line = queue.poll(); line != null; line = lines < BATCH ? queue.poll() : null) {
      write(batch, line);
      lines++;
    }
    queued.addAndGet(-lines);
    return lines;
  }

  private void write(JsonBytes json, Line line) {
    json.add("{\"time\":");
    times.write(json, line.time());
    json.add(",\"id\":").text(line.id());
    json.add(",\"remote\":").text(line.remote());
    json.add(",\"method\":").text(line.method());
    json.add(",\"path\":").text(line.path());
    json.add(",\"status\":").number(line.status());
    json.add(",\"bytesIn\":").number(line.bytesIn());
    json.add(",\"bytesOut\":").number(line.bytesOut());
    json.add(",\"micros\":").number(line.nanos() / 1000);
    if (line.modelOrNull() != null) {
      json.add(",\"model\":").text(line.modelOrNull());
      json.add(",\"version\":").text(String.valueOf(line.versionOrNull()));
      json.add(",\"route\":").text(String.valueOf(line.routeOrNull()));
      json.add(",\"rows\":").number(line.rows());
    }
    json.add('}').add('\n');
  }
}
