package io.millrace.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a terminal gets; {@code [} stands for the escape that starts a sequence. */
final class LiveStreamTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicReference<TerminalSize> size =
      new AtomicReference<>(new TerminalSize(20, 10));
  private final LiveStream stream = new LiveStream(bytes, size::get);

  @Test
  void theCursorGoesBackToTheFirstOfTheLines() {
    stream.show(List.of("one", "two", "three"));

    assertThat(written()).isEqualTo("\rone[K\r\ntwo[K\r\nthree[K[J[2A\r");
  }

  @Test
  void linesAreWrittenOverAndNeverBlankedFirst() {
    stream.show(List.of("one", "two"));
    written();
    stream.show(List.of("uno"));

    assertThat(written()).isEqualTo("\runo[K[J\r");
  }

  @Test
  void whatElseIsWrittenScrollsByAbove() throws IOException {
    stream.show(List.of("live"));
    written();
    stream.write("a warn".getBytes(StandardCharsets.UTF_8));
    stream.show(List.of("waits for the end of the line"));
    stream.write("ing\n".getBytes(StandardCharsets.UTF_8));

    assertThat(written()).isEqualTo("\r[Ja warning\n\rwaits for the end …[K[J\r");
  }

  @Test
  void atTheEndNothingIsLeft() throws IOException {
    stream.show(List.of("live"));
    written();
    stream.show(List.of());
    stream.write("done\n".getBytes(StandardCharsets.UTF_8));

    assertThat(written()).isEqualTo("\r[Jdone\n");
  }

  @Test
  void linesFitTheTerminalAsItIsNow() {
    size.set(new TerminalSize(8, 3));
    stream.show(List.of("年齢年齢年齢", Style.COLOUR.bold("0123456789"), "no room"));

    assertThat(written()).isEqualTo("\r年齢年…[K\r\n[1m012345…[0m[K[J[1A\r");
  }

  @Test
  void aTerminalThatIsGoneStopsNothing() {
    LiveStream gone =
        new LiveStream(
            new OutputStream() {
              @Override
              public void write(int oneByte) throws IOException {
                throw new IOException("gone");
              }
            },
            size::get);

    gone.show(List.of("live"));

    assertThat(bytes.size()).isZero();
  }

  private String written() {
    String text = bytes.toString(StandardCharsets.UTF_8).replace("\u001b[", "[");
    bytes.reset();
    return text;
  }
}
