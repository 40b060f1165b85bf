package io.millrace.core.run;

import static java.util.Objects.requireNonNull;

import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.lease.Leases;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recorded runs as they stand now: a run whose process died without a word is interrupted, though
 * its record still says that it runs.
 */
public final class RunHistory {
  private static final Set<RunStatus> TOLD_APART = Set.of(RunStatus.RUNNING, RunStatus.INTERRUPTED);

  private final Tracking tracking;
  private final Clock time;

  /** Over those records. */
  public RunHistory(Tracking tracking, Clock time) {
    this.tracking = requireNonNull(tracking, "tracking is null");
    this.time = requireNonNull(time, "time is null");
  }

  /** The runs asked for, in their order, without stages and documents. */
  public List<RunRecord> runs(RunQuery query) {
    if (!isToldApart(query)) {
      return tracking.runs().runs(query).stream().map(this::asItStands).toList();
    }
    int most = (int) Math.min(Integer.MAX_VALUE, (long) query.offset() + query.limit());
    return Stream.concat(
            unfinished(query),
            query.statusOrNull() == RunStatus.RUNNING
                ? Stream.of()
                : recorded(query, RunStatus.INTERRUPTED, most))
        .sorted(query.order().comparator())
        .skip(query.offset())
        .limit(query.limit())
        .toList();
  }

  /** How many runs a query is for, without its offset and limit. */
  public long count(RunQuery query) {
    if (!isToldApart(query)) {
      return tracking.runs().count(query);
    }
    long recorded = query.statusOrNull() == RunStatus.RUNNING ? 0 : tracking.runs().count(query);
    return recorded + unfinished(query).count();
  }

  private static boolean isToldApart(RunQuery query) {
    return query.status().filter(TOLD_APART::contains).isPresent();
  }

  /** Those whose record says that they run, and that stand as is asked. */
  private Stream<RunRecord> unfinished(RunQuery query) {
    return recorded(query, RunStatus.RUNNING, Integer.MAX_VALUE)
        .map(this::asItStands)
        .filter(run -> run.status() == query.statusOrNull());
  }

  /** A run with all that is known of it. */
  public Optional<RunRecord> run(String run) {
    return tracking.runs().run(run).map(this::asItStands);
  }

  private Stream<RunRecord> recorded(RunQuery query, RunStatus status, int limit) {
    RunQuery all =
        new RunQuery(
            query.kinds(), query.pipelineOrNull(), status, query.text(), query.order(), 0, limit);
    return tracking.runs().runs(all).stream();
  }

  private RunRecord asItStands(RunRecord run) {
    if (run.status() != RunStatus.RUNNING || isLive(run.start().run())) {
      return run;
    }
    // It may have come to its end between the two looks.
    RunRecord now = tracking.runs().run(run.start().run()).orElse(run);
    return now.status() == RunStatus.RUNNING
        ? new RunRecord(
            now.start(),
            RunStatus.INTERRUPTED,
            now.endOrNull(),
            now.message(),
            now.stages(),
            now.metrics())
        : now;
  }

  private boolean isLive(String run) {
    Optional<Lease> lease = tracking.journal().lease(run);
    return lease.isPresent() && !Leases.hasEnded(lease.get(), time.instant());
  }
}
