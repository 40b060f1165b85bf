package io.millrace.core.stream;

/**
 * What messages call the options of a stream.
 *
 * @param output where scored rows go
 * @param deadLetter where records go that can't be scored
 * @param watermark the event time, and how late rows may come
 */
public record OptionNames(String output, String deadLetter, String watermark) {
  /** Of {@code millrace stream}. */
  public static final OptionNames COMMAND = new OptionNames("--to", "--dead-letter", "--watermark");

  /** Of a stage. */
  public static final OptionNames STAGE = new OptionNames("to", "deadLetter", "watermark");
}
