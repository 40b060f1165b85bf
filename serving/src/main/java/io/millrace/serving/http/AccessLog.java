package io.millrace.serving.http;

import io.millrace.serving.protocol.Json;
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
  private static final int PAUSE_MILLIS = 20;

  private final OutputStream out;
  private final ConcurrentLinkedQueue<Line> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

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
    do {
      ends = ended();
      writeQueued();
    } while (!ends);
    try {
      out.close();
    } catch (IOException e) {
      dropped.increment();
    }
  }

  private boolean ended() {
    try {
      return closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void writeQueued() {
    boolean wrote = false;
    for (Line line = queue.poll(); line != null; line = queue.poll()) {
      queued.decrementAndGet();
      try {
        out.write(json(line));
        wrote = true;
      } catch (IOException e) {
        dropped.increment();
      }
    }
    if (wrote) {
      try {
        out.flush();
      } catch (IOException e) {
        dropped.increment();
      }
    }
  }

  private static byte[] json(Line line) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("time", line.time().toString());
          json.writeStringField("id", Json.wellFormed(line.id()));
          json.writeStringField("remote", line.remote());
          json.writeStringField("method", line.method());
          json.writeStringField("path", Json.wellFormed(line.path()));
          json.writeNumberField("status", line.status());
          json.writeNumberField("bytesIn", line.bytesIn());
          json.writeNumberField("bytesOut", line.bytesOut());
          json.writeNumberField("micros", line.nanos() / 1000);
          if (line.modelOrNull() != null) {
            json.writeStringField("model", line.modelOrNull());
            json.writeStringField("version", line.versionOrNull());
            json.writeStringField("route", line.routeOrNull());
            json.writeNumberField("rows", line.rows());
          }
          json.writeEndObject();
          json.writeRaw('\n');
        });
  }
}
