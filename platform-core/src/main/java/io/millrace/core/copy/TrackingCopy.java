package io.millrace.core.copy;

import static java.util.Objects.requireNonNull;

import io.millrace.api.tracking.RunOrder;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.copy.CopyReport.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Copies runs and models from one tracking back end into another. What is there already is left
 * alone, so that a copy that was interrupted is done again to go on; what was copied is read back
 * and compared. Leases, effects and kept outputs stay: they belong to the home that made them.
 */
public final class TrackingCopy {
  /** So many runs are listed at a time. */
  private static final int PAGE = 200;

  private final Tracking from;
  private final Tracking to;
  private final boolean dryRun;
  private final Listener listener;
  private final List<String> problems = new ArrayList<>();

  /**
   * A copy.
   *
   * @param dryRun whether to tell only
   * @param listener hears how far it is
   */
  public TrackingCopy(Tracking from, Tracking to, boolean dryRun, Listener listener) {
    this.from = requireNonNull(from, "from is null");
    this.to = requireNonNull(to, "to is null");
    this.dryRun = dryRun;
    this.listener = requireNonNull(listener, "listener is null");
  }

  /** Hears how far a copy is. */
  @FunctionalInterface
  public interface Listener {
    /** So many of so many runs, or versions of a model, are done. */
    void done(String what, long count, long all);
  }

  /**
   * Copies.
   *
   * @throws io.millrace.api.error.MillraceException if one of both fails; what was copied stays
   */
  public CopyReport execute() {
    Count runs = runs();
    Count versions = new Count(0, 0, 0);
    Count moves = new Count(0, 0, 0);
    for (String model : from.models().models()) {
      ModelCopy copy = new ModelCopy(from.models(), to.models(), dryRun, problems);
      versions = versions.plus(copy.versions(model, listener));
      moves = moves.plus(copy.moves(model));
    }
    if (moves.found() > 0 && !to.traits().atomicAliases()) {
      problems.add(
          "the target moves aliases in several steps: of moves at the same moment its history may"
              + " lack some");
    }
    return new CopyReport(runs, versions, moves, problems);
  }

  /** The oldest first, so that a copy that is interrupted has a beginning without gaps. */
  private Count runs() {
    RunQuery all = RunQuery.newest(PAGE).of(Set.of()).in(new RunOrder("", false));
    long number = from.runs().count(all);
    RunCopy copy = new RunCopy(from.runs(), to.runs(), problems);
    int found = 0;
    int present = 0;
    List<RunRecord> page = from.runs().runs(all);
    while (!page.isEmpty()) {
      for (RunRecord run : page) {
        found++;
        if (copy.isThere(run.start().run())) {
          present++;
        } else if (!dryRun) {
          copy.copy(run.start().run());
        }
        listener.done("runs", found, Math.max(number, found));
      }
      page = from.runs().runs(all.from(found));
    }
    return new Count(found, present, found - present);
  }
}
