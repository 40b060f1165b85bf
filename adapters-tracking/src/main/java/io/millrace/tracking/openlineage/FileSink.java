package io.millrace.tracking.openlineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Appends events to a file, a line each. Several threads and processes may do so at once: whoever
 * writes holds the file's lock, and an event is there as a whole or not at all. The file is opened
 * for each event, so it may be moved away between two.
 */
final class FileSink implements EventSink {
  /** Locks of files are a process's: among its threads this one decides. */
  private static final ReentrantLock OWN = new ReentrantLock();

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 5;

  private final Path file;
  private final Duration longestWait;
  private final Losses losses;

  private FileSink(Path file, Duration longestWait, Consumer<String> warnings) {
    this.file = file;
    this.longestWait = longestWait;
    this.losses = new Losses(file.toString(), warnings);
  }

  /**
   * Makes a file and its directories, if they are not there.
   *
   * @throws MillraceException INVALID_CALL, if it can't be written to
   */
  static void require(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "OpenLineage events can't be appended to %s: it is no file; name one with --openlineage"
              .formatted(file));
    }
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      channel(file).close();
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "OpenLineage events can't be appended to %s: %s; name another file with --openlineage"
              .formatted(file, reason(e)),
          e);
    }
  }

  /** Opens a file as {@link #require} does. */
  static FileSink open(Path file, Consumer<String> warnings) {
    return open(file, LONGEST_WAIT, warnings);
  }

  /** The same, with another patience for its lock. */
  static FileSink open(Path file, Duration longestWait, Consumer<String> warnings) {
    require(file);
    return new FileSink(file, longestWait, warnings);
  }

  @Override
  public void send(String event) {
    losses.taken();
    // An interrupted thread may open no file; what it did can be told all the same.
    boolean interrupted = Thread.interrupted();
    OWN.lock();
    try (FileChannel channel = channel(file);
        FileLock ignored = locked(channel)) {
      append(channel, event);
    } catch (IOException e) {
      losses.lost("OpenLineage events can't be appended to %s: %s".formatted(file, reason(e)));
    } catch (InterruptedException e) {
      interrupted = true;
      losses.lost("The writing of an OpenLineage event to %s was interrupted".formatted(file));
    } finally {
      OWN.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Whoever holds the lock writes one line; one that was stopped meanwhile must not stop us. */
  private FileLock locked(FileChannel channel) throws IOException, InterruptedException {
    long end = System.nanoTime() + longestWait.toNanos();
    FileLock lock = channel.tryLock();
    while (lock == null) {
      if (System.nanoTime() > end) {
        throw new IOException(
            "another process has held its lock for " + longestWait.toMillis() + " ms");
      }
      Thread.sleep(PAUSE_MILLIS);
      lock = channel.tryLock();
    }
    return lock;
  }

  private static void append(FileChannel channel, String event) throws IOException {
    long end = channel.size();
    // A line that was cut off, by whoever, must not take this one with it.
    String line = (endsLine(channel, end) ? "" : "\n") + event + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
    try {
      channel.position(end);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  private static boolean endsLine(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return size == 0 || channel.read(last, size - 1) < 1 || last.get(0) == '\n';
  }

  private static String reason(IOException failure) {
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return failure instanceof FileSystemException || failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage();
  }

  @Override
  public void close() {
    losses.tell();
  }
}
