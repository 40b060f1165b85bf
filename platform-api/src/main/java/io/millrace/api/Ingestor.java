package io.millrace.api;

import io.millrace.api.schema.Schema;
import java.util.Optional;

/** Reads a source. */
public non-sealed interface Ingestor<D> extends Stage<D> {
  /**
   * The schema of what {@link #read} yields, from metadata alone: an explicit schema, a CSV header,
   * a Parquet footer, a Delta log. Called at plan time, without a session.
   *
   * @return unknown where only reading rows can tell
   * @throws io.millrace.api.error.MillraceException with blame data, if the source is missing or
   *     can't be read
   */
  Schema schema(PlanContext<D> context);

  /**
   * The schema of the rows that a recorded version stands for. A source that can go back tells the
   * one that they had then; the present one, where it no longer has that version.
   */
  default Schema schema(String version, PlanContext<D> context) {
    return schema(context);
  }

  /**
   * What identifies the data as it is now: a Delta version; path, size and time of each file. Equal
   * versions, equal rows. Called at plan time, without a session.
   *
   * @return empty if the source can't tell; then nothing that depends on it is ever reused
   */
  Optional<String> version(PlanContext<D> context);

  /**
   * Whether {@link #read} can still give the rows that {@code version} stands for; asked before a
   * run is resumed, and after rows were read. A source that can go back, as a log of records that
   * only grows, says yes although its present version is another. Without a session.
   */
  default boolean canRead(String version, PlanContext<D> context) {
    return version(context).equals(Optional.of(version));
  }

  /**
   * The rows. A lazy engine may defer the reading itself.
   *
   * @param version what {@link #version} gave when the run was planned. A source that can go back
   *     reads that version; core asks {@link #canRead} before and after.
   */
  D read(Optional<String> version, StageContext<D> context);
}
