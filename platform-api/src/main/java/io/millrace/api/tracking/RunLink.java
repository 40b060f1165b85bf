package io.millrace.api.tracking;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A run read or wrote something: an edge of the lineage.
 *
 * @param direction which of both
 * @param asset what
 */
public record RunLink(Direction direction, Asset asset) implements Comparable<RunLink> {
  private static final Comparator<RunLink> ORDER =
      Comparator.comparing(RunLink::direction)
          .thenComparing(link -> link.asset().kind())
          .thenComparing(link -> link.asset().name())
          .thenComparing(link -> link.asset().version());

  public RunLink {
    requireNonNull(direction, "direction is null");
    requireNonNull(asset, "asset is null");
  }

  /** From what a run depends on, or to what depends on it. */
  public enum Direction {
    /** The run depends on it. */
    READS,
    /** The run made it. */
    WRITES
  }

  /** A run read it. */
  public static RunLink reads(Asset asset) {
    return new RunLink(Direction.READS, asset);
  }

  /** A run wrote it. */
  public static RunLink writes(Asset asset) {
    return new RunLink(Direction.WRITES, asset);
  }

  /** What is read before what is written, then by kind, name and version. */
  @Override
  public int compareTo(RunLink other) {
    return ORDER.compare(this, other);
  }
}
