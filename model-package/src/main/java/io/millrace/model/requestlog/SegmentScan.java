package io.millrace.model.requestlog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Goes through a segment's lines once, and holds one of them at a time. */
final class SegmentScan implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private byte[] line = new byte[4096];
  private int length;
  private long position;
  private long lineStart;
  private int whole;
  private int damaged;
  private int damagedSinceWhole;
  private long wholeEnd;

  private SegmentScan(InputStream in) {
    this.in = in;
  }

  static SegmentScan of(Path file) throws IOException {
    return new SegmentScan(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
  }

  /**
   * The JSON of the next whole line.
   *
   * @return null at the end
   */
  byte @Nullable [] next() throws IOException {
    while (readLine()) {
      if (SegmentLines.isWhole(line, length)) {
        whole++;
        damaged += damagedSinceWhole;
        damagedSinceWhole = 0;
        wholeEnd = position;
        return Arrays.copyOfRange(line, SegmentLines.PREFIX, length);
      }
      damagedSinceWhole++;
    }
    return null;
  }

  /** Where the line begins that {@link #next} gave last. */
  long lineStart() {
    return lineStart;
  }

  /** What was found; of the whole segment once {@link #next} gave null. */
  SegmentCheck check() {
    return new SegmentCheck(whole, damaged, wholeEnd, position - wholeEnd);
  }

  /** Reads up to a line feed; what has none at the end of the file is torn, and no line. */
  private boolean readLine() throws IOException {
    lineStart = position;
    length = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      position++;
      if (b == '\n') {
        return true;
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) b;
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
