package io.millrace.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.serving.protocol.InstantText;
import io.millrace.serving.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /** Lines that are written at a time. */
  private static final int BATCH = 256;

  private static final SerializedString TIME = new SerializedString("time");
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString REMOTE = new SerializedString("remote");
  private static final SerializedString METHOD = new SerializedString("method");
  private static final SerializedString PATH = new SerializedString("path");
  private static final SerializedString STATUS = new SerializedString("status");
  private static final SerializedString BYTES_IN = new SerializedString("bytesIn");
  private static final SerializedString BYTES_OUT = new SerializedString("bytesOut");
  private static final SerializedString MICROS = new SerializedString("micros");
  private static final SerializedString MODEL = new SerializedString("model");
  private static final SerializedString VERSION = new SerializedString("version");
  private static final SerializedString ROUTE = new SerializedString("route");
  private static final SerializedString ROWS = new SerializedString("rows");

  private final OutputStream out;
  private final ConcurrentLinkedQueue<Line> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Only the log's own thread uses what follows.
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream(1 << 16);
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
    for (List<Line> lines = take(); !lines.isEmpty(); lines = take()) {
      batch.reset();
      write(lines);
      try {
        batch.writeTo(out);
        out.flush();
      } catch (IOException e) {
        dropped.add(lines.size());
      }
    }
  }

  private List<Line> take() {
    List<Line> lines = new ArrayList<>();
    Line line = queue.poll();
    while (line != null) {
      lines.add(line);
      line = lines.size() < BATCH ? queue.poll() : null;
    }
    queued.addAndGet(-lines.size());
    return lines;
  }

  private void write(List<Line> lines) {
    Json.write(
        batch,
        json -> {
          for (Line line : lines) {
            write(json, line);
          }
          json.writeRaw('\n');
        });
  }

  private void write(JsonGenerator json, Line line) throws IOException {
    json.writeStartObject();
    text(json, TIME, times.of(line.time()));
    text(json, ID, Json.wellFormed(line.id()));
    text(json, REMOTE, line.remote());
    text(json, METHOD, line.method());
    text(json, PATH, Json.wellFormed(line.path()));
    number(json, STATUS, line.status());
    number(json, BYTES_IN, line.bytesIn());
    number(json, BYTES_OUT, line.bytesOut());
    number(json, MICROS, line.nanos() / 1000);
    if (line.modelOrNull() != null) {
      text(json, MODEL, line.modelOrNull());
      text(json, VERSION, line.versionOrNull());
      text(json, ROUTE, line.routeOrNull());
      number(json, ROWS, line.rows());
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, SerializedString name, @Nullable String value)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(value);
  }

  private static void number(JsonGenerator json, SerializedString name, long value)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(value);
  }
}
