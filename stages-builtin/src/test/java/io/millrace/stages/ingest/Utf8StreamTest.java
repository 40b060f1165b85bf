package io.millrace.stages.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class Utf8StreamTest {
  @Test
  void charactersMayBeCutBetweenReads() throws IOException {
    byte[] bytes = "aä€😀\uFFFDz".getBytes(StandardCharsets.UTF_8);

    for (int size = 1; size <= bytes.length; size++) {
      assertThat(inPieces(bytes, size)).isEqualTo(bytes.length);
    }
  }

  @Test
  void otherBytesFailWhereverTheyAreCut() {
    byte[][] broken = {
      {'a', (byte) 0xFC, 'b'},
      {'a', (byte) 0xE2, (byte) 0x82},
      {(byte) 0xC0, (byte) 0x80},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
    };

    for (byte[] bytes : broken) {
      for (int size = 1; size <= bytes.length; size++) {
        int pieces = size;
        assertThatThrownBy(() -> inPieces(bytes, pieces)).hasMessage("no UTF-8");
      }
    }
  }

  private static int inPieces(byte[] bytes, int size) throws IOException {
    InputStream stream =
        new Utf8Stream(
            new ByteArrayInputStream(bytes), () -> new IllegalStateException("no UTF-8"));
    byte[] piece = new byte[size];
    int total = 0;
    for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
      total += count;
    }
    return total;
  }
}
