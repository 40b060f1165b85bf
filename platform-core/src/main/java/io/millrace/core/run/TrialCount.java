package io.millrace.core.run;

import io.millrace.core.plan.SearchResult;
import io.millrace.core.tune.Scored;
import io.millrace.core.tune.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells who watches a run how far a search has come: each trial when all its folds are done. */
final class TrialCount {
  private final RunListener listener;
  private final String trainer;
  private final Metric metric;
  private final int most;
  private final int folds;
  private final Map<Trial, List<Double>> values = new HashMap<>();
  private final List<Scored> scored = new ArrayList<>();

  /** The metric that decides, and whether less of it is better. */
  record Metric(String name, boolean lessIsBetter) {}

  /**
   * A count from zero.
   *
   * @param most how many trials there may be
   * @param folds on how many folds each is made
   */
  TrialCount(RunListener listener, String trainer, Metric metric, int most, int folds) {
    this.listener = listener;
    this.trainer = trainer;
    this.metric = metric;
    this.most = most;
    this.folds = folds;
  }

  /** A trial was made on one more fold. */
  void finished(Trial trial, Map<String, Double> metrics) {
    TrialProgress progress = add(trial, metrics.getOrDefault(metric.name(), Double.NaN));
    if (progress != null) {
      listener.trialFinished(progress);
    }
  }

  private synchronized @Nullable TrialProgress add(Trial trial, double value) {
    List<Double> ofTrial = values.computeIfAbsent(trial, t -> new ArrayList<>());
    ofTrial.add(value);
    if (ofTrial.size() < folds) {
      return null;
    }
    double mean = ofTrial.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    scored.add(new Scored(trial, metric.lessIsBetter() ? -mean : mean));
    Scored best = Scored.best(scored).orElseThrow();
    return new TrialProgress(
        trainer,
        scored.size(),
        Math.max(most, scored.size()),
        metric.name(),
        mean,
        metric.lessIsBetter() ? -best.score() : best.score(),
        Double.isNaN(best.score()) ? Map.of() : SearchResult.byText(best.trial().values()));
  }
}
