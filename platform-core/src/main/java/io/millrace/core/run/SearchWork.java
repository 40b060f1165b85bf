package io.millrace.core.run;

import io.millrace.api.MetricSpec;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedSearch;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.plan.SearchResult.Tried;
import io.millrace.core.tune.Scored;
import io.millrace.core.tune.SearchStrategy;
import io.millrace.core.tune.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Searches: asks the strategy for a round of trials, has them made on every fold, side by side
 * whatever their fold, and tells the strategy how they fared. A finished trial is kept, so that a
 * killed search repeats none.
 */
final class SearchWork<D> {
  private final Workbench<D> bench;
  private final PlannedSearch<D> search;
  private final MetricSpec metric;
  private final SearchStrategy strategy;
  private final long begin = System.nanoTime();

  SearchWork(Workbench<D> bench, PlannedSearch<D> search) {
    this.bench = bench;
    this.search = search;
    this.metric = EvaluationWork.spec(search.evaluator(), search.tuning().metric());
    String trainer = search.way().trainer().id();
    this.strategy =
        SearchStrategy.of(
            search.tuning(), Fingerprints.seed(bench.plan().pipeline().seed(), trainer));
  }

  /** Searches, and keeps what was chosen. */
  KeptOutput search(Flow<D> source, StageNotes<D> context, int parallelism) throws Exception {
    String trainer = search.way().trainer().id();
    List<Tried> tried = new ArrayList<>();
    List<Scored> scored = new ArrayList<>();
    try (TrialWarnings warnings = new TrialWarnings(bench.listener());
        Forks forks = new Forks(parallelism)) {
      List<FoldWork<D>> folds = folds(source, context, forks, warnings);
      List<Trial> round = strategy.next(scored);
      while (!round.isEmpty()) {
        explore(folds, round);
        for (Trial trial : round) {
          Map<String, Double> means =
              means(folds.stream().map(fold -> fold.figures(trial)).toList());
          tried.add(new Tried(SearchResult.byText(trial.values()), trial.rows(), means));
          scored.add(new Scored(trial, score(means)));
        }
        round = isOver(scored) ? List.of() : strategy.next(scored);
      }
    }
    Scored best = Scored.best(scored).orElseThrow();
    double mean = tried.get(scored.indexOf(best)).metrics().getOrDefault(metric.name(), Double.NaN);
    SearchResult result = new SearchResult(SearchResult.byText(best.trial().values()), mean, tried);
    return bench.kept().keep(trainer, search.fingerprint(), result.facts());
  }

  private List<FoldWork<D>> folds(
      Flow<D> source, StageNotes<D> context, Forks forks, TrialWarnings warnings) {
    Splitter<D> splitter = (Splitter<D>) search.tuning().folds().stage();
    StageNotes<D> notes =
        bench.trialContext(search.tuning().folds().id(), search.fingerprint(), warnings);
    List<Parts<D>> parts = splitter.split(Map.of("input", source.last().train()), notes);
    TrialCount.Metric decides =
        new TrialCount.Metric(
            metric.name(), metric.direction() != MetricSpec.Direction.HIGHER_IS_BETTER);
    TrialCount count =
        new TrialCount(
            bench.listener(), search.way().trainer().id(), decides, strategy.most(), parts.size());
    List<FoldWork<D>> folds = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      folds.add(new FoldWork<>(bench, search, i, parts.get(i), context, forks, count, warnings));
    }
    return folds;
  }

  private static <D> void explore(List<FoldWork<D>> folds, List<Trial> round) throws Exception {
    List<CompletableFuture<Void>> work = new ArrayList<>();
    folds.forEach(fold -> work.add(fold.explore(round)));
    try {
      Forks.all(work).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private boolean isOver(List<Scored> scored) {
    Duration spent = Duration.ofNanos(System.nanoTime() - begin);
    Integer patience = search.tuning().search().patienceOrNull();
    return search.tuning().search().time().filter(time -> spent.compareTo(time) >= 0).isPresent()
        || patience != null && Scored.sinceBest(scored) >= patience;
  }

  private double score(Map<String, Double> means) {
    double value = means.getOrDefault(metric.name(), Double.NaN);
    return metric.direction() == MetricSpec.Direction.HIGHER_IS_BETTER ? value : -value;
  }

  private static Map<String, Double> means(List<Map<String, Double>> folds) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String name : folds.get(0).keySet()) {
      means.put(
          name,
          folds.stream()
              .mapToDouble(fold -> fold.getOrDefault(name, Double.NaN))
              .average()
              .orElse(Double.NaN));
    }
    return means;
  }
}
