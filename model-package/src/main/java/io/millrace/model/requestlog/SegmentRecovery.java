package io.millrace.model.requestlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Closes the segments that dead processes left: cuts a torn tail, and gives the final name. */
public final class SegmentRecovery {
  private SegmentRecovery() {}

  /**
   * Closes what was left in a directory. Segments that a living process writes are locked, and are
   * left alone; several may do this at once.
   *
   * @param writtenHere whether this very process writes a segment: its own locks don't tell it
   * @return what was recovered
   */
  public static List<Recovered> recover(Path directory, Predicate<Path> writtenHere)
      throws IOException {
    List<Recovered> recovered = new ArrayList<>();
    for (Path file : SegmentReader.open(directory)) {
      if (writtenHere.test(file)) {
        // Not even to be opened: closing it again would take away our own lock.
        continue;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock != null) {
          recovered.add(close(file, channel));
        }
      } catch (OverlappingFileLockException | NoSuchFileException e) {
        // Somebody else was quicker.
        continue;
      }
    }
    return recovered;
  }

  private static Recovered close(Path file, FileChannel channel) throws IOException {
    SegmentName name = SegmentName.ofOpen(file).orElseThrow();
    SegmentCheck found = SegmentReader.check(file);
    if (found.whole() <= 1) {
      Files.delete(file);
    } else {
      channel.truncate(found.wholeBytes());
      channel.force(true);
      Files.move(file, file.resolveSibling(name.closed()), StandardCopyOption.ATOMIC_MOVE);
    }
    return new Recovered(name, found);
  }

  /**
   * A segment that was left.
   *
   * @param name its name
   * @param found what was in it; without a row it is deleted
   */
  public record Recovered(SegmentName name, SegmentCheck found) {}
}
