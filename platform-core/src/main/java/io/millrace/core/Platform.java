package io.millrace.core;

import io.millrace.api.PlanContext;
import io.millrace.api.PlanSettings;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.store.ArtifactStore;
import io.millrace.api.store.FeatureStore;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.event.RunEvents;
import io.millrace.core.file.FileRequest;
import io.millrace.core.file.PipelineReader;
import io.millrace.core.file.Reading;
import io.millrace.core.home.RunPlaces;
import io.millrace.core.keep.Housekeeping;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineStage;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlanRequest;
import io.millrace.core.plan.Planner;
import io.millrace.core.plugin.ContextLoader;
import io.millrace.core.plugin.DiscoveredStages;
import io.millrace.core.plugin.PackagePlugins;
import io.millrace.core.problem.Problem;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.core.record.Places;
import io.millrace.core.record.WorkRecorder;
import io.millrace.core.requests.RequestCollection;
import io.millrace.core.score.ModelName;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.Scoring;
import io.millrace.core.score.ScoringPlatform;
import io.millrace.core.secret.Secrets;
import io.millrace.core.stream.StreamCall;
import io.millrace.core.stream.Streaming;
import io.millrace.core.wiring.PlatformParts;
import io.millrace.core.wiring.PlatformSettings;
import io.millrace.core.wiring.TrackingAddress;
import io.millrace.core.wiring.UnmadeTracking;
import io.millrace.core.wiring.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The platform, opened on a home: what the command line and Java programs call. Opening costs next
 * to nothing; the database, plugins and the engine are opened when something first asks for them.
 *
 * <p>Methods throw {@link MillraceException} for what users can mend.
 */
public final class Platform<D> implements AutoCloseable {
  private final PlatformSettings settings;
  private final World<D> world;
  private final DiscoveredStages stages;
  private final Supplier<Tracking> tracking;
  private final Supplier<ArtifactStore> artifacts;
  private final Supplier<Secrets> secrets;
  private @Nullable FeatureStore<D> features;
  private @Nullable Tracking opened;

  /** Opened for pipelines that name an address of their own, by that address. */
  private final Map<String, Tracking> named = new LinkedHashMap<>();

  private Platform(
      PlatformSettings settings,
      World<D> world,
      DiscoveredStages stages,
      Supplier<Tracking> tracking,
      Supplier<ArtifactStore> artifacts,
      Supplier<Secrets> secrets) {
    this.settings = settings;
    this.world = world;
    this.stages = stages;
    this.tracking = tracking;
    this.artifacts = artifacts;
    this.secrets = secrets;
  }

  /**
   * Opens the platform with the engine and the adapters that the class path holds.
   *
   * @throws MillraceException INVALID_CALL, if whoever is to be told of runs can't be
   */
  public static Platform<?> open(PlatformSettings settings) {
    TrackingAddress.requireLineage(settings);
    PlatformParts parts = PlatformParts.of(settings);
    return of(parts, parts.world());
  }

  private static <D> Platform<D> of(PlatformParts parts, World<D> world) {
    return new Platform<>(
        parts.settings(),
        world,
        parts.stages(),
        parts.tracking(),
        parts.artifacts(),
        parts.secrets());
  }

  /** Opens the platform on given parts, as tests and embedding programs do. */
  public static <D> Platform<D> of(
      PlatformSettings settings,
      World<D> world,
      DiscoveredStages stages,
      Tracking tracking,
      ArtifactStore artifacts) {
    Secrets secrets = Secrets.of(settings.variables(), settings.home().secrets());
    return new Platform<>(settings, world, stages, () -> tracking, () -> artifacts, () -> secrets);
  }

  /** How the platform was opened. */
  public PlatformSettings settings() {
    return settings;
  }

  /** The stages that pipelines may use. */
  public StageCatalog catalog() {
    return stages.catalog();
  }

  /** The jar of the plugin that a stage comes from; empty for one on the class path. */
  public Optional<Path> pluginJar(PipelineStage<?> stage) {
    return catalog().require(stage.use()).origin().jar();
  }

  /** The feature tables. */
  public synchronized FeatureStore<D> features() {
    if (features == null) {
      features = world.features(settings.home().features().toUri());
    }
    return features;
  }

  /** Runs, models and the journal. */
  public synchronized Tracking tracking() {
    if (opened == null) {
      opened = tracking.get();
    }
    return opened;
  }

  /** Where kept outputs and packages lie. */
  public ArtifactStore artifacts() {
    return artifacts.get();
  }

  /** Reads and checks a pipeline; secrets stay as they are written. */
  public Reading<D> read(FileRequest file) {
    return read(file, Map.of());
  }

  /** The same of a run that is done again, on the data versions that it read. */
  Reading<D> read(FileRequest file, Map<String, String> pinned) {
    return looking(
        () ->
            PipelineReader.of(
                    stages.catalog(),
                    context(),
                    world.datasetType(),
                    output -> world.streamWriter(output).delivery(output))
                .pinned(pinned)
                .read(file));
  }

  /** Plans a run: reads metadata and the journal, never rows, and writes nothing. */
  public Plan<D> plan(RunCall call) {
    Pipeline<D> pipeline = read(call.file()).require();
    PlanRequest request = request(RunIds.next(), call, Map.of());
    // The address alone: nothing else of a plan holds a secret.
    Pipeline<D> addressed =
        address(pipeline).filter(address -> address.contains("${secret:")).isPresent()
            ? read(call.file().resolving(secrets())).require()
            : pipeline;
    return looking(() -> lookingPlanner(addressed).plan(pipeline, request));
  }

  /** Stages find file systems and drivers that plugins bring, and the settings of the call. */
  <T> T looking(Supplier<T> work) {
    try (ContextLoader ignored = ContextLoader.use(stages.classLoader())) {
      return PlanSettings.with(settings.conf(), work);
    }
  }

  /** Prepares a new run; nothing happens before it is executed. */
  public PlatformRun<D> run(RunCall call) {
    return new PlatformRun<>(this, RunIds.next(), call, null);
  }

  /**
   * Prepares the resumption of a run, from its recorded file, overrides and data versions.
   *
   * @param fileOrNull the file as it is now, if the call names one: it must be the recorded one
   * @throws MillraceException NOT_FOUND, if there is no such run; FILE_DIFFERS
   */
  public PlatformRun<D> resume(String run, @Nullable FileRequest fileOrNull) {
    RunRecord record =
        tracking()
            .runs()
            .run(run)
            .orElseThrow(() -> new MillraceException(StandardError.NOT_FOUND, noRun(run)));
    if (record.start().tags().containsKey(PlatformRun.REPRODUCES)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "run %s makes the model of run %s anew and can't be resumed; 'millrace runs reproduce' does it from the beginning"
              .formatted(run, record.start().tags().get(PlatformRun.REPRODUCES)));
    }
    RunCall call = RecordedCall.of(record, settings.variables());
    if (fileOrNull != null && !fileOrNull.source().equals(call.file().source())) {
      throw new MillraceException(
          StandardError.FILE_DIFFERS,
          "%s is not the file that run %s started from; leave it out to resume with the recorded one,"
                  .formatted(fileOrNull.name(), run)
              + " or start a new run");
    }
    return new PlatformRun<>(this, run, call, record);
  }

  private String noRun(String run) {
    RunPlaces places = new RunPlaces(settings.home());
    boolean plain = run.matches("[A-Za-z0-9_-]+");
    return plain && places.isElsewhere(run)
        ? "there is no run '%s' here; it is recorded in %s, so add --tracking %s"
            .formatted(run, places.of(run), places.of(run))
        : "there is no run '%s'; 'millrace runs list' shows the runs".formatted(run);
  }

  /**
   * Prepares to make a recorded run's model anew; nothing happens before it is executed.
   *
   * @param named a run's id, or a registered version as {@link ModelName} reads it
   * @throws MillraceException NOT_FOUND, if there is neither; INVALID_CALL, for a run on a sample
   */
  public Reproduction<D> reproduce(String named) {
    return new Reproduction<>(this, Reproduced.find(named, tracking()));
  }

  /**
   * The plugins in the packages of what is to be made anew, verified and copied out of them. They
   * are loaded by a platform that is opened with them ({@link
   * PlatformSettings#withPackagePlugins}), and by no other.
   *
   * @param named as {@link #reproduce} takes it
   * @throws MillraceException NOT_FOUND, if there is no such run or version; PACKAGE_CORRUPT, if a
   *     package is not as it was registered
   */
  public PackagePlugins packagePlugins(String named) {
    return PackagePlugins.copiedOf(
        Reproduced.find(named, tracking()).registered().stream()
            .map(version -> VerifiedPackage.of(version, tracking().models()))
            .toList());
  }

  /** How the lineage calls what is read and written. */
  public Places<D> places() {
    return new Places<>(world, this::features, text -> secrets().mask(text));
  }

  /** Scores rows with a registered model. */
  public Scoring<D> score(ScoreCall call) {
    return new Scoring<>(call, scoring());
  }

  private ScoringPlatform<D> scoring() {
    return ScoringPlatform.of(
        catalog(),
        tracking().models(),
        world,
        settings,
        stages,
        this::secrets,
        context(),
        recorder());
  }

  /** Records work that is no pipeline's, as serving a model. */
  public WorkRecorder recorder() {
    return new WorkRecorder(
        this::tracking, RunIds::next, settings.user(), text -> secrets().mask(text));
  }

  /** Prepares to score a stream of rows with a registered model. */
  public Streaming<D> stream(StreamCall call) {
    return new Streaming<>(call, scoring());
  }

  /**
   * Collects request logs.
   *
   * @throws MillraceException INTERNAL, if the class path holds nothing that does
   */
  public RequestCollection<D> requests() {
    return new RequestCollection<>(
        world.requestLogCollector(settings.loader()),
        world,
        settings,
        stages,
        recorder(),
        places());
  }

  /** What is kept, and why; deletes what nothing needs. */
  public Housekeeping housekeeping() {
    return new Housekeeping(tracking(), artifacts(), shown(Optional.empty()), settings.home());
  }

  World<D> world() {
    return world;
  }

  DiscoveredStages stages() {
    return stages;
  }

  Secrets secrets() {
    return secrets.get();
  }

  PlanContext<D> context() {
    return this::features;
  }

  /** Plans without making a database where there is none yet. */
  private Planner<D> lookingPlanner(Pipeline<D> pipeline) {
    boolean home = address(pipeline).isEmpty();
    boolean unmade =
        home
            ? opened == null
                && settings.trackingOrNull() == null
                && !Files.exists(settings.home().database())
            : TrackingAddress.isUnmade(address(pipeline).get());
    return unmade
        ? new Planner<>(context(), UnmadeTracking.journal(), artifacts(), UnmadeTracking.models())
        : planner(tracking(pipeline));
  }

  /**
   * Where a pipeline's runs are remembered: what the platform was opened with, else what it says.
   */
  synchronized Tracking tracking(Pipeline<D> pipeline) {
    return address(pipeline)
        .map(
            address ->
                named.computeIfAbsent(
                    address, a -> TrackingAddress.openTelling(a, settings, artifacts())))
        .orElseGet(this::tracking);
  }

  /** Deletes what a run kept in the home, if nobody remembers the run when this process ends. */
  void forgetKept(Pipeline<D> pipeline, String run) {
    String opened = settings.trackingOrNull();
    if (TrackingAddress.isMemory(opened != null ? opened : pipeline.tracking().orElse(""))) {
      artifacts().list("runs/" + run + "/").forEach(artifacts()::delete);
      RunEvents.delete(settings.home().runs(), run);
    }
  }

  /** The address in use, without user and password. */
  private String shown(Optional<String> ofPipeline) {
    String opened = settings.trackingOrNull();
    return TrackingAddress.shown(
        opened != null ? opened : ofPipeline.orElse(settings.home().tracking().toString()));
  }

  /** Notes for whoever cleans the home up that it keeps outputs of a run that is elsewhere. */
  void notePlace(Pipeline<D> pipeline, String run) {
    String address = shown(pipeline.tracking());
    if (!TrackingAddress.isMemory(address)) {
      new RunPlaces(settings.home()).note(run, address);
    }
  }

  private Optional<String> address(Pipeline<D> pipeline) {
    return pipeline.tracking().filter(address -> settings.trackingOrNull() == null);
  }

  Planner<D> planner(Tracking memory) {
    return new Planner<>(context(), memory.journal(), artifacts(), memory.models());
  }

  static PlanRequest request(String run, RunCall call, Map<String, String> pinned) {
    boolean effects = call.sample() == 1;
    return new PlanRequest(
        run,
        call.untilOrNull(),
        call.fromOrNull(),
        call.fresh(),
        call.sample(),
        effects,
        false,
        pinned);
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
    named.values().forEach(Tracking::close);
    named.clear();
    stages.close();
  }

  /** The problems of a file, none if it is fine. */
  public List<Problem> validate(FileRequest file) {
    return read(file).problems();
  }
}
