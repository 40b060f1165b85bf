package io.millrace.storage.delta;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of a table that its log directory names, and the files that say what they are. */
final class LogVersions {
  private static final Pattern NAME =
      Pattern.compile(".*/(\\d{20})\\.(?:(json)|checkpoint\\..*parquet)");

  private final NavigableMap<Long, FileStatus> commits;
  private final NavigableSet<Long> checkpoints;

  private LogVersions(NavigableMap<Long, FileStatus> commits, NavigableSet<Long> checkpoints) {
    this.commits = commits;
    this.checkpoints = checkpoints;
  }

  static LogVersions list(TableLog log, FileIO files, String logDirectory, long from) {
    NavigableMap<Long, FileStatus> commits = new TreeMap<>();
    NavigableSet<Long> checkpoints = new TreeSet<>();
    String first = "%s/%020d.".formatted(logDirectory, from);
    try (CloseableIterator<FileStatus> found = files.listFrom(first)) {
      while (found.hasNext()) {
        FileStatus file = found.next();
        Matcher matcher = NAME.matcher(file.getPath());
        if (matcher.matches() && matcher.group(2) != null) {
          commits.put(versionOf(file), file);
        } else if (matcher.matches()) {
          checkpoints.add(versionOf(file));
        }
      }
    } catch (IOException e) {
      if (!TableLog.isMissing(e)) {
        throw DeltaFailures.unlistable(log, e);
      }
    }
    return new LogVersions(commits, checkpoints);
  }

  static long versionOf(FileStatus file) {
    String name = file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
    return Long.parseLong(name.substring(0, 20));
  }

  boolean isEmpty() {
    return commits.isEmpty();
  }

  FileStatus last() {
    return commits.lastEntry().getValue();
  }

  long lastVersion() {
    return commits.lastKey();
  }

  /** The file of a version's commit, be all before it there or not. */
  Optional<FileStatus> commit(long version) {
    return Optional.ofNullable(commits.get(version));
  }

  /** The file of a version that can still be read. */
  Optional<FileStatus> file(long version) {
    return version < firstReadable() ? Optional.empty() : Optional.ofNullable(commits.get(version));
  }

  /** What can still be read, the newest first. */
  Iterable<FileStatus> newestFirst() {
    Map<Long, FileStatus> readable = commits.tailMap(firstReadable(), true).descendingMap();
    return readable.values();
  }

  /** After a clean-up the log starts with a checkpoint; what lies before it can't be rebuilt. */
  private long firstReadable() {
    if (commits.isEmpty() || commits.firstKey() == 0) {
      return 0;
    }
    Long checkpoint = checkpoints.ceiling(commits.firstKey());
    return checkpoint == null ? Long.MAX_VALUE : checkpoint;
  }
}
