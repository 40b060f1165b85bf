package io.millrace.serving.log;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how requests are logged.
 *
 * @param directory on a disk of this machine; made on demand; several servers may share it
 * @param capacity rows that may wait for the disk; what comes then is dropped and counted
 * @param segmentBytes a segment is closed when it is as large
 * @param segmentAge a segment is closed when it is as old
 * @param syncEvery so much of the log may be lost when the machine loses its power; a process that
 *     is killed loses only what waits
 */
public record LogSettings(
    Path directory, int capacity, long segmentBytes, Duration segmentAge, Duration syncEvery) {
  /** 65,536 rows, 64 MiB, five minutes, one second. */
  public static LogSettings in(Path directory) {
    return new LogSettings(
        directory, 65_536, 64L << 20, Duration.ofMinutes(5), Duration.ofSeconds(1));
  }

  public LogSettings {
    if (capacity < 1 || segmentBytes < 1 || segmentAge.isNegative() || segmentAge.isZero()) {
      throw new IllegalArgumentException(
          "capacity, segmentBytes and segmentAge have to be positive");
    }
  }
}
