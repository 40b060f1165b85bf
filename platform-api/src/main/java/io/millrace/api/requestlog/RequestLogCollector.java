package io.millrace.api.requestlog;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.DatasetType;
import java.nio.file.Path;

/**
 * Appends the closed segments of request logs to a table, each exactly once; a ServiceLoader entry,
 * stateless and thread-safe.
 *
 * <p>The table itself remembers, in the commit that brings the rows, which segments it has: however
 * a process ends, a repeat takes what is missing and nothing twice. Several processes may collect
 * into one table at once. Segments that a living server still writes are left alone; those that a
 * dead one left open on this machine are closed first.
 */
public interface RequestLogCollector<D> {
  /** The datasets of the engine that does the work. */
  DatasetType<D> datasetType();

  /**
   * What the table lacks, from metadata alone; no session of an engine is needed.
   *
   * @param directory where servers write segments
   * @param table where the table lies, or will; its files may be anywhere that the engine writes
   * @throws MillraceException MISSING_FILE, if there is no such directory; STORAGE_FAILED, if it or
   *     the table can't be read
   */
  Waiting waiting(Path directory, String table);

  /**
   * Appends what the table lacks in one commit, and makes the table if there is none. Called within
   * a stage's work on the engine.
   *
   * @throws MillraceException SCHEMA_MISMATCH, if the table holds something else; BAD_RECORD, if a
   *     segment holds what is no request; PACKAGE_TOO_NEW, if a newer server wrote it;
   *     STORAGE_CONFLICT, if other writers kept winning. Nothing is visible then
   */
  Collected collect(Path directory, String table);

  /**
   * Deletes the segments that the table has, those of earlier calls too.
   *
   * @return how many were deleted
   */
  int prune(Path directory, String table);

  /**
   * What lies in a directory and is not in the table.
   *
   * @param segments closed ones
   * @param bytes of them
   * @param open segments that servers still write
   */
  record Waiting(int segments, long bytes, int open) {}

  /**
   * What one call brought.
   *
   * @param segments so many were appended
   * @param rows of them
   * @param damagedLines lines of them that were not as they were written, and are left out
   * @param version the table's version with them; if nothing was appended, the one that was there,
   *     -1 for none
   */
  record Collected(int segments, long rows, long damagedLines, long version) {}
}
