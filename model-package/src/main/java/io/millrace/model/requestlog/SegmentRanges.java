package io.millrace.model.requestlog;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Closed segments, told shortly: of each instance the first and the last number. What lies between
 * them belongs to it.
 *
 * @param byInstance at least one number each
 */
public record SegmentRanges(Map<String, Range> byInstance) {
  public SegmentRanges {
    byInstance = new TreeMap<>(byInstance);
  }

  /** From one number to another, both included. */
  public record Range(long first, long last) {
    private Range and(Range other) {
      return new Range(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /** The ranges that segments lie in. */
  public static SegmentRanges of(Collection<SegmentName> names) {
    Map<String, Range> ranges = new TreeMap<>();
    names.forEach(
        name ->
            ranges.merge(name.instance(), new Range(name.sequence(), name.sequence()), Range::and));
    return new SegmentRanges(ranges);
  }

  /** Reads what {@link #text} gave. */
  public static SegmentRanges parse(String text) {
    Map<String, Range> ranges = new TreeMap<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      String[] words = part.split("[:-]", -1);
      if (words.length != 3) {
        throw new IllegalArgumentException("'" + part + "' is no range of segments");
      }
      ranges.put(words[0], new Range(Long.parseLong(words[1]), Long.parseLong(words[2])));
    }
    return new SegmentRanges(ranges);
  }

  /** As {@code INSTANCE:FIRST-LAST}, separated by blanks; equal ranges, equal texts. */
  public String text() {
    return byInstance.entrySet().stream()
        .map(e -> e.getKey() + ":" + e.getValue().first() + "-" + e.getValue().last())
        .collect(Collectors.joining(" "));
  }

  /** Whether a segment lies in them. */
  public boolean contains(SegmentName name) {
    Range range = byInstance.get(name.instance());
    return range != null && range.first() <= name.sequence() && name.sequence() <= range.last();
  }
}
