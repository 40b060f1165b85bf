package io.millrace.core.copy;

import java.util.List;

/**
 * What a copy did, or would do.
 *
 * @param runs of runs
 * @param versions of versions of models, with their packages
 * @param moves of moves of aliases
 * @param problems what the target does not hold as the source does, a sentence each
 */
public record CopyReport(Count runs, Count versions, Count moves, List<String> problems) {
  public CopyReport {
    problems = List.copyOf(problems);
  }

  /**
   * Things of a kind.
   *
   * @param found in the source
   * @param present in the target already
   * @param copied now; or what would be
   */
  public record Count(int found, int present, int copied) {
    Count plus(Count other) {
      return new Count(found + other.found, present + other.present, copied + other.copied);
    }
  }
}
