package io.millrace.model.requestlog;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment: {@code INSTANCE-SEQUENCE.open} while it is written, {@code
 * INSTANCE-SEQUENCE.jsonl} once it is closed and never changes again. An instance is one start of
 * one server; it counts its segments from 1 and closes them in that order, so that (instance,
 * sequence) can serve as the transaction id of a writer that must take each segment exactly once.
 *
 * @param instance letters, digits, {@code _} and {@code .}; sorts by the time of the start
 * @param sequence counts from 1
 */
public record SegmentName(String instance, long sequence) implements Comparable<SegmentName> {
  static final String CLOSED = ".jsonl";
  static final String OPEN = ".open";

  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_.]{1,100})-([0-9]{12})(\\.jsonl|\\.open)");

  public SegmentName {
    if (!instance.matches("[A-Za-z0-9_.]{1,100}")) {
      throw new IllegalArgumentException(
          "'" + instance + "' can't name an instance: use letters, digits, '_' and '.'");
    }
    if (sequence < 1 || sequence > 999_999_999_999L) {
      throw new IllegalArgumentException("a segment's number is 1 to 999999999999: " + sequence);
    }
  }

  /** The name that a file has, if it is a closed segment. */
  public static Optional<SegmentName> ofClosed(Path file) {
    return parse(file, CLOSED);
  }

  /** The name that a file has, if it is a segment that is being written, or was at a crash. */
  public static Optional<SegmentName> ofOpen(Path file) {
    return parse(file, OPEN);
  }

  private static Optional<SegmentName> parse(Path file, String suffix) {
    Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
    return matcher.matches() && matcher.group(3).equals(suffix)
        ? Optional.of(new SegmentName(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** The file's name once the segment is closed. */
  public String closed() {
    return text() + CLOSED;
  }

  /** The file's name while the segment is written. */
  public String open() {
    return text() + OPEN;
  }

  /** The segment that follows. */
  public SegmentName next() {
    return new SegmentName(instance, sequence + 1);
  }

  private String text() {
    return "%s-%012d".formatted(instance, sequence);
  }

  /** By instance, then by number. */
  @Override
  public int compareTo(SegmentName other) {
    int byInstance = instance.compareTo(other.instance);
    return byInstance != 0 ? byInstance : Long.compare(sequence, other.sequence);
  }
}
