package io.millrace.core.event;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that {@link RunEvents} writes, from the first one on, as they come. A file that
 * was replaced or made shorter is read from its beginning. Not thread-safe.
 */
public final class EventTail {
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;
  private @Nullable Object key;
  private long position;

  private EventTail(Path file) {
    this.file = file;
  }

  /**
   * Of a run.
   *
   * @param runs the directory of all runs
   * @throws IllegalArgumentException if no run can have that id
   */
  public static EventTail of(Path runs, String run) {
    Path directory = runs.resolve(run).normalize();
    if (run.isEmpty() || !runs.normalize().equals(directory.getParent())) {
      throw new IllegalArgumentException("no run's id: " + run);
    }
    return new EventTail(directory.resolve(RunEvents.NAME));
  }

  /**
   * What came since the last time.
   *
   * @param lines whole lines, without their ends; more may be there when it is not empty
   * @param restarted whether they are the first ones of another file than before
   */
  public record News(List<Line> lines, boolean restarted) {
    public News {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A line.
   *
   * @param end where it ends in the file, in bytes: grows from line to line
   */
  public record Line(long end, String text) {}

  /** Whether there is anything to read. */
  public boolean exists() {
    return Files.isRegularFile(file);
  }

  /**
   * What came since the last time, none if there is no file.
   *
   * @throws IOException if the file can't be read
   */
  public News next() throws IOException {
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      boolean restarted = isAnother(from.size());
      if (restarted) {
        position = 0;
      }
      return new News(lines(from), restarted);
    } catch (NoSuchFileException e) {
      boolean restarted = position > 0;
      position = 0;
      return new News(List.of(), restarted);
    }
  }

  private boolean isAnother(long size) throws IOException {
    Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    boolean another = position > 0 && (size < position || !Objects.equals(now, key));
    key = now;
    return another;
  }

  private List<Line> lines(FileChannel from) throws IOException {
    List<Line> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    long at = position;
    while (position - at < MOST_BYTES && from.read(bytes, position + line.size()) > 0) {
      bytes.flip();
      while (bytes.hasRemaining()) {
        byte next = bytes.get();
        if (next == '\n') {
          position += line.size() + 1;
          lines.add(new Line(position, requireNonNull(line.toString(StandardCharsets.UTF_8))));
          line.reset();
        } else {
          line.write(next);
        }
      }
      bytes.clear();
    }
    return lines;
  }
}
