package io.millrace.api.stream;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an {@link io.millrace.api.Engine} that follows sources can do besides. */
public interface StreamingEngine<D> {
  /**
   * Opens a checkpoint: a directory, local or in any file system of the engine; made by the first
   * write.
   *
   * @throws io.millrace.api.error.MillraceException STORAGE_FAILED
   */
  Checkpoint checkpoint(String location);

  /**
   * Starts to follow a source in batches. Positions in the source are written to the checkpoint
   * before a batch is handled, and the batch's end after it: one that was not finished is handled
   * again at the next start, with the same number and the same rows.
   *
   * @param source what {@link StreamingIngestor#follow} gave
   * @param stage the stage that the work counts for
   * @param handler handles one batch after the other, within that stage's work. What it throws ends
   *     the stream, and the batch counts as not handled
   */
  RunningStream follow(D source, StreamSettings settings, String stage, Handler<D> handler);

  /** The rows that a condition holds for. */
  D where(D frame, RowCondition condition);

  /**
   * Refused rows as their records: a frame with the three {@link io.millrace.api.QuarantineColumns}
   * and no others. Where the record is not known, it is the row as a JSON object; where the source
   * is not known, it is missing.
   *
   * @param refused frames that have the reason, and may differ in all other columns; at least one
   */
  D records(List<D> refused);

  /**
   * Parts rows by whether a computation on them succeeds, without regard to what it costs: equal
   * rows have the same fate.
   *
   * @param rows of a batch; an ordinary frame
   * @param computation row-wise
   * @return the refused rows' reasons are what the computation said of them
   * @throws io.millrace.api.error.MillraceException if it fails for a reason that no row is to
   *     blame for
   */
  Parted<D> part(D rows, UnaryOperator<D> computation);

  /**
   * Parts rows so that keys identify the good ones. Of rows that are equal, but for where they came
   * from, all but one are left out.
   *
   * @param newest a column: of rows with equal keys the one with the greatest value is good, and
   *     the others are in neither part; without it, or if the greatest stands in several unequal
   *     rows, all of them are refused
   */
  Parted<D> distinct(D rows, List<String> keys, @Nullable String newest);

  /** Handles batches. */
  interface Handler<D> {
    /** Handles one; its rows may be computed several times, always the same. */
    void handle(Batch<D> batch) throws Exception;
  }

  /**
   * A batch of rows.
   *
   * @param number from 0, without gaps
   * @param rows an ordinary frame with the columns of the source
   * @param watermark event times before it are late, in milliseconds since 1970; the same when the
   *     batch is repeated; null without a watermark, and before the first event time was seen
   */
  record Batch<D>(long number, D rows, @Nullable Long watermark) {}

  /**
   * Rows by what a check says.
   *
   * @param good those that passed
   * @param refused the others, with {@link io.millrace.api.QuarantineColumns#REASON} as last
   *     column; null if there are none
   */
  record Parted<D>(D good, @Nullable D refused) {}
}
