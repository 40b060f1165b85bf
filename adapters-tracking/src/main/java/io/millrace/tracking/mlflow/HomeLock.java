package io.millrace.tracking.mlflow;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread of one process of a home at a time through: the server itself has no steps that
 * are atomic over several requests.
 */
final class HomeLock {
  /** A file's lock belongs to the whole process; its threads need another one. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock threads;

  HomeLock(Path file) {
    this.file = file.toAbsolutePath().normalize();
    this.threads = THREADS.computeIfAbsent(this.file, path -> new ReentrantLock());
  }

  <T> T with(Supplier<T> work) {
    threads.lock();
    try {
      Files.createDirectories(file.resolveSibling("."));
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("the lock is not valid");
        }
        return work.get();
      }
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "can't lock " + file + " (" + e + ")", e);
    } finally {
      threads.unlock();
    }
  }
}
