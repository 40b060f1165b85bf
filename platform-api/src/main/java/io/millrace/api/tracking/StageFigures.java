package io.millrace.api.tracking;

import java.util.OptionalLong;

/**
 * What the engine did for one stage, from jobs that ran anyway.
 *
 * @param rows rows that the stage worked on, as it says itself, else those that its jobs wrote; -1
 *     if neither tells
 * @param bytesRead input bytes
 * @param bytesWritten output bytes
 * @param shuffleBytes bytes written to shuffles
 * @param spilledBytes bytes spilled to disk
 * @param peakMemoryBytes the largest execution memory of a task
 * @param jobs jobs run
 * @param tasks tasks run
 */
public record StageFigures(
    long rows,
    long bytesRead,
    long bytesWritten,
    long shuffleBytes,
    long spilledBytes,
    long peakMemoryBytes,
    int jobs,
    int tasks) {
  /** Nothing was run. */
  public static final StageFigures NONE = new StageFigures(-1, 0, 0, 0, 0, 0, 0, 0);

  /** The same, with the rows that the stage speaks of. */
  public StageFigures withRows(long count) {
    return new StageFigures(
        count, bytesRead, bytesWritten, shuffleBytes, spilledBytes, peakMemoryBytes, jobs, tasks);
  }

  /** The rows, where they are known. */
  public OptionalLong knownRows() {
    return rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows);
  }
}
