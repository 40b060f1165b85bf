package io.millrace.core;

import io.millrace.api.Engine;
import io.millrace.api.Part;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.Tracking;
import io.millrace.core.event.RunEvents;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.plan.PlanRequest;
import io.millrace.core.plan.Rebuild;
import io.millrace.core.problem.Problem;
import io.millrace.core.run.EngineSource;
import io.millrace.core.run.Preview;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.run.RunServices;
import io.millrace.core.run.Runner;
import io.millrace.core.score.CatalogStages;
import io.millrace.core.secret.Secrets;
import io.millrace.core.wiring.EngineStart;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run, from its preparation to its report. Executed once. */
public final class PlatformRun<D> {
  /** The tag that names the run whose model a run makes anew. */
  static final String REPRODUCES = "reproduces";

  private final Platform<D> platform;
  private final String id;
  private final RunCall call;
  private final @Nullable RunRecord resumed;

  /** The run whose model is made anew, and what that means for the plan. */
  private final @Nullable RunRecord recorded;

  private final @Nullable Rebuild rebuild;
  private volatile @Nullable Secrets given;
  private volatile @Nullable Runner<D> runner;
  private volatile @Nullable Tracking memory;
  private volatile boolean cancelled;

  PlatformRun(Platform<D> platform, String id, RunCall call, @Nullable RunRecord resumed) {
    this(platform, id, call, resumed, null, null);
  }

  private PlatformRun(
      Platform<D> platform,
      String id,
      RunCall call,
      @Nullable RunRecord resumed,
      @Nullable RunRecord recorded,
      @Nullable Rebuild rebuild) {
    this.platform = platform;
    this.id = id;
    this.call = call;
    this.resumed = resumed;
    this.recorded = recorded;
    this.rebuild = rebuild;
  }

  /** A run that makes a recorded one's model anew. */
  static <D> PlatformRun<D> rebuilding(
      Platform<D> platform, RunCall call, RunRecord recorded, Rebuild rebuild) {
    return new PlatformRun<>(platform, RunIds.next(), call, null, recorded, rebuild);
  }

  /** The run's id. */
  public String id() {
    return id;
  }

  /** The call, of a resumed run the recorded one. */
  public RunCall call() {
    return call;
  }

  /** The text without the secrets that the run was given so far. */
  public String mask(String text) {
    Secrets secrets = given;
    return secrets == null ? text : secrets.mask(text);
  }

  /**
   * Where the run is remembered; to be asked when it has ended.
   *
   * @throws IllegalStateException if it never began
   */
  public Tracking tracking() {
    Tracking used = memory;
    if (used == null) {
      throw new IllegalStateException("the run has not begun");
    }
    return used;
  }

  /** Stops the run as soon as that is safe; it can be resumed. */
  public void cancel() {
    cancelled = true;
    Runner<D> running = runner;
    if (running != null) {
      running.cancel();
    }
  }

  /** The problems of the file when it runs: those of its secrets too. */
  public List<Problem> problems() {
    return platform.read(call.file().resolving(platform.secrets()), pinned()).problems();
  }

  /**
   * Executes the run.
   *
   * @throws io.millrace.api.error.MillraceException if the file has mistakes, the run is live, or
   *     the plan can't be made; a stage's failure is in the report
   */
  public RunReport execute(RunListener listener) {
    Secrets secrets = platform.secrets();
    given = secrets;
    Pipeline<D> read = platform.read(call.file().resolving(secrets), pinned()).require();
    Pipeline<D> pipeline = rebuild == null ? read : rebuild.ungated(read);
    PlanRequest request = request();
    Tracking tracking = platform.tracking(pipeline);
    memory = tracking;
    platform.notePlace(pipeline, id);
    try (EngineSource<D> engines = engines(pipeline, true);
        RunEvents events =
            RunEvents.of(platform.settings().home().runs(), id, secrets::mask, listener)) {
      Runner<D> created = runner(tracking, engines, secrets);
      RunReport report =
          platform.looking(() -> created.run(pipeline, request, start(pipeline, secrets), events));
      events.ended(report);
      return report;
    } finally {
      platform.forgetKept(pipeline, id);
    }
  }

  private PlanRequest request() {
    return rebuild == null
        ? Platform.request(id, call, pinned())
        : PlanRequest.rebuild(id, pinned(), rebuild);
  }

  /** The data versions that an earlier run read. */
  private Map<String, String> pinned() {
    RunRecord earlier = resumed == null ? recorded : resumed;
    return earlier == null ? Map.of() : RecordedCall.dataVersions(earlier);
  }

  /**
   * Looks at the rows of a stage; what is learnt on the way is kept, and nothing else is written.
   *
   * @param part the part to show; empty for the usual one
   * @param rows at most so many
   */
  public Preview preview(String stage, Optional<Part> part, int rows, RunListener listener) {
    Secrets secrets = platform.secrets();
    given = secrets;
    Pipeline<D> pipeline = platform.read(call.file().resolving(secrets)).require();
    PlanRequest request = PlanRequest.show(id, stage, call.sample());
    try (EngineSource<D> engines = engines(pipeline, false)) {
      Runner<D> created = runner(platform.tracking(pipeline), engines, secrets);
      return platform.looking(() -> created.preview(pipeline, request, part, rows, listener));
    }
  }

  private Runner<D> runner(Tracking tracking, EngineSource<D> engines, Secrets secrets) {
    RunServices<D> services =
        new RunServices<>(
            platform.world(),
            platform.features(),
            platform.artifacts(),
            tracking.journal(),
            tracking.runs(),
            tracking.models(),
            CatalogStages.of(platform.catalog(), platform.world().datasetType()),
            platform::pluginJar,
            platform.settings().home().runs(),
            secrets::mask,
            platform.settings().user());
    Runner<D> created =
        new Runner<>(
            services,
            platform.planner(tracking),
            engines,
            Clock.systemUTC(),
            Runtime.getRuntime().availableProcessors());
    runner = created;
    if (cancelled) {
      created.cancel();
    }
    return created;
  }

  private EngineSource<D> engines(Pipeline<D> pipeline, boolean tracked) {
    return new EngineSource<>(
        () -> {
          Map<String, String> settings = new LinkedHashMap<>(pipeline.engineSettings());
          settings.putAll(platform.settings().conf());
          RunRecord earlier = resumed == null ? recorded : resumed;
          if (earlier != null) {
            settings.putAll(RecordedCall.partitioning(earlier));
          }
          Engine<D> engine =
              EngineStart.start(
                  platform.settings(),
                  platform.stages(),
                  platform.world(),
                  pipeline.name(),
                  settings);
          if (tracked) {
            platform
                .tracking(pipeline)
                .runs()
                .tags(id, RecordedCall.partitioningTags(engine.partitioning()));
            platform
                .tracking(pipeline)
                .runs()
                .document(
                    id, RecordedEnvironment.engineDocument(), String.join("\n", engine.versions()));
          }
          return engine;
        });
  }

  private RunStart start(Pipeline<D> pipeline, Secrets secrets) {
    Instant now = resumed == null ? Instant.now() : resumed.start().time();
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("user", platform.settings().user());
    tags.put("file", call.file().name());
    if (resumed != null) {
      tags.putAll(resumed.start().tags());
    }
    if (recorded != null) {
      tags.put(REPRODUCES, recorded.start().run());
    }
    Map<String, String> documents =
        new LinkedHashMap<>(RecordedCall.documents(call, secrets.mask(pipeline.resolved())));
    RecordedEnvironment.of(pipeline, platform.settings())
        .documents()
        .forEach((name, text) -> documents.put(name, secrets.mask(text)));
    return new RunStart(id, pipeline.name(), now, pipeline.params(), tags, documents);
  }
}
