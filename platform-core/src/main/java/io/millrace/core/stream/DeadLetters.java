package io.millrace.core.stream;

import io.millrace.api.Engine;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.StreamingEngine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets records aside that can't be scored, or ends the stream over the first one. */
final class DeadLetters<D> {
  /** How batches call where records go that can't be scored. */
  static final String PLACE = "dead-letters";

  /** A message holds no more of a record than this. */
  private static final int SHOWN = 200;

  private static final List<Column> CONTEXT =
      List.of(
          Column.nullable("model", Simple.STRING),
          Column.nullable("version", Simple.INT),
          Column.nullable("stream", Simple.STRING),
          Column.nullable("batch", Simple.LONG),
          Column.nullable("refused_at", Simple.TIMESTAMP));

  private final Engine<D> engine;
  private final StreamingEngine<D> streaming;
  private final StreamJob.@Nullable Place<D> place;
  private final String option;

  /**
   * For a stream.
   *
   * @param place null if there is none
   * @param option what messages call the option that names it
   */
  DeadLetters(
      Engine<D> engine,
      StreamingEngine<D> streaming,
      StreamJob.@Nullable Place<D> place,
      String option) {
    this.engine = engine;
    this.streaming = streaming;
    this.place = place;
    this.option = option;
  }

  /** Whether there is a place for them. */
  boolean havePlace() {
    return place != null;
  }

  /**
   * Ends the stream over the first record, if there is one.
   *
   * @throws MillraceException BAD_RECORD
   */
  void refuse(List<D> refused, long batch) {
    List<? extends List<? extends @Nullable Object>> first =
        refused.isEmpty() ? List.of() : engine.head(streaming.records(refused), 1);
    if (!first.isEmpty()) {
      throw bad(first.get(0), batch);
    }
  }

  /**
   * Sets aside.
   *
   * @param refused frames with a reason; may be empty
   * @return how many there are, -1 if unknown
   */
  long add(List<D> refused, String stream, long batch, Versions.Ready<D> by, Instant time) {
    if (refused.isEmpty() || place == null) {
      return 0;
    }
    D records = streaming.records(refused);
    if (engine.head(records, 1).isEmpty()) {
      return 0;
    }
    D told =
        engine.withConstants(
            records,
            CONTEXT,
            List.of(by.version().model(), by.version().version(), stream, batch, time));
    Counted<D> counted = Counted.of(told, engine);
    BatchKey key = new BatchKey(stream, PLACE, batch);
    return counted.rows(place.writer().write(counted.frame(), place.output(), key));
  }

  private MillraceException bad(List<? extends @Nullable Object> record, long batch) {
    String source = record.get(2) == null ? "" : " (" + record.get(2) + ")";
    String text = String.valueOf(record.get(1));
    return new MillraceException(
        StandardError.BAD_RECORD,
        "a record of batch %d can't be scored: %s%s: %s. Nothing of the batch is written; with %s such records are set aside and the stream goes on"
            .formatted(
                batch,
                withoutStop(String.valueOf(record.get(0))),
                source,
                text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…",
                option));
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
