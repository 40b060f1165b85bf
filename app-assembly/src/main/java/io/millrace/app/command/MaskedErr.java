package io.millrace.app.command;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The process's standard error without secrets: what libraries log of a failed query may quote one.
 * There is one of it, as there is one standard error.
 */
public final class MaskedErr extends OutputStream {
  private static volatile UnaryOperator<String> mask = UnaryOperator.identity();

  private final PrintStream target;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  private MaskedErr(PrintStream target) {
    this.target = target;
  }

  /** Puts it in the place of {@code System.err}; before anything logs, for logs hold on to it. */
  public static void install(Console console) {
    MaskedErr masked = new MaskedErr(console.err());
    System.setErr(new PrintStream(masked, true, StandardCharsets.UTF_8));
  }

  /** The text without the secrets that are known so far. */
  public static String masked(String text) {
    return mask.apply(text);
  }

  /** Says how secrets are taken out of a text from now on. */
  static void maskWith(UnaryOperator<String> newMask) {
    mask = newMask;
  }

  @Override
  public synchronized void write(int oneByte) {
    pending.write(oneByte);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    pending.write(bytes, from, count);
  }

  /** Passes on what was written since: logs flush after an event, so no secret is cut in two. */
  @Override
  public synchronized void flush() {
    byte[] bytes =
        mask.apply(pending.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    pending.reset();
    target.write(bytes, 0, bytes.length);
    target.flush();
  }
}
