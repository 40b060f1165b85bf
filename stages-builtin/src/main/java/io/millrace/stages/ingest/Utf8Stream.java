package io.millrace.stages.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Hands bytes on, and fails at the first that is no UTF-8. */
final class Utf8Stream extends FilterInputStream {
  private final Supplier<RuntimeException> failure;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer ignored = CharBuffer.allocate(8192);

  /** The start of a character whose other bytes are still to come. */
  private ByteBuffer begun = ByteBuffer.allocate(0);

  Utf8Stream(InputStream stream, Supplier<RuntimeException> failure) {
    super(stream);
    this.failure = failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count < 0) {
      check(begun, true);
    } else if (begun.hasRemaining() || !isAscii(bytes, offset, count)) {
      ByteBuffer all = ByteBuffer.allocate(begun.remaining() + count);
      all.put(begun).put(bytes, offset, count).flip();
      check(all, false);
      begun = ByteBuffer.allocate(all.remaining()).put(all).flip();
    }
    return count;
  }

  private static boolean isAscii(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private void check(ByteBuffer bytes, boolean last) {
    decoder.reset();
    CoderResult result;
    do {
      result = decoder.decode(bytes, ignored.clear(), last);
      if (result.isError()) {
        throw failure.get();
      }
    } while (result.isOverflow());
  }

  /** What is skipped would not be checked. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
