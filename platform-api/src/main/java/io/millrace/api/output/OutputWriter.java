package io.millrace.api.output;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.DatasetType;
import java.util.Optional;
import java.util.Set;

/**
 * Writes frames for users to some kinds of places; a ServiceLoader entry, of the class path or of a
 * plugin ({@code META-INF/services/io.millrace.api.output.OutputWriter}), stateless and
 * thread-safe.
 *
 * <p>A write is visible whole or not at all, however the process ends, and leaves behind what tells
 * that it was done: {@link EffectKey#run} and {@link EffectKey#stage} name the job, {@link
 * EffectKey#fingerprint} what it writes. A process that was killed leaves at most what no reader
 * sees, and what a repeat of the job removes.
 */
public interface OutputWriter<D> {
  /** The datasets that are written. */
  DatasetType<D> datasetType();

  /** The kinds of places, as {@link Output#kind} tells. */
  Set<String> kinds();

  /**
   * The name of the place in the lineage, equal to what those who read there call it ({@link
   * io.millrace.api.NamedSource}). No session of an engine is needed.
   */
  default String placeName(Output output) {
    return output.place();
  }

  /**
   * What a job wrote there before, from metadata alone; no session of an engine is needed. A place
   * that is overwritten as a whole knows only the job whose rows lie there now.
   *
   * @return empty if the job never finished there, or what it wrote can't be told from others'
   * @throws MillraceException if the place can't be looked at
   */
  Optional<Written> find(Output output, EffectKey key);

  /**
   * Writes. Called once for a key, within a stage's work on the engine, when {@link #find} told
   * nothing; the frame is read once.
   *
   * @throws MillraceException INVALID_CALL, if something lies there and the mode is create;
   *     SCHEMA_MISMATCH, if rows that stay have other columns; DUPLICATE_KEYS, if keys don't
   *     identify the rows; STORAGE_CONFLICT, if other writers kept winning. Nothing is visible then
   */
  Written write(D frame, Output output, EffectKey key);
}
