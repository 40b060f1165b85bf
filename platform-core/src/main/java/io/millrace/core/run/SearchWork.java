package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.Fit;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.SharingTrainer;
import io.millrace.api.Splitter;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedSearch;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.plan.SearchResult.Tried;
import io.millrace.core.tune.TrialGrid;
import io.millrace.core.tune.TrialGrid.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Tries every combination of a grid on every fold. What does not depend on the searched options is
 * fitted once for each fold; trials that agree in a transformer's options share what it learnt, and
 * its frames. Trials run side by side, whatever their fold. A finished trial is kept, so that a
 * killed search repeats none.
 */
final class SearchWork<D> {
  private static final String METRIC = "metric.";

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
    List<Map<Integer, Map<String, Double>>> figures = exploreAll(folds, context, parallelism);
    List<Tried> tried = grid.trials().stream().map(trial -> tried(trial, figures)).toList();
    List<Double> means = tried.stream().map(this::chosenMetric).toList();
    Trial best = grid.best(means, metric);
    SearchResult result =
        new SearchResult(SearchResult.byText(best.values()), means.get(best.index()), tried);
    return bench.kept().keep(way.trainer().id(), search.fingerprint(), result.facts());
  }

  private double chosenMetric(Tried tried) {
    return tried.metrics().getOrDefault(metric.name(), Double.NaN);
  }

  private static Tried tried(Trial trial, List<Map<Integer, Map<String, Double>>> figures) {
    List<Map<String, Double>> folds =
        figures.stream().map(fold -> fold.getOrDefault(trial.index(), Map.of())).toList();
    Map<String, Double> means = new LinkedHashMap<>();
    for (String name : folds.get(0).keySet()) {
      means.put(
          name,
          folds.stream()
              .mapToDouble(fold -> fold.getOrDefault(name, Double.NaN))
              .average()
              .orElse(Double.NaN));
    }
    return new Tried(SearchResult.byText(trial.values()), 1, means);
  }

  private StageNotes<D> trialContext(PipelineStage<D> stage) {
    return bench.trialContext(stage.id(), search.fingerprint());
  }

  /** A search that is made to run again still trusts the trials of this very run, before a kill. */
  private boolean isUsable(KeptOutput trial) {
    return !search.forced() || trial.run().equals(bench.plan().request().run());
  }

  private List<Map<Integer, Map<String, Double>>> exploreAll(
      List<Parts<D>> folds, StageNotes<D> context, int parallelism) throws Exception {
    try (Forks forks = new Forks(parallelism)) {
      List<Fold> explored = new ArrayList<>();
      List<CompletableFuture<Void>> work = new ArrayList<>();
      for (int i = 0; i < folds.size(); i++) {
        Fold fold = new Fold(i, folds.size(), context, forks);
        explored.add(fold);
        work.add(fold.explore(folds.get(i)));
      }
      Forks.all(work).get();
      return explored.stream().map(fold -> fold.figures).toList();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** The trials on one fold. */
  private final class Fold {
    private final int index;
    private final int folds;
    private final StageNotes<D> context;
    private final Forks forks;
    private final Map<Integer, Map<String, Double>> figures = new ConcurrentHashMap<>();

    Fold(int index, int folds, StageNotes<D> context, Forks forks) {
      this.index = index;
      this.folds = folds;
      this.context = context;
      this.forks = forks;
    }

    CompletableFuture<Void> explore(Parts<D> parts) {
      List<Trial> open = new ArrayList<>();
      for (Trial trial : grid.trials()) {
        Optional<KeptOutput> kept =
            bench.services().journal().kept(fingerprint(trial)).filter(SearchWork.this::isUsable);
        if (kept.isPresent()) {
          note(trial, MetricFacts.read(MetricFacts.under(METRIC, kept.get().facts())));
        } else {
          open.add(trial);
        }
      }
      return open.isEmpty() ? Forks.all(List.of()) : explore(0, parts, open);
    }

    private CompletableFuture<Void> explore(int position, Parts<D> parts, List<Trial> trials) {
      if (position == way.transformers().size()) {
        return fork(() -> train(parts, trials));
      }
      PipelineStage<D> stage = way.transformers().get(position);
      List<CompletableFuture<Void>> groups = new ArrayList<>();
      TrialGrid.byOptions(stage.id(), trials)
          .forEach(
              (options, group) ->
                  groups.add(fork(() -> transform(position, parts, options, group))));
      return Forks.all(groups);
    }

    private CompletableFuture<Void> transform(
        int position, Parts<D> parts, Map<String, Object> options, List<Trial> trials) {
      PipelineStage<D> stage = way.transformers().get(position);
      PipelineStage<D> chosen = stage.withOptions(options);
      Fit<D> fit = ((Transformer<D>) chosen.stage()).fit(parts.train(), trialContext(stage));
      Parts<D> output = LearningWork.apply(chosen, fit, parts);
      return trials.size() > 1 && branchesAt(position + 1, trials)
          ? exploreShared(position + 1, output, trials)
          : explore(position + 1, output, trials);
    }

    /** Several trials go on from the same frames: they are computed once. */
    private CompletableFuture<Void> exploreShared(
        int position, Parts<D> parts, List<Trial> trials) {
      Engine<D> engine = bench.engine(way.trainer().id());
      Parts<D> kept = parts.map(frame -> engine.persist(frame, "MEMORY_AND_DISK"));
      return explore(position, kept, trials)
          .whenComplete((done, failure) -> kept.frames().values().forEach(engine::unpersist));
    }

    /** Work for the trainer's stage, unless the run was cancelled meanwhile. */
    private CompletableFuture<Void> fork(Callable<CompletableFuture<Void>> work) {
      String stage = way.trainer().id();
      return forks.fork(
          () -> {
            context.checkCancelled();
            return bench.engine(stage).inStage(stage, work);
          });
    }

    private boolean branchesAt(int position, List<Trial> trials) {
      return position == way.transformers().size()
          || TrialGrid.byOptions(way.transformers().get(position).id(), trials).size() > 1;
    }

    private CompletableFuture<Void> train(Parts<D> parts, List<Trial> trials) {
      List<PipelineStage<D>> stages =
          trials.stream()
              .map(trial -> way.trainer().withOptions(trial.options(way.trainer().id())))
              .toList();
      List<Supplier<Model<D>>> models =
          located("the trials", () -> models(TrainingData.of(parts.train()), stages));
      List<CompletableFuture<Void>> work = new ArrayList<>();
      for (int i = 0; i < trials.size(); i++) {
        Trial trial = trials.get(i);
        PipelineStage<D> stage = stages.get(i);
        Supplier<Model<D>> model = models.get(i);
        work.add(
            fork(
                () -> {
                  String name = "trial " + SearchResult.byText(trial.values());
                  keep(trial, located(name, () -> measure(stage, model.get(), parts)));
                  return Forks.all(List.of());
                }));
      }
      return Forks.all(work);
    }

    private List<Supplier<Model<D>>> models(TrainingData<D> data, List<PipelineStage<D>> stages) {
      StageNotes<D> notes = trialContext(way.trainer());
      List<Trainer<D>> trainers = stages.stream().map(s -> (Trainer<D>) s.stage()).toList();
      return trainers.get(0) instanceof SharingTrainer<D> sharing
          ? sharing.trainAll(data, trainers, notes)
          : trainers.stream().<Supplier<Model<D>>>map(t -> () -> t.train(data, notes)).toList();
    }

    private Map<String, Double> measure(PipelineStage<D> trainer, Model<D> model, Parts<D> parts) {
      D predicted = model.predict(parts.require(Part.VALIDATION));
      return EvaluationWork.figures(
          search.evaluator(),
          trainer,
          model.classes(),
          predicted,
          trialContext(search.evaluator()));
    }

    /** Says of a mistake where in the search it was found. */
    private <T> T located(String what, Supplier<T> work) {
      try {
        return work.get();
      } catch (MillraceException e) {
        throw new MillraceException(
            e.code(), "%s on fold %d: %s".formatted(what, index + 1, e.getMessage()), e);
      }
    }

    private void keep(Trial trial, Map<String, Double> metrics) {
      Map<String, String> facts =
          new LinkedHashMap<>(MetricFacts.prefixed(METRIC, MetricFacts.write(metrics)));
      facts.put("trial", SearchResult.byText(trial.values()).toString());
      facts.put("fold", Integer.toString(index));
      bench.kept().keep(way.trainer().id(), fingerprint(trial), facts);
      note(trial, metrics);
    }

    private void note(Trial trial, Map<String, Double> metrics) {
      figures.put(trial.index(), metrics);
      bench
          .listener()
          .trialFinished(
              way.trainer().id(),
              finished.incrementAndGet(),
              grid.trials().size() * folds,
              metrics.getOrDefault(metric.name(), Double.NaN));
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
