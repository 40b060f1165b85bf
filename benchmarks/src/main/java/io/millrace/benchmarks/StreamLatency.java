package io.millrace.benchmarks;

import io.millrace.benchmarks.TableCommits.Commit;
import io.millrace.benchmarks.process.BackgroundProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * How long rows take from their arrival in a directory until a Delta table shows them, at a steady
 * rate that does not wait for the stream.
 */
final class StreamLatency {
  /** Rows of a file. */
  static final int ROWS = 100;

  static final int FILES_PER_SECOND = 10;
  private static final long BETWEEN_NANOS = 1_000_000_000L / FILES_PER_SECOND;
  private static final long LOOK_NANOS = 50_000_000;
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(5);
  private static final Duration CATCHES_UP_WITHIN = Duration.ofMinutes(2);

  /** What arrives before the stream is compiled and its table grown does not count. */
  private static final int WARM_UP_SHARE = 4;

  private final List<Path> pool;

  /**
   * @param pool a directory with as many files as are to arrive, with ids in one piece by name
   */
  StreamLatency(Path pool) throws IOException {
    try (Stream<Path> files = Files.list(pool)) {
      this.pool = files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /**
   * What was seen of one program.
   *
   * @param millis from a row's arrival to the commit that shows it, for each file that counts
   * @param cpuSeconds of its process while these arrived
   * @param batches the commits that show them
   */
  record Seen(Histogram millis, double cpuSeconds, long batches) {
    long p50() {
      return millis.getValueAtPercentile(50);
    }

    long p99() {
      return millis.getValueAtPercentile(99);
    }
  }

  /** How many files are needed for a time. */
  static int files(Duration time) {
    return (int) time.toSeconds() * FILES_PER_SECOND;
  }

  /**
   * Starts a program that follows a directory until it is asked to end, and feeds it.
   *
   * @param source where the files arrive; made here
   * @param table where the program writes
   */
  Seen of(List<String> command, Path source, Path table) throws IOException {
    Files.createDirectories(source);
    TableCommits commits = new TableCommits(table);
    Path output = source.resolveSibling("stream.out");
    long[] arrived = new long[pool.size()];
    arrived[0] = arrive(0, source);
    try (BackgroundProcess process = BackgroundProcess.start(command, output)) {
      awaitRows(ROWS, commits, process, STARTS_WITHIN, output);
      int warm = pool.size() / WARM_UP_SHARE;
      feed(1, warm, arrived, source);
      Duration before = process.cpu();
      feed(warm, pool.size(), arrived, source);
      awaitRows((long) ROWS * pool.size(), commits, process, CATCHES_UP_WITHIN, output);
      double cpu = process.cpu().minus(before).toNanos() / 1e9;
      return seen(warm, arrived, commits.read(), cpu);
    }
  }

  /** By a clock of its own: a stream that falls behind is not waited for. */
  private void feed(int from, int to, long[] arrived, Path source) throws IOException {
    long start = System.nanoTime();
    for (int file = from; file < to; file++) {
      long due = start + (file - from) * BETWEEN_NANOS;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      arrived[file] = arrive(file, source);
    }
  }

  /** A link is there at once, as a whole. */
  private long arrive(int file, Path source) throws IOException {
    long now = System.currentTimeMillis();
    Files.setLastModifiedTime(pool.get(file), FileTime.fromMillis(now));
    Files.createLink(source.resolve("%06d.parquet".formatted(file)), pool.get(file));
    return now;
  }

  private static void awaitRows(
      long rows, TableCommits commits, BackgroundProcess process, Duration atMost, Path output)
      throws IOException {
    long late = System.nanoTime() + atMost.toNanos();
    while (commits.rows() < rows) {
      if (!process.isAlive() || System.nanoTime() > late) {
        throw new IllegalStateException(
            "%d rows of %d came; the program said: %s"
                .formatted(commits.rows(), rows, Files.readString(output)));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static Seen seen(int warm, long[] arrived, List<Commit> commits, double cpu) {
    Histogram millis = new Histogram(3);
    for (int file = warm; file < arrived.length; file++) {
      long id = (long) file * ROWS;
      Commit shown = commits.stream().filter(commit -> commit.holds(id)).findFirst().orElseThrow();
      millis.recordValue(Math.max(0, shown.millis() - arrived[file]));
    }
    long first = (long) warm * ROWS;
    return new Seen(millis, cpu, commits.stream().filter(c -> c.lastId() >= first).count());
  }
}
