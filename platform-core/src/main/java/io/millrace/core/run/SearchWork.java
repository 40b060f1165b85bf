package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.Evaluation;
import io.millrace.api.Fit;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedSearch;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.tune.TrialGrid;
import io.millrace.core.tune.TrialGrid.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tries every combination of a grid on every fold. What does not depend on the searched options is
 * fitted once for each fold; trials that agree in a transformer's options share what it learnt. A
 * finished trial is kept, so that a killed search repeats none.
 */
final class SearchWork<D> {
  private static final String METRIC = "metric";

  private final Workbench<D> bench;
  private final PlannedSearch<D> search;
  private final TrainingWay<D> way;
  private final TrialGrid grid;
  private final MetricSpec metric;
  private final AtomicInteger finished = new AtomicInteger();

  SearchWork(Workbench<D> bench, PlannedSearch<D> search) {
    this.bench = bench;
    this.search = search;
    this.way = search.way();
    this.grid = TrialGrid.of(search.tuning().space());
    this.metric = EvaluationWork.spec(search.evaluator(), search.tuning().metric());
  }

  /** Searches, and keeps what was chosen. */
  KeptOutput search(Flow<D> source, StageNotes<D> context, int parallelism) throws Exception {
    Splitter<D> splitter = (Splitter<D>) search.tuning().folds().stage();
    List<Parts<D>> folds =
        splitter.split(
            Map.of("input", source.last().train()), trialContext(search.tuning().folds()));
    List<Map<Integer, Double>> figures = exploreAll(folds, context, parallelism);
    List<Double> means = new ArrayList<>();
    for (Trial trial : grid.trials()) {
      means.add(
          figures.stream()
              .mapToDouble(fold -> fold.getOrDefault(trial.index(), Double.NaN))
              .average()
              .orElse(Double.NaN));
    }
    Trial best = grid.best(means, metric);
    SearchResult result =
        new SearchResult(
            SearchResult.byText(best.values()), means.get(best.index()), grid.trials().size());
    return bench.kept().keep(way.trainer().id(), search.fingerprint(), result.facts());
  }

  private StageNotes<D> trialContext(PipelineStage<D> stage) {
    return bench.trialContext(stage.id(), search.fingerprint());
  }

  /** A search that is made to run again still trusts the trials of this very run, before a kill. */
  private boolean isUsable(KeptOutput trial) {
    return !search.forced() || trial.run().equals(bench.plan().request().run());
  }

  private List<Map<Integer, Double>> exploreAll(
      List<Parts<D>> folds, StageNotes<D> context, int parallelism) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallelism, folds.size()));
    try {
      List<Future<Map<Integer, Double>>> futures = new ArrayList<>();
      for (int i = 0; i < folds.size(); i++) {
        Fold fold = new Fold(i, folds.size(), context);
        Parts<D> parts = folds.get(i);
        Engine<D> engine = bench.engine(way.trainer().id());
        futures.add(
            threads.submit(() -> engine.inStage(way.trainer().id(), () -> fold.explore(parts))));
      }
      List<Map<Integer, Double>> figures = new ArrayList<>();
      for (Future<Map<Integer, Double>> future : futures) {
        figures.add(future.get());
      }
      return figures;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  /** The trials on one fold. */
  private final class Fold {
    private final int index;
    private final int folds;
    private final StageNotes<D> context;
    private final Map<Integer, Double> figures = new HashMap<>();

    Fold(int index, int folds, StageNotes<D> context) {
      this.index = index;
      this.folds = folds;
      this.context = context;
    }

    Map<Integer, Double> explore(Parts<D> parts) {
      List<Trial> open = new ArrayList<>();
      for (Trial trial : grid.trials()) {
        Optional<KeptOutput> kept =
            bench.services().journal().kept(fingerprint(trial)).filter(SearchWork.this::isUsable);
        if (kept.isPresent()) {
          note(trial, Double.parseDouble(kept.get().facts().getOrDefault(METRIC, "NaN")));
        } else {
          open.add(trial);
        }
      }
      if (!open.isEmpty()) {
        explore(0, parts, open);
      }
      return figures;
    }

    private void explore(int position, Parts<D> parts, List<Trial> trials) {
      context.checkCancelled();
      if (position == way.transformers().size()) {
        trials.forEach(trial -> run(trial, parts));
        return;
      }
      PipelineStage<D> stage = way.transformers().get(position);
      TrialGrid.byOptions(stage.id(), trials)
          .forEach(
              (options, group) -> {
                PipelineStage<D> chosen = stage.withOptions(options);
                Fit<D> fit =
                    ((Transformer<D>) chosen.stage()).fit(parts.train(), trialContext(stage));
                Parts<D> output = LearningWork.apply(chosen, fit, parts);
                if (group.size() > 1 && branchesAt(position + 1, group)) {
                  exploreShared(position + 1, output, group);
                } else {
                  explore(position + 1, output, group);
                }
              });
    }

    /** Several trials go on from the same frames: they are computed once. */
    private void exploreShared(int position, Parts<D> parts, List<Trial> trials) {
      Engine<D> engine = bench.engine(way.trainer().id());
      Parts<D> kept = parts.map(frame -> engine.persist(frame, "MEMORY_AND_DISK"));
      try {
        explore(position, kept, trials);
      } finally {
        kept.frames().values().forEach(engine::unpersist);
      }
    }

    private boolean branchesAt(int position, List<Trial> trials) {
      return position == way.transformers().size()
          || TrialGrid.byOptions(way.transformers().get(position).id(), trials).size() > 1;
    }

    private void run(Trial trial, Parts<D> parts) {
      context.checkCancelled();
      PipelineStage<D> chosen = way.trainer().withOptions(trial.options(way.trainer().id()));
      Trainer<D> trainer = (Trainer<D>) chosen.stage();
      double figure = measure(chosen, trainer, trial, parts);
      bench
          .kept()
          .keep(
              way.trainer().id(),
              fingerprint(trial),
              Map.of(
                  METRIC,
                  Double.toString(figure),
                  "trial",
                  SearchResult.byText(trial.values()).toString(),
                  "fold",
                  Integer.toString(index)));
      note(trial, figure);
    }

    private double measure(
        PipelineStage<D> stage, Trainer<D> trainer, Trial trial, Parts<D> parts) {
      try {
        Model<D> model = trainer.train(LearningWork.trainingData(parts), trialContext(stage));
        D predicted = model.predict(parts.require(Part.VALIDATION));
        Evaluation evaluation =
            EvaluationWork.evaluate(
                search.evaluator(),
                stage,
                model.classes(),
                predicted,
                trialContext(search.evaluator()));
        return evaluation.metrics().getOrDefault(metric.name(), Double.NaN);
      } catch (MillraceException e) {
        throw new MillraceException(
            e.code(),
            "trial %s on fold %d: %s"
                .formatted(SearchResult.byText(trial.values()), index + 1, e.getMessage()),
            e);
      }
    }

    private void note(Trial trial, double figure) {
      figures.put(trial.index(), figure);
      bench
          .listener()
          .trialFinished(
              way.trainer().id(), finished.incrementAndGet(), grid.trials().size() * folds, figure);
    }

    private String fingerprint(Trial trial) {
      return Fingerprints.hash(
          Map.of(
              "search", search.fingerprint(),
              "fold", index,
              "trial", SearchResult.byText(trial.values())));
    }
  }
}
