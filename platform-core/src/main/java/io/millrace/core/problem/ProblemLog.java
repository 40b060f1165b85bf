package io.millrace.core.problem;

import io.millrace.api.error.ErrorCode;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Collects problems, so that a user sees all of them in one pass. Not thread-safe. */
public final class ProblemLog {
  private final Set<Entry> entries = new LinkedHashSet<>();

  /** Notes a problem; the same one at the same place counts once. */
  public void report(Position at, ErrorCode code, String message) {
    entries.add(new Entry(at, code, message));
  }

  /** Whether a problem of that code was noted at that place. */
  public boolean holds(Position at, ErrorCode code) {
    return entries.stream().anyMatch(e -> e.code().equals(code) && e.position().equals(at));
  }

  /** How many problems there are. */
  public int size() {
    return entries.size();
  }

  /**
   * The problems sorted by position, those of flags last.
   *
   * @param mask takes secrets out of messages
   */
  public List<Problem> sorted(UnaryOperator<String> mask) {
    return entries.stream()
        .sorted(Comparator.comparing(Entry::position))
        .map(entry -> entry.problem(mask))
        .toList();
  }

  private record Entry(Position position, ErrorCode code, String message) {
    Problem problem(UnaryOperator<String> mask) {
      return new Problem(
          position.source(), position.line(), position.column(), code, mask.apply(message));
    }
  }
}
