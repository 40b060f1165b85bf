package io.millrace.serving.log;

import io.millrace.model.requestlog.SegmentName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A segment that is being written. The file is locked as long, so that another process can tell it
 * from one that a dead process left. Used by one thread.
 */
final class SegmentFile {
  /** Makes the file of a segment, which is not there yet. */
  @FunctionalInterface
  interface Opener {
    /** Opens for writing at the start. */
    FileChannel open(Path file) throws IOException;
  }

  static final Opener NEW_FILE =
      file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** What this process writes. */
  private static final Set<Path> WRITTEN_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final SegmentName name;
  private final FileChannel channel;
  private final long opened;
  private long bytes;
  private long rows;
  private boolean unforced;

  private SegmentFile(Path directory, SegmentName name, FileChannel channel, long opened) {
    this.directory = directory;
    this.name = name;
    this.channel = channel;
    this.opened = opened;
  }

  /**
   * Begins a segment.
   *
   * @param header the JSON of the first line
   * @param nanos the time, for {@link #age}
   */
  static SegmentFile begin(
      Path directory, SegmentName name, Opener opener, String header, long nanos)
      throws IOException {
    Files.createDirectories(directory);
    Path path = directory.resolve(name.open());
    WRITTEN_HERE.add(identity(path));
    @Nullable FileChannel channel = null;
    try {
      channel = opener.open(path);
      SegmentFile file = new SegmentFile(directory, name, channel, nanos);
      if (channel.tryLock() == null) {
        throw new IOException(path + " is locked by another process");
      }
      LogLines first = new LogLines();
      first.begin().add(header);
      first.end();
      file.append(first);
      file.rows = 0;
      return file;
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
        Files.deleteIfExists(path);
      }
      WRITTEN_HERE.remove(identity(path));
      throw e;
    }
  }

  /** Whether this process writes the segment of that name now. */
  static boolean isWrittenHere(Path open) {
    return WRITTEN_HERE.contains(identity(open));
  }

  private static Path identity(Path file) {
    return file.toAbsolutePath().normalize();
  }

  SegmentName name() {
    return name;
  }

  long bytes() {
    return bytes;
  }

  long age(long nanos) {
    return nanos - opened;
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /**
   * Appends lines. If the disk takes only some, those stay, and a torn one is cut off.
   *
   * @throws PartlyWritten telling how many were written
   */
  void append(LogLines lines) throws PartlyWritten {
    ByteBuffer buffer = lines.bytes();
    int before = buffer.remaining();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      bytes += before;
      rows += lines.count();
      unforced = true;
    } catch (IOException e) {
      throw keepWhole(lines, before - buffer.remaining(), e);
    }
  }

  private PartlyWritten keepWhole(LogLines lines, int written, IOException cause) {
    int whole = lines.wholeWithin(written);
    bytes += lines.bytesOf(whole);
    rows += whole;
    try {
      channel.truncate(bytes);
    } catch (IOException e) {
      // Readers tell a torn tail by its checksum.
      cause.addSuppressed(e);
    }
    return new PartlyWritten(whole, cause);
  }

  /** Lets what was written survive a loss of power. */
  void force() throws IOException {
    if (unforced) {
      channel.force(false);
      unforced = false;
    }
  }

  /** Ends the segment: it gets its final name, or vanishes if it holds no row. */
  void close() throws IOException {
    Path open = directory.resolve(name.open());
    if (channel.isOpen() && rows > 0) {
      force();
    }
    if (rows == 0) {
      Files.deleteIfExists(open);
    } else if (Files.exists(open)) {
      // Renamed under the lock: else another process could take it for one that was left.
      Files.move(open, directory.resolve(name.closed()), StandardCopyOption.ATOMIC_MOVE);
    }
    channel.close();
    WRITTEN_HERE.remove(identity(open));
  }

  /** The disk took only the first of some lines. */
  static final class PartlyWritten extends IOException {
    private static final long serialVersionUID = 1;

    private final int lines;

    PartlyWritten(int lines, IOException cause) {
      super(cause.getMessage(), cause);
      this.lines = lines;
    }

    int lines() {
      return lines;
    }
  }
}
