package io.millrace.api;

import io.millrace.api.effect.Receipt;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.Schema;
import java.util.Map;

/**
 * Writes a frame before a split, and hands on what it wrote, read back from that version (or the
 * rows that passed, for a sink that keeps some back). A sink's input named {@code input} is the
 * main one; a sink with named inputs documents the others.
 */
public non-sealed interface Sink<D> extends Stage<D> {
  /** The schema of what {@link #write} hands on; reports what does not fit. */
  Schema schema(Map<String, Schema> inputs, Problems problems);

  /**
   * Whether each row that is handed on passed alone, its values unchanged, so that scoring may
   * leave this sink out. Rows and columns may be kept back.
   */
  boolean passesRowsThrough();

  /**
   * Whether {@link #reopen} yields rows of the input (quarantine, expectations) rather than what
   * was written; only then are the inputs declared again for it.
   */
  boolean handsOnInput();

  /**
   * Whether what was written can still be read, from metadata alone. If not, core writes again.
   * Called at plan time, without a session.
   */
  boolean canReopen(Receipt receipt, PlanContext<D> context);

  /**
   * Writes, visibly whole or not at all. Idempotent in {@code context.effect()}.
   *
   * @return what was written, as {@link #reopen} needs it
   * @throws io.millrace.api.error.MillraceException if the rows can't be written; nothing is
   *     visible then
   */
  Receipt write(Map<String, D> inputs, StageContext<D> context);

  /**
   * The frame that the write handed on, in this run or in a later one.
   *
   * @param inputs declared again for a sink that {@link #handsOnInput}; else empty
   */
  D reopen(Receipt receipt, Map<String, D> inputs, StageContext<D> context);

  /**
   * The frame that a sink hands on without writing, in sampled runs and in {@code show}.
   *
   * @param inputs as {@link #write} would get them
   */
  D withoutWriting(Map<String, D> inputs, StageContext<D> context);
}
