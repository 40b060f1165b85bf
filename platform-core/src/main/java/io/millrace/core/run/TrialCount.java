package io.millrace.core.run;

import io.millrace.core.plan.PlannedSearch;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells who watches a run how far a search has come. */
final class TrialCount {
  private final Workbench<?> bench;
  private final PlannedSearch<?> search;
  private final int most;
  private final AtomicInteger finished = new AtomicInteger();

  /**
   * A count from zero.
   *
   * @param most how many trials there may be, those of each fold counted
   */
  TrialCount(Workbench<?> bench, PlannedSearch<?> search, long most) {
    this.bench = bench;
    this.search = search;
    this.most = (int) Math.min(Integer.MAX_VALUE, most);
  }

  void finished(Map<String, Double> metrics) {
    bench
        .listener()
        .trialFinished(
            search.way().trainer().id(),
            finished.incrementAndGet(),
            most,
            metrics.getOrDefault(search.tuning().metric(), Double.NaN));
  }
}
