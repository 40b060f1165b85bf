package io.millrace.console.web.run;

import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.web.Workspace;
import io.millrace.core.run.RunHistory;

/** Finds what addresses name. */
final class RunFinder {
  private final Workspace workspace;

  RunFinder(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * The records.
   *
   * @throws HttpProblem if nothing was ever recorded
   */
  Tracking tracking() {
    return workspace
        .tracking()
        .orElseThrow(() -> HttpProblem.missing("Nothing was run yet, so there is no run to show."));
  }

  /**
   * A run as it stands now.
   *
   * @throws HttpProblem if there is none
   */
  RunRecord run(String id) {
    return new RunHistory(tracking(), workspace.clock())
        .run(id)
        .orElseThrow(() -> HttpProblem.missing("There is no run '" + id + "'."));
  }
}
