package io.millrace.testkit.memory;

import io.millrace.api.stream.RunningStream;
import io.millrace.api.stream.StreamSettings;
import io.millrace.api.stream.StreamSettings.Watermark;
import io.millrace.api.stream.StreamingEngine.Batch;
import io.millrace.api.stream.StreamingEngine.Handler;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Follows a table: its rows come in batches of two, in their order. A later process that follows a
 * longer table goes on behind the rows that are done.
 */
final class MemoryStream implements RunningStream {
  /** Rows a batch. */
  static final int ROWS = 2;

  private final MemoryEngine engine;
  private final Table source;
  private final StreamSettings settings;
  private final String stage;
  private final Handler<Table> handler;
  private final MemoryCheckpoint checkpoint;
  private final FutureTask<Void> work = new FutureTask<>(this::run, null);
  private boolean stopping;

  MemoryStream(
      MemoryEngine engine,
      Table source,
      StreamSettings settings,
      String stage,
      Handler<Table> handler) {
    this.engine = engine;
    this.source = source;
    this.settings = settings;
    this.stage = stage;
    this.handler = handler;
    this.checkpoint = new MemoryCheckpoint(settings.checkpoint());
  }

  MemoryStream start() {
    Thread thread = new Thread(work, "memory-stream");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void run() {
    try {
      long batch = checkpoint.done();
      int from = batch == 0 ? 0 : end(batch - 1);
      while (mayBegin(from)) {
        int to = checkpoint.offset(batch).isPresent() ? end(batch) : begin(batch, from);
        Table rows = Table.of(source.schema(), source.rows().subList(from, to));
        long number = batch;
        engine.inStage(
            stage,
            () -> {
              handler.handle(new Batch<>(number, rows, watermark(number)));
              return number;
            });
        checkpoint.end(batch);
        batch++;
        from = to;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end where nothing more comes. */
  private synchronized boolean mayBegin(int from) throws InterruptedException {
    while (!stopping && !settings.all() && from == source.size()) {
      wait();
    }
    return !stopping && from < source.size();
  }

  private int begin(long batch, int from) {
    int to = Math.min(source.size(), from + ROWS);
    long newest = newest(from);
    checkpoint.begin(batch, to + " " + newest);
    return to;
  }

  private int end(long batch) {
    return Integer.parseInt(checkpoint.offset(batch).orElseThrow().split(" ")[0]);
  }

  private @Nullable Long watermark(long batch) {
    long millis = Long.parseLong(checkpoint.offset(batch).orElseThrow().split(" ")[1]);
    return millis < 0 ? null : millis;
  }

  /** The newest event time of the rows before one, less the delay; -1 if there is none. */
  private long newest(int row) {
    Watermark watermark = settings.watermarkOrNull();
    if (watermark == null) {
      return -1;
    }
    List<@Nullable Object> times = source.column(watermark.column()).subList(0, row);
    long newest =
        times.stream()
            .filter(Instant.class::isInstance)
            .mapToLong(time -> ((Instant) time).toEpochMilli())
            .max()
            .orElse(-1);
    return newest < 0 ? -1 : newest - watermark.delay().toMillis();
  }

  @Override
  public synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  @Override
  public void await() throws Exception {
    work.get();
  }
}
