package io.millrace.api.stream;

import io.millrace.api.error.MillraceException;
import io.millrace.api.output.Output;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.output.Written;

/** A writer whose places take streams, batch by batch. Stateless and thread-safe. */
public interface StreamOutputWriter<D> extends OutputWriter<D> {
  /**
   * What it promises about repeated batches.
   *
   * @throws MillraceException INVALID_CALL, if no stream can go there as the output says; the modes
   *     of streams are {@code append}, {@code create} (nothing may lie there when the first batch
   *     is written; those behind it are appended) and, where rows can be replaced, {@code merge}
   */
  Delivery delivery(Output output);

  /**
   * Refuses what the first batch could not be written to, as soon as that can be told: where
   * something lies already that the mode wants to make. Called within a stage's work on the engine,
   * before the stream starts; nothing is written.
   *
   * @param key of any batch: a place that this stream made itself is none of another
   * @throws MillraceException INVALID_CALL, as the first batch would; what looking there throws
   */
  void requireReady(Output output, BatchKey key);

  /**
   * Writes one batch; called within a stage's work on the engine, for one batch after the other. A
   * repeat under an equal key, by whatever process, finds what was written and does nothing if the
   * delivery is exactly once. What is written is visible whole or not at all in that case.
   *
   * @param frame the rows, maybe none; may be computed more than once, always the same
   * @return {@link Written#content} is the number of the batch
   * @throws MillraceException as {@link #write}
   */
  Written write(D frame, Output output, BatchKey key);
}
