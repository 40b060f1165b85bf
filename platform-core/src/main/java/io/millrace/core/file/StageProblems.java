package io.millrace.core.file;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.Problems;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlPath;

/** Where one stage reports: brings each problem to its place in the file. */
final class StageProblems implements Problems {
  private final StageDraft draft;
  private final ProblemLog log;
  private boolean any;

  StageProblems(StageDraft draft, ProblemLog log) {
    this.draft = draft;
    this.log = log;
  }

  @Override
  public void report(String option, ErrorCode code, String message) {
    any = true;
    Position at = at(option);
    // Core and the stage may both see that a column is missing; once is enough.
    if (option.isEmpty() || !log.holds(at, code)) {
      log.report(at, code, message);
    }
  }

  /** Whether the stage reported anything. */
  boolean any() {
    return any;
  }

  Position at(String option) {
    return option.isEmpty()
        ? draft.usePosition()
        : YamlPath.locate(draft.options(), option).orElse(draft.optionsPosition());
  }
}
