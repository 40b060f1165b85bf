package io.millrace.core.stream;

import io.millrace.api.Engine;
import io.millrace.api.QuarantineColumns;
import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.api.output.Output;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.RowCondition;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.api.stream.StreamSettings.Watermark;
import io.millrace.api.stream.StreamingEngine;
import io.millrace.api.stream.StreamingEngine.Batch;
import io.millrace.api.stream.StreamingEngine.Parted;
import io.millrace.core.score.ScoredRows;
import io.millrace.core.score.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The work of a batch: its version is chosen, its rows are scored and written, or set aside. */
final class StreamWork<D> implements StreamingEngine.Handler<D> {
  /** How batches call where scored rows go. */
  static final String PLACE = "rows";

  private static final List<Column> REASON =
      List.of(Column.nullable(QuarantineColumns.REASON, Simple.STRING));

  private final Engine<D> engine;
  private final StreamingEngine<D> streaming;
  private final Versions<D> versions;
  private final BatchLog log;
  private final Target<D> target;
  private final DeadLetters<D> deadLetters;
  private final Consumer<BatchReport> reports;

  StreamWork(
      Engine<D> engine,
      StreamingEngine<D> streaming,
      Versions<D> versions,
      BatchLog log,
      Target<D> target,
      DeadLetters<D> deadLetters,
      Consumer<BatchReport> reports) {
    this.engine = engine;
    this.streaming = streaming;
    this.versions = versions;
    this.log = log;
    this.target = target;
    this.deadLetters = deadLetters;
    this.reports = reports;
  }

  /**
   * Where scored rows go.
   *
   * @param stream identifies the stream
   * @param stamp whether rows are stamped
   */
  record Target<D>(
      StreamOutputWriter<D> writer,
      Output output,
      String stream,
      boolean stamp,
      @Nullable Watermark watermark) {}

  /** What a batch is scored by. */
  private record By<D>(long batch, Versions.Ready<D> ready, @Nullable Stamp stamp, Instant time) {}

  /** The rows of a batch on their way: those that are good so far, and those that were refused. */
  private record Sifted<D>(D good, List<D> refused) {}

  /** How many rows ended where. */
  private record Ends(long rows, long deadLetters) {}

  @Override
  public void handle(Batch<D> batch) {
    long start = System.nanoTime();
    By<D> by = by(batch.number());
    D rows = engine.persist(batch.rows(), "MEMORY_AND_DISK");
    try {
      Sifted<D> sifted = sift(rows, batch);
      Ends ends = write(sifted, by);
      double seconds = (System.nanoTime() - start) / 1e9;
      reports.accept(
          new BatchReport(
              batch.number(),
              by.ready().version().model(),
              by.ready().version().version(),
              ends.rows(),
              ends.deadLetters(),
              seconds));
    } finally {
      engine.unpersist(rows);
    }
  }

  /** A batch that began before, in whatever process, goes on with its version. */
  private By<D> by(long batch) {
    BatchLog.Entry known = log.find(batch).orElse(null);
    Versions.Ready<D> ready =
        known == null ? versions.next() : versions.again(known.version(), known.packageHash());
    if (known == null) {
      known = BatchLog.Entry.now(ready.version().version(), ready.source().packageHash());
      log.add(batch, known);
    }
    Stamp stamp =
        new Stamp(
            ready.version().model(),
            ready.version().version(),
            ready.source().packageHash(),
            target.stream() + "/" + batch,
            known.time());
    return new By<>(batch, ready, target.stamp() ? stamp : null, known.time());
  }

  private Sifted<D> sift(D rows, Batch<D> batch) {
    D good = rows;
    List<D> refused = new ArrayList<>();
    if (engine.schema(rows).has(QuarantineColumns.REASON)) {
      refused.add(streaming.where(rows, new RowCondition.Present(QuarantineColumns.REASON)));
      D readable = streaming.where(rows, new RowCondition.Missing(QuarantineColumns.REASON));
      good = without(readable, List.of(QuarantineColumns.REASON));
    }
    Watermark watermark = target.watermark();
    if (watermark != null && batch.watermark() != null) {
      D late =
          streaming.where(good, new RowCondition.Before(watermark.column(), batch.watermark()));
      String reason =
          "%s lies before the watermark %s"
              .formatted(watermark.column(), Instant.ofEpochMilli(batch.watermark()));
      refused.add(engine.withConstants(late, REASON, List.of(reason)));
      good =
          streaming.where(good, new RowCondition.NotBefore(watermark.column(), batch.watermark()));
    }
    return target.output().mode() != Output.Mode.MERGE
        ? new Sifted<>(good, refused)
        : sifted(
            streaming.distinct(
                good, target.output().keys(), watermark == null ? null : watermark.column()),
            refused);
  }

  private static <D> Sifted<D> sifted(Parted<D> parted, List<D> refused) {
    if (parted.refused() != null) {
      refused.add(parted.refused());
    }
    return new Sifted<>(parted.good(), refused);
  }

  /**
   * Writes the good rows; those that turn out to be none join the refused ones. Without a place for
   * these nothing is written.
   */
  private Ends write(Sifted<D> sifted, By<D> by) {
    if (!deadLetters.havePlace()) {
      deadLetters.refuse(sifted.refused(), by.batch());
    }
    long rows;
    try {
      rows = write(sifted.good(), by);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      MillraceException failure = engine.explain(e);
      if (failure.code().blame() != Blame.DATA && failure.code().blame() != Blame.BUG) {
        throw failure;
      }
      Parted<D> parted = streaming.part(sifted.good(), some -> scored(some, by));
      if (parted.refused() == null) {
        throw failure;
      }
      sifted.refused().add(parted.refused());
      if (!deadLetters.havePlace()) {
        deadLetters.refuse(List.of(parted.refused()), by.batch());
      }
      // First: a repeat that finds the rows written would not learn again which ones were refused.
      long aside = setAside(sifted, by);
      return new Ends(write(parted.good(), by), aside);
    }
    return new Ends(rows, setAside(sifted, by));
  }

  private long setAside(Sifted<D> sifted, By<D> by) {
    return deadLetters.add(sifted.refused(), target.stream(), by.batch(), by.ready(), by.time());
  }

  private long write(D good, By<D> by) {
    Counted<D> counted = Counted.of(scored(good, by), engine);
    BatchKey key = new BatchKey(target.stream(), PLACE, by.batch());
    return counted.rows(target.writer().write(counted.frame(), target.output(), key));
  }

  private D scored(D rows, By<D> by) {
    D data = without(rows, QuarantineColumns.ALL);
    return ScoredRows.of(data, by.ready().loaded(), by.stamp(), engine);
  }

  private D without(D frame, List<String> columns) {
    List<String> names = engine.schema(frame).names();
    return names.stream().noneMatch(columns::contains)
        ? frame
        : engine.select(frame, names.stream().filter(name -> !columns.contains(name)).toList());
  }
}
