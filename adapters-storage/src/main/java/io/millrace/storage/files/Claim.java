package io.millrace.storage.files;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lets one of several writers make an artifact visible: the one that creates the claim, a file that
 * can be created once. Hadoop's rename alone can't decide, since onto an existing directory it
 * moves below it. A claim is held for the rename only, so an old one was left by a dead process.
 */
final class Claim {
  private static final Duration STALE = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofMinutes(11);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final FileSystem files;
  private final Path claim;

  Claim(FileSystem files, Path claim) {
    this.files = files;
    this.claim = claim;
  }

  /**
   * Waits until the claim is ours or what it guards is there.
   *
   * @return whether it is ours; then it must be released
   */
  boolean takeUnless(Path published) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (files.exists(published)) {
        return false;
      }
      if (create()) {
        if (!files.exists(published)) {
          return true;
        }
        release();
        return false;
      }
      dropIfStale();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new MillraceException(
        StandardError.STORAGE_CONFLICT,
        "Another process has been publishing to " + published + " for too long; run again later.");
  }

  private boolean create() throws IOException {
    try {
      files.create(claim, false).close();
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  private void dropIfStale() throws IOException {
    try {
      long age = System.currentTimeMillis() - files.getFileStatus(claim).getModificationTime();
      if (age > STALE.toMillis()) {
        files.delete(claim, false);
      }
    } catch (FileNotFoundException e) {
      // Released meanwhile.
      return;
    }
  }

  void release() throws IOException {
    files.delete(claim, false);
  }
}
