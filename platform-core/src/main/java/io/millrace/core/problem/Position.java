package io.millrace.core.problem;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A place in what a user wrote.
 *
 * @param source the file's name, or the name of a flag as {@code --set}
 * @param line from 1; 0 where the source has no lines
 * @param column from 1, in code points; 0 where the source has no lines
 */
public record Position(String source, int line, int column) implements Comparable<Position> {
  /** Places in files by line and column, then flags. */
  private static final Comparator<Position> ORDER =
      Comparator.comparing((Position position) -> position.line() == 0)
          .thenComparingInt(Position::line)
          .thenComparingInt(Position::column)
          .thenComparing(Position::source);

  public Position {
    requireNonNull(source, "source is null");
  }

  /** A source without lines: a flag, or a pipeline built in Java. */
  public static Position of(String source) {
    return new Position(source, 0, 0);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
