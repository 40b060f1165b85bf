package io.millrace.tracking.mlflow;

import io.millrace.api.tracking.RunQuery;
import io.millrace.api.tracking.RunRecord;
import io.millrace.tracking.mlflow.client.RunInfo;
import io.millrace.tracking.mlflow.client.RunSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Lists runs. The server filters and sorts, and gives no more than is wanted, wherever it can. */
final class RunListing {
  private static final int MOST_COUNTS = 1000;

  private final RunSite site;
  private final RunReader reader;

  /** How many runs a filter gave the last time: asked for first the next time. */
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  RunListing(RunSite site, RunReader reader) {
    this.site = site;
    this.reader = reader;
  }

  List<RunRecord> runs(RunQuery query) {
    if (query.limit() == 0) {
      return List.of();
    }
    List<String> experiments = site.experiments();
    RunFilter filter = new RunFilter(query);
    List<RunInfo> found =
        filter.isExact() ? exact(experiments, filter, query) : read(experiments, filter, query);
    return found.stream().map(reader::summary).toList();
  }

  long count(RunQuery query) {
    List<String> experiments = site.experiments();
    RunFilter filter = new RunFilter(query);
    long count = 0;
    for (String one : filter.filters()) {
      count +=
          filter.isExact()
              ? count(experiments, one)
              : held(slices(experiments, one), filter).size();
    }
    return count;
  }

  private long count(List<String> experiments, String filter) {
    long count = slices(experiments, filter).size(counts.getOrDefault(filter, 0L));
    if (counts.size() >= MOST_COUNTS) {
      counts.clear();
    }
    counts.put(filter, count);
    return count;
  }

  private RunSlices slices(List<String> experiments, String filter) {
    return slices(experiments, filter, RunSorting.NEWEST);
  }

  private RunSlices slices(List<String> experiments, String filter, RunSorting sorting) {
    return new RunSlices(
        site.client().runs(), new RunSearch(experiments, filter, sorting.server()));
  }

  private List<RunInfo> exact(List<String> experiments, RunFilter filter, RunQuery query) {
    List<String> filters = filter.filters();
    long to = (long) query.offset() + query.limit();
    if (filters.size() == 1) {
      return between(experiments, filters.get(0), query, query.offset(), to);
    }
    List<RunInfo> found = new ArrayList<>();
    filters.forEach(one -> found.addAll(between(experiments, one, query, 0, to)));
    return part(found, query);
  }

  private List<RunInfo> between(
      List<String> experiments, String filter, RunQuery query, long from, long to) {
    RunSorting sorting = RunSorting.of(query.order());
    RunSlices slices = slices(experiments, filter, sorting);
    if (query.order().byTime()) {
      return new RunWindow(slices, sorting, 0).between(from, to);
    }
    String key = Keys.of(query.order().metric());
    String numbers = filter + " AND metrics.`" + key + "` >= " + -Double.MAX_VALUE;
    LongSupplier count = () -> count(experiments, numbers);
    return new MetricWindow(slices, sorting, key, count).between(from, to);
  }

  private static List<RunInfo> part(List<RunInfo> runs, RunQuery query) {
    return runs.stream()
        .sorted(RunSorting.of(query.order()).exact())
        .skip(query.offset())
        .limit(query.limit())
        .toList();
  }

  /** Looks at all runs that the server finds; by time at no more than are needed. */
  private List<RunInfo> read(List<String> experiments, RunFilter filter, RunQuery query) {
    RunSorting sorting = RunSorting.of(query.order());
    boolean byTime = query.order().byTime();
    long wanted = byTime ? (long) query.offset() + query.limit() : Long.MAX_VALUE;
    List<RunInfo> found = new ArrayList<>();
    for (String one : filter.filters()) {
      RunSlices slices = slices(experiments, one, byTime ? sorting : RunSorting.NEWEST);
      found.addAll(held(slices, filter, wanted, sorting));
    }
    return part(found, query);
  }

  private List<RunInfo> held(RunSlices slices, RunFilter filter) {
    return held(slices, filter, Long.MAX_VALUE, RunSorting.NEWEST);
  }

  private List<RunInfo> held(RunSlices slices, RunFilter filter, long wanted, RunSorting sorting) {
    List<RunInfo> found = new ArrayList<>();
    slices.each(
        run -> {
          if (found.size() >= wanted && !sorting.tied().test(found.get((int) wanted - 1), run)) {
            return false;
          }
          if (filter.holds(reader.summary(run))) {
            found.add(run);
          }
          return true;
        });
    return found;
  }
}
