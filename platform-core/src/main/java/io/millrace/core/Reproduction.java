package io.millrace.core;

import io.millrace.api.Engine.Progress;
import io.millrace.api.Ingestor;
import io.millrace.api.StageKind;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunRecord;
import io.millrace.core.file.FileRequest;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlanRequest;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.plan.Rebuild;
import io.millrace.core.problem.Problem;
import io.millrace.core.run.PredictionDifference;
import io.millrace.core.run.Rebuilt;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.run.WatchedRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the model of a recorded run anew, from its resolved file, its data versions, its seeds and
 * its partitioning, as a run of its own that publishes nothing; and says whether it is the same.
 */
public final class Reproduction<D> {
  private final Platform<D> platform;
  private final RunRecord recorded;
  private final List<ModelVersion> registered;
  private final PlatformRun<D> run;
  private final Rebuild rebuild;

  Reproduction(Platform<D> platform, Reproduced reproduced) {
    this.platform = platform;
    this.recorded = reproduced.run();
    this.registered = reproduced.registered();
    if (RecordedCall.isSample(recorded)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "run %s read a sample of its rows and left no model that could be made anew"
              .formatted(recorded.start().run()));
    }
    Map<String, String> fingerprints = new LinkedHashMap<>();
    recorded.stages().forEach(stage -> fingerprints.put(stage.stage(), stage.fingerprint()));
    Map<String, Integer> versions = new LinkedHashMap<>();
    this.registered.forEach(version -> versions.put(version.model(), version.version()));
    this.rebuild = new Rebuild(recorded.start().run(), fingerprints, versions);
    FileRequest file = RecordedCall.resolved(recorded, platform.settings().variables());
    this.run = PlatformRun.rebuilding(platform, RunCall.of(file), recorded, rebuild);
  }

  /**
   * Something that is read.
   *
   * @param stage the stage that reads it
   * @param use the stage's factory
   * @param version what was recorded of its data; of a sink the version of its table; empty, if the
   *     source tells none
   * @param table whether it is a table that the recorded run wrote, read in place of its sources
   * @param missing why it can't be read; empty, if it can
   */
  public record Source(String stage, String use, String version, boolean table, String missing) {}

  /** The recorded run. */
  public String recorded() {
    return recorded.start().run();
  }

  /** The id of the new run. */
  public String id() {
    return run.id();
  }

  /** The versions that the new models are compared with. */
  public List<ModelVersion> registered() {
    return registered;
  }

  /** The mistakes that the recorded pipeline has today: of stages that are no longer there. */
  public List<Problem> problems() {
    List<Problem> problems = run.problems();
    if (problems.isEmpty()) {
      return problems;
    }
    PackageGaps gaps = gaps();
    return problems.stream().map(gaps::explained).toList();
  }

  /** What can be done about stages whose code is another than the packages', a sentence each. */
  public List<String> hints() {
    return gaps().hints();
  }

  private PackageGaps gaps() {
    return PackageGaps.of(registered, platform.tracking().models(), platform.catalog());
  }

  /** Stops as soon as that is safe. */
  public void cancel() {
    run.cancel();
  }

  /** The text without the secrets that the run was given so far. */
  public String mask(String text) {
    return run.mask(text);
  }

  /** What would be read, from metadata alone. */
  public List<Source> sources() {
    return platform.looking(() -> sources(plan()));
  }

  /**
   * Does it.
   *
   * @param register whether the new packages are registered as versions; no alias moves
   * @throws MillraceException SOURCE_CHANGED, if rows can't be read again
   */
  public ReproductionReport execute(boolean register, RunListener listener) {
    Plan<D> plan = platform.looking(this::plan);
    List<Source> sources = platform.looking(() -> sources(plan));
    requireReadable(sources);
    List<Rebuilt> rebuilt = Collections.synchronizedList(new ArrayList<>());
    List<String> engine = Collections.synchronizedList(new ArrayList<>());
    RunReport report =
        run.execute(
            new WatchedRun(listener) {
              @Override
              public void rebuilt(Rebuilt model) {
                rebuilt.add(model);
                super.rebuilt(model);
              }

              @Override
              public void engineStarted(
                  List<String> versions, double seconds, Function<String, Progress> progress) {
                engine.addAll(versions);
                super.engineStarted(versions, seconds, progress);
              }
            });
    Map<String, Double> figures = compared(plan);
    return new ReproductionReport(
        recorded.start().run(),
        report,
        rebuilt,
        differing(figures, report.metrics()),
        figures.size(),
        differences(plan, sources, List.copyOf(engine)),
        hints(),
        register && report.exitCode() == 0
            ? rebuilt.stream().map(model -> register(model, report)).toList()
            : List.of());
  }

  private Plan<D> plan() {
    Map<String, String> pinned = RecordedCall.dataVersions(recorded);
    Pipeline<D> pipeline = rebuild.ungated(platform.read(run.call().file(), pinned).require());
    PlanRequest request = PlanRequest.rebuild(run.id(), pinned, rebuild);
    return platform.planner(platform.tracking(pipeline)).plan(pipeline, request);
  }

  private List<Source> sources(Plan<D> plan) {
    List<Source> sources = new ArrayList<>();
    for (PlannedStage<D> planned : plan.stages()) {
      boolean sink = planned.stage().kind() == StageKind.SINK;
      if (planned.isActive() && planned.stage().kind() == StageKind.INGESTOR) {
        String version = planned.dataVersion();
        sources.add(
            new Source(
                planned.id(), planned.stage().use(), version, false, missing(planned, version)));
      } else if (sink && planned.isActive() && planned.kept().isPresent()) {
        Map<String, String> facts = planned.kept().get().facts();
        String version = facts.getOrDefault("version", "");
        String table = facts.getOrDefault("table", planned.id());
        sources.add(
            new Source(
                planned.id(),
                planned.stage().use(),
                "%s version %s".formatted(table, version),
                true,
                ""));
      }
    }
    return sources;
  }

  private String missing(PlannedStage<D> planned, String version) {
    if (version.isEmpty()) {
      return "";
    }
    Ingestor<D> ingestor = (Ingestor<D>) planned.stage().stage();
    try {
      return ingestor.canRead(version, platform.context())
          ? ""
          : "source changed: what run %s read, %s, is no longer there"
              .formatted(recorded.start().run(), version);
    } catch (MillraceException e) {
      return "source gone: " + e.getMessage();
    }
  }

  private void requireReadable(List<Source> sources) {
    String missing =
        sources.stream()
            .filter(source -> !source.missing().isEmpty())
            .map(
                source ->
                    "stage '%s' (%s): %s".formatted(source.stage(), source.use(), source.missing()))
            .collect(Collectors.joining("; "));
    if (!missing.isEmpty()) {
      throw new MillraceException(
          StandardError.SOURCE_CHANGED,
          "run %s can't be made anew: %s; bring the rows back, or, for the next time, keep them: read a Delta table, or publish features before the split"
              .formatted(recorded.start().run(), missing));
    }
  }

  /** The recorded figures of the stages that are done again. */
  private Map<String, Double> compared(Plan<D> plan) {
    Map<String, Double> figures = new TreeMap<>();
    recorded
        .metrics()
        .forEach(
            (name, value) -> {
              String stage = name.substring(0, Math.max(0, name.indexOf('.')));
              boolean again =
                  plan.stages().stream()
                      .anyMatch(
                          s -> s.id().equals(stage) && s.action() == PlannedStage.Action.WORK);
              if (again) {
                figures.put(name, value);
              }
            });
    return figures;
  }

  private static List<ReproductionReport.Figure> differing(
      Map<String, Double> then, Map<String, Double> now) {
    List<ReproductionReport.Figure> found = new ArrayList<>();
    then.forEach(
        (name, value) -> {
          double present = now.getOrDefault(name, Double.NaN);
          if (!PredictionDifference.areEqual(value, present)) {
            found.add(new ReproductionReport.Figure(name, value, present));
          }
        });
    return found;
  }

  private List<ReproductionReport.Difference> differences(
      Plan<D> plan, List<Source> sources, List<String> engine) {
    List<ReproductionReport.Difference> found = new ArrayList<>();
    for (Source source : sources) {
      if (source.version().isEmpty()) {
        found.add(
            ReproductionReport.Difference.of(
                ReproductionReport.Kind.DATA,
                "the rows of stage '%s' (%s), whose source does not tell versions"
                    .formatted(source.stage(), source.use()),
                "as they were",
                "as they are"));
      }
    }
    List<String> done =
        plan.stages().stream().filter(PlannedStage::isActive).map(PlannedStage::id).toList();
    RecordedEnvironment now =
        RecordedEnvironment.of(plan.pipeline(), platform.settings()).withEngine(engine);
    RecordedEnvironment.of(recorded).ifPresent(then -> found.addAll(then.differences(now, done)));
    return found;
  }

  private ModelVersion register(Rebuilt model, RunReport report) {
    ModelRegistry models = platform.tracking().models();
    String name = model.registered().model();
    return models.register(
        name,
        model.directory(),
        model.packageHash(),
        report.metrics(),
        Map.of("reproduces", name + ":" + model.registered().version()),
        new EffectKey(report.run(), "register-" + name, model.packageHash()),
        Instant.now());
  }
}
