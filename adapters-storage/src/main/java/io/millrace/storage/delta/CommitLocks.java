package io.millrace.storage.delta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets one writer at a time commit to a table. Within a process, publications to one table wait for
 * each other, since one of two would be written in vain. Between processes only the commit itself
 * is guarded, and on local disks only: there Delta's check that a version is not taken and the
 * rename that takes it are two steps.
 */
final class CommitLocks {
  private static final Map<String, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private CommitLocks() {}

  static ReentrantLock inProcess(TablePath table) {
    return IN_PROCESS.computeIfAbsent(table.qualified(), path -> new ReentrantLock());
  }

  /** Must be called by the thread that holds {@link #inProcess}; gives what the commit gives. */
  static long betweenProcesses(TablePath table, LongSupplier commit) {
    if (!table.local()) {
      return commit.getAsLong();
    }
    // Delta ignores names that start with an underscore. A dead process's lock is released.
    Path lock = Path.of(table.shown()).resolve("_millrace.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("the lock " + lock + " was lost");
      }
      return commit.getAsLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
