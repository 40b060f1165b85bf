package io.millrace.spark;

import io.millrace.api.stream.RunningStream;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamingEngine.Batch;
import io.millrace.api.stream.StreamingEngine.Handler;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * A structured streaming query that hands its batches on. Stopping one in Spark interrupts the
 * batch under way; here it is let finish, and the next one refused.
 */
final class SparkStream implements RunningStream {
  private static final long LOOK_NANOS = 20_000_000;

  /** A batch's end is written after its handler is done; that takes no longer than this. */
  private static final long COMMIT_NANOS = 10_000_000_000L;

  private final SparkEngine engine;
  private final SparkCheckpoint checkpoint;
  private final String stage;
  private final Handler<Dataset<Row>> handler;
  private final Object border = new Object();
  private @Nullable StreamingQuery query;
  private @Nullable Thread stopping;
  private boolean working;
  private long handled = -1;

  private SparkStream(
      SparkEngine engine, SparkCheckpoint checkpoint, String stage, Handler<Dataset<Row>> handler) {
    this.engine = engine;
    this.checkpoint = checkpoint;
    this.stage = stage;
    this.handler = handler;
  }

  /** Ends a query at the border between two batches. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("the stream was asked to stop");
    }
  }

  static SparkStream start(
      SparkEngine engine,
      Dataset<Row> source,
      StreamSettings settings,
      String stage,
      Handler<Dataset<Row>> handler) {
    SparkCheckpoint checkpoint =
        SparkCheckpoint.at(
            settings.checkpoint(), engine.session().sparkContext().hadoopConfiguration());
    SparkStream stream = new SparkStream(engine, checkpoint, stage, handler);
    StreamSettings.Watermark watermark = settings.watermarkOrNull();
    Dataset<Row> frame =
        watermark == null
            ? source
            : source.withWatermark(
                watermark.column(), watermark.delay().toMillis() + " milliseconds");
    VoidFunction2<Dataset<Row>, Long> each = stream::handle;
    DataStreamWriter<Row> writer =
        frame
            .writeStream()
            .option("checkpointLocation", checkpoint.location())
            .trigger(
                settings.all()
                    ? Trigger.AvailableNow()
                    : Trigger.ProcessingTime(settings.every().toMillis()))
            .foreachBatch(each);
    try {
      stream.started(writer.start());
    } catch (TimeoutException e) {
      throw Failures.explain(e);
    }
    return stream;
  }

  private void started(StreamingQuery started) {
    synchronized (border) {
      query = started;
      border.notifyAll();
    }
  }

  private void handle(Dataset<Row> rows, Long number) throws Exception {
    synchronized (border) {
      if (stopping != null) {
        throw new Stopped();
      }
      working = true;
    }
    try {
      engine.inStage(
          stage,
          () -> {
            // Frames of a stream live in a session of its own.
            SparkSession.setActiveSession(rows.sparkSession());
            OptionalLong late = checkpoint.watermark(number);
            Long watermark = late.isPresent() ? late.getAsLong() : null;
            handler.handle(new Batch<>(number, rows, watermark));
            return number;
          });
      synchronized (border) {
        handled = number;
      }
    } finally {
      synchronized (border) {
        working = false;
        border.notifyAll();
      }
    }
  }

  @Override
  public void stop() {
    synchronized (border) {
      if (stopping != null) {
        return;
      }
      stopping = new Thread(this::stopAtBorder, "millrace-stream-stop");
      stopping.setDaemon(true);
      stopping.start();
    }
  }

  private void stopAtBorder() {
    StreamingQuery running;
    long last;
    synchronized (border) {
      while (working || query == null) {
        try {
          border.wait();
        } catch (InterruptedException e) {
          return;
        }
      }
      running = query;
      last = handled;
    }
    long late = System.nanoTime() + COMMIT_NANOS;
    while (running.isActive() && !isCommitted(running, last) && System.nanoTime() < late) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    if (!running.isActive()) {
      return;
    }
    try {
      running.stop();
    } catch (TimeoutException e) {
      System.getLogger(SparkStream.class.getName())
          .log(System.Logger.Level.WARNING, "the stream's thread does not end", e);
    }
  }

  private static boolean isCommitted(StreamingQuery query, long batch) {
    return batch < 0
        || (query.lastProgress() != null && query.lastProgress().batchId() >= batch)
        || !query.status().isTriggerActive();
  }

  @Override
  public void await() throws Exception {
    try {
      running().awaitTermination();
    } catch (StreamingQueryException e) {
      if (!isStopped(e)) {
        throw e;
      }
    }
    // It must not meet a session that was closed meanwhile.
    Thread last = stopper();
    if (last != null) {
      last.join();
    }
  }

  private static boolean isStopped(StreamingQueryException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Stopped) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Thread stopper() {
    synchronized (border) {
      return stopping;
    }
  }

  private StreamingQuery running() {
    StreamingQuery running = query;
    if (running == null) {
      throw new IllegalStateException("the query was not started");
    }
    return running;
  }
}
