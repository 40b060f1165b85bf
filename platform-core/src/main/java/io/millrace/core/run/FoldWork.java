package io.millrace.core.run;

import io.millrace.api.Engine;
import io.millrace.api.Fit;
import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.SharingTrainer;
import io.millrace.api.SharingTransformer;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.pipeline.TrainingWay;
import io.millrace.core.pipeline.Tuning;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plan.PlannedSearch;
import io.millrace.core.plan.SearchResult;
import io.millrace.core.plan.SharedPasses;
import io.millrace.core.tune.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a search on one fold. What does not depend on the searched options is fitted once;
 * trials that agree in a transformer's options share what it learnt, and its frames.
 */
final class FoldWork<D> {
  private static final String METRIC = "metric.";

  private final Workbench<D> bench;
  private final PlannedSearch<D> search;
  private final TrainingWay<D> way;
  private final int index;
  private final Parts<D> parts;
  private final StageNotes<D> context;
  private final Forks forks;
  private final TrialCount count;
  private final TrialWarnings warnings;
  private final Map<Trial, Map<String, Double>> figures = new ConcurrentHashMap<>();

  /** By the share of rows, and by the options of each transformer up to it. */
  private final Map<List<Object>, Fit<D>> fits = new ConcurrentHashMap<>();

  /** What an earlier transformer's pass brought along for a later one, by the same. */
  private final Map<List<Object>, SharingTransformer.Learning<D>> learnings =
      new ConcurrentHashMap<>();

  FoldWork(
      Workbench<D> bench,
      PlannedSearch<D> search,
      int index,
      Parts<D> parts,
      StageNotes<D> context,
      Forks forks,
      TrialCount count,
      TrialWarnings warnings) {
    this.bench = bench;
    this.search = search;
    this.way = search.way();
    this.index = index;
    this.parts = parts;
    this.context = context;
    this.forks = forks;
    this.count = count;
    this.warnings = warnings;
  }

  /** Makes those of the trials that are not kept. */
  CompletableFuture<Void> explore(List<Trial> trials) {
    Map<Double, List<Trial>> open = new LinkedHashMap<>();
    for (Trial trial : trials) {
      Optional<KeptOutput> kept =
          bench.services().journal().kept(fingerprint(trial)).filter(this::isUsable);
      if (kept.isPresent()) {
        note(trial, MetricFacts.read(MetricFacts.under(METRIC, kept.get().facts())));
      } else {
        open.computeIfAbsent(trial.rows(), rows -> new ArrayList<>()).add(trial);
      }
    }
    List<CompletableFuture<Void>> work = new ArrayList<>();
    open.forEach((rows, group) -> work.add(explore(0, sampled(rows), group)));
    return Forks.all(work);
  }

  /** The metrics of a trial that was made. */
  Map<String, Double> figures(Trial trial) {
    return figures.getOrDefault(trial, Map.of());
  }

  /** A search that is made to run again still trusts the trials of this very run, before a kill. */
  private boolean isUsable(KeptOutput trial) {
    return !search.forced() || trial.run().equals(bench.plan().request().run());
  }

  /** With a share of the training rows, by their content. */
  private Parts<D> sampled(double rows) {
    if (rows >= 1) {
      return parts;
    }
    Engine<D> engine = bench.engine(way.trainer().id());
    long seed = trialContext(way.trainer()).seed();
    return parts.with(Part.TRAIN, engine.sample(parts.train(), rows, seed));
  }

  private StageNotes<D> trialContext(PipelineStage<D> stage) {
    return bench.trialContext(stage.id(), search.fingerprint(), warnings);
  }

  private CompletableFuture<Void> explore(int position, Parts<D> parts, List<Trial> trials) {
    if (position == way.transformers().size()) {
      List<CompletableFuture<Void>> algorithms = new ArrayList<>();
      byAlgorithm(trials)
          .values()
          .forEach(group -> algorithms.add(fork(() -> train(parts, group))));
      return Forks.all(algorithms);
    }
    PipelineStage<D> stage = way.transformers().get(position);
    List<CompletableFuture<Void>> groups = new ArrayList<>();
    Trial.byOptions(stage.id(), trials)
        .forEach(
            (options, group) -> groups.add(fork(() -> transform(position, parts, options, group))));
    return Forks.all(groups);
  }

  private CompletableFuture<Void> transform(
      int position, Parts<D> parts, Map<String, Object> options, List<Trial> trials) {
    PipelineStage<D> stage = way.transformers().get(position);
    PipelineStage<D> chosen = stage.withOptions(options);
    Fit<D> fit = fit(position, chosen, parts, trials);
    Parts<D> output = LearningWork.apply(chosen, fit, parts);
    return trials.size() > 1 && branchesAt(position + 1, trials)
        ? exploreShared(position + 1, output, trials)
        : explore(position + 1, output, trials);
  }

  /** What was learnt for trials of an earlier round serves those that agree with them so far. */
  private Fit<D> fit(int position, PipelineStage<D> chosen, Parts<D> parts, List<Trial> trials) {
    List<Object> key = key(position, trials.get(0));
    Fit<D> known = fits.get(key);
    if (known == null) {
      SharingTransformer.Learning<D> brought = learnings.remove(key);
      known = brought == null ? null : brought.fit(trialContext(chosen));
    }
    if (known == null) {
      known = readTogether(position, parts, trials);
    }
    if (known == null) {
      known = ((Transformer<D>) chosen.stage()).fit(parts.train(), trialContext(chosen));
    }
    fits.put(key, known);
    return known;
  }

  private List<Object> key(int position, Trial trial) {
    List<Object> key = new ArrayList<>(List.of(trial.rows()));
    for (PipelineStage<D> stage : way.transformers().subList(0, position + 1)) {
      key.add(trial.options(stage.id()));
    }
    return key;
  }

  /** Learns in one pass with those next that all the trials go through with the same options. */
  private @Nullable Fit<D> readTogether(int position, Parts<D> parts, List<Trial> trials) {
    List<PipelineStage<D>> next = new ArrayList<>();
    for (PipelineStage<D> stage : way.transformers().subList(position, way.transformers().size())) {
      if (Trial.byOptions(stage.id(), trials).size() > 1) {
        break;
      }
      next.add(stage.withOptions(trials.get(0).options(stage.id())));
    }
    List<Integer> places = SharedPasses.followers(next);
    List<SharingTransformer.Learning<D>> read =
        PassWork.read(parts.train(), places.stream().map(next::get).toList());
    for (int i = 1; i < read.size(); i++) {
      learnings.put(key(position + places.get(i), trials.get(0)), read.get(i));
    }
    return read.isEmpty() ? null : read.get(0).fit(trialContext(next.get(0)));
  }

  /** Several trials go on from the same frames: they are computed once. */
  private CompletableFuture<Void> exploreShared(int position, Parts<D> parts, List<Trial> trials) {
    Engine<D> engine = bench.engine(way.trainer().id());
    Parts<D> kept = parts;
    List<D> persisted = new ArrayList<>();
    for (Part part : parts.frames().keySet()) {
      if (part != Part.TRAIN || !readsOnce(position, trials)) {
        D frame = engine.persist(parts.require(part), "MEMORY_AND_DISK");
        persisted.add(frame);
        kept = kept.with(part, frame);
      }
    }
    return explore(position, kept, trials)
        .whenComplete((done, failure) -> persisted.forEach(engine::unpersist));
  }

  /** Whether all that is left is a trainer that keeps for itself what its trials share. */
  private boolean readsOnce(int position, List<Trial> trials) {
    return position == way.transformers().size()
        && byAlgorithm(trials).size() == 1
        && algorithm(trials.get(0)).stage() instanceof SharingTrainer<D> sharing
        && sharing.sharedPasses(trials.size()).cachesItself();
  }

  private PipelineStage<D> algorithm(Trial trial) {
    return search.tuning().chosen(way.trainer(), trial.options(way.trainer().id()));
  }

  /** Only trials of one algorithm can learn together. */
  private Map<String, List<Trial>> byAlgorithm(List<Trial> trials) {
    Map<String, List<Trial>> groups = new LinkedHashMap<>();
    trials.forEach(
        trial -> groups.computeIfAbsent(use(trial), use -> new ArrayList<>()).add(trial));
    return groups;
  }

  private String use(Trial trial) {
    Object use = trial.options(way.trainer().id()).get(Tuning.USE);
    return search.tuning().candidates().isEmpty() || use == null
        ? way.trainer().use()
        : use.toString();
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
        || Trial.byOptions(way.transformers().get(position).id(), trials).size() > 1;
  }

  private CompletableFuture<Void> train(Parts<D> parts, List<Trial> trials) {
    List<PipelineStage<D>> stages = trials.stream().map(this::algorithm).toList();
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
        search.evaluator(), trainer, model.classes(), predicted, trialContext(search.evaluator()));
  }

  /** Says of a mistake where in the search it was found. */
  private <T> T located(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (MillraceException e) {
      String hint =
          e.code() == StandardError.EMPTY_INPUT
              ? " A fold without rows means more folds than the rows allow."
              : "";
      throw new MillraceException(
          e.code(), "%s on fold %d: %s%s".formatted(what, index + 1, e.getMessage(), hint), e);
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
    figures.put(trial, metrics);
    count.finished(trial, metrics);
  }

  /**
   * The same whatever the strategy, and whatever other algorithms there are: another search finds
   * what was tried before.
   */
  private String fingerprint(Trial trial) {
    String use = use(trial);
    Map<Tuning.Option, Object> values = new LinkedHashMap<>(trial.values());
    if (!search.tuning().candidates().isEmpty()) {
      values.remove(new Tuning.Option(way.trainer().id(), Tuning.USE));
    }
    return Fingerprints.hash(
        Map.of(
            "trials", Objects.requireNonNull(search.trials().get(use), use),
            "fold", index,
            "rows", trial.rows(),
            "trial", SearchResult.byText(values)));
  }
}
