package io.millrace.console.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Content that is there as a whole, and is packed once. */
final class Content implements Answer.Body {
  private final byte[] plain;
  private byte @Nullable [] packed;

  Content(byte[] plain) {
    this.plain = plain;
  }

  byte[] plain() {
    return plain;
  }

  /** As gzip has it. */
  synchronized byte[] packed() {
    if (packed == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4 + 64);
      try (OutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(plain);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      packed = bytes.toByteArray();
    }
    return packed;
  }

  @Override
  public void write(OutputStream to) throws IOException {
    to.write(plain);
  }
}
