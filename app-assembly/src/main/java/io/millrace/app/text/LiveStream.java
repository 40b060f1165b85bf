package io.millrace.app.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * A terminal whose last lines are written again and again, while all else that is written to it
 * scrolls by above them. The cursor waits at the start of the first of these lines: there it stays
 * whatever the terminal does to them when its size changes. Thread-safe.
 */
public final class LiveStream extends OutputStream {
  private static final String CLEAR_BELOW = "\r\u001b[J";
  private static final String CLEAR_REST_OF_LINE = "\u001b[K";

  private final OutputStream terminal;
  private final Supplier<TerminalSize> size;
  private List<String> shown = List.of();
  private boolean atLineStart = true;

  /** On that terminal. */
  public LiveStream(OutputStream terminal, Supplier<TerminalSize> size) {
    this.terminal = terminal;
    this.size = size;
  }

  /** How large the terminal is now. */
  public TerminalSize size() {
    return size.get();
  }

  /** Shows these lines below all else, instead of those before; too long ones are cut. */
  public synchronized void show(List<String> lines) {
    TerminalSize now = size.get();
    // A character in the last column makes some terminals go on to the next line.
    List<String> fitting =
        lines.stream()
            .limit(Math.max(1, now.rows() - 1L))
            .map(line -> CharacterWidth.fit(line, now.columns() - 1))
            .toList();
    shown = fitting;
    if (atLineStart) {
      send(fitting.isEmpty() ? CLEAR_BELOW : painted());
    }
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return;
    }
    if (!shown.isEmpty() && atLineStart) {
      terminal.write(CLEAR_BELOW.getBytes(StandardCharsets.UTF_8));
    }
    terminal.write(bytes, from, count);
    atLineStart = bytes[from + count - 1] == '\n';
    if (!shown.isEmpty() && atLineStart) {
      terminal.write(painted().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    terminal.flush();
  }

  /** All in one write, each line over the one before: nothing is blank in between. */
  private String painted() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown.size(); i++) {
      text.append(i == 0 ? "\r" : "\r\n").append(shown.get(i)).append(CLEAR_REST_OF_LINE);
    }
    int up = shown.size() - 1;
    return text.append(below(up)).append('\r').toString();
  }

  /** Clears what is below the last line, and goes back to the first. */
  private static String below(int up) {
    return "\u001b[J" + (up == 0 ? "" : "\u001b[" + up + "A");
  }

  private void send(String text) {
    try {
      terminal.write(text.getBytes(StandardCharsets.UTF_8));
      terminal.flush();
    } catch (IOException e) {
      // Nobody looks any more.
      shown = List.of();
    }
  }
}
