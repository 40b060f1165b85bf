package io.millrace.app.view;

import io.millrace.app.text.LiveStream;
import io.millrace.app.text.Quantities;
import io.millrace.core.stream.BatchReport;
import io.millrace.core.stream.StreamListener;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells how a stream goes: a line for each change of version and whatever is odd, and how many rows
 * there are, at most once a second; on a terminal the latter is one line that is written again.
 */
public final class StreamProgress implements StreamListener, AutoCloseable {
  private static final long BETWEEN_NANOS = 1_000_000_000L;

  private final Consumer<String> lines;
  private final Consumer<String> figures;
  private final Runnable end;
  private long last = System.nanoTime() - BETWEEN_NANOS;
  private int version;
  private long rows;
  private long deadLetters;
  private double seconds;
  private int batches;

  private StreamProgress(Consumer<String> lines, Consumer<String> figures, Runnable end) {
    this.lines = lines;
    this.figures = figures;
    this.end = end;
  }

  /** All lines go there. */
  public static StreamProgress in(Consumer<String> lines) {
    return new StreamProgress(lines, lines, () -> {});
  }

  /** Figures are not told. */
  public static StreamProgress quiet(Consumer<String> lines) {
    return new StreamProgress(lines, line -> {}, () -> {});
  }

  /** Figures stay at the end of a terminal, on which lines go by above them. */
  public static StreamProgress on(LiveStream terminal, Consumer<String> lines) {
    return new StreamProgress(
        lines, line -> terminal.show(List.of(line)), () -> terminal.show(List.of()));
  }

  @Override
  public void close() {
    end.run();
  }

  @Override
  public void started(String from, String to, String delivery) {
    lines.accept("following %s; rows go to %s, %s".formatted(from, to, delivery));
  }

  @Override
  public synchronized void batch(BatchReport report) {
    if (version != 0 && version != report.version()) {
      lines.accept(
          "version %d from batch %d on, until now version %d"
              .formatted(report.version(), report.batch(), version));
    }
    version = report.version();
    batches++;
    rows += Math.max(0, report.rows());
    deadLetters += Math.max(0, report.deadLetters());
    seconds += report.seconds();
    if (report.rows() < 0) {
      lines.accept("batch %d: written before".formatted(report.batch()));
    }
    if (System.nanoTime() - last >= BETWEEN_NANOS) {
      figures.accept(line(report));
      last = System.nanoTime();
      batches = 0;
      rows = 0;
      deadLetters = 0;
      seconds = 0;
    }
  }

  private String line(BatchReport report) {
    String which =
        batches == 1
            ? "batch " + report.batch()
            : "batches %d to %d".formatted(report.batch() - batches + 1, report.batch());
    return "%s: %s rows in %s, %s rows/s%s"
        .formatted(
            which,
            Quantities.count(rows),
            Quantities.seconds(seconds),
            Quantities.count(Math.round(rows / Math.max(seconds, 1e-3))),
            deadLetters == 0 ? "" : ", %s set aside".formatted(Quantities.count(deadLetters)));
  }

  @Override
  public void note(String message) {
    lines.accept(message);
  }
}
