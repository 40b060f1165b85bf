package io.millrace.serving.log;

import io.millrace.model.requestlog.SegmentLines;
import io.millrace.serving.protocol.JsonBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lines that are to be written, one behind the other in one array. Used by one thread. */
final class LogLines {
  /** After a request of very many rows, no more is kept. */
  private static final int KEPT = 1 << 18;

  private final JsonBytes json = new JsonBytes(1 << 12);
  private int[] ends = new int[64];
  private int count;
  private int taken;

  /** Begins a line; what is written is its JSON. */
  JsonBytes begin() {
    json.skip(SegmentLines.PREFIX);
    return json;
  }

  /** Ends the line that was begun. */
  void end() {
    json.skip(1);
    SegmentLines.seal(json.array(), endOf(count), json.count());
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = json.count();
  }

  /** How many lines there are. */
  int count() {
    return count - taken;
  }

  /** The bytes of all lines. */
  ByteBuffer bytes() {
    int from = endOf(taken);
    return ByteBuffer.wrap(json.array(), from, json.count() - from);
  }

  /** How many of the first lines end within so many bytes. */
  int wholeWithin(int length) {
    int whole = 0;
    while (whole < count() && bytesOf(whole + 1) <= length) {
      whole++;
    }
    return whole;
  }

  /** The bytes of the first lines. */
  int bytesOf(int lines) {
    return endOf(taken + lines) - endOf(taken);
  }

  /** Takes the first lines away. */
  void take(int lines) {
    taken += lines;
    if (taken == count) {
      taken = 0;
      count = 0;
      json.cut(0);
      json.shrink(KEPT);
    }
  }

  private int endOf(int lines) {
    return lines == 0 ? 0 : ends[lines - 1];
  }
}
