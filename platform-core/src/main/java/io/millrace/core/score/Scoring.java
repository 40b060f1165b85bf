package io.millrace.core.score;

import io.millrace.api.BatchScoring.Scored;
import io.millrace.api.Engine;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Written;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.file.BatchReader.Source;
import io.millrace.core.file.FileRequest;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.plan.Fingerprints;
import io.millrace.core.plugin.ContextLoader;
import io.millrace.core.record.Places;
import io.millrace.core.record.RecordedWork;
import io.millrace.core.wiring.WorkListener;
import io.millrace.model.ModelPackage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Scores a batch of rows with a registered model. */
public final class Scoring<D> {
  private static final String STAGE = "score";

  private final ScoreCall call;
  private final ScoringPlatform<D> platform;

  /** With what scoring needs of the platform. */
  public Scoring(ScoreCall call, ScoringPlatform<D> platform) {
    this.call = call;
    this.platform = platform;
  }

  /** One job: what is read, by which version, and where it goes. */
  private record Job<D>(
      ModelVersion version,
      ModelPackage source,
      Source<D> input,
      Optional<String> inputVersion,
      Output output,
      EffectKey key) {
    ScoreReport report(Scored scored, @Nullable String run, long start) {
      Written written = scored.written();
      return new ScoreReport(
          version.model(),
          version.version(),
          output.shown(),
          output.kind(),
          run,
          key.run(),
          scored.repeated(),
          written.rows(),
          scored.dropped(),
          (System.nanoTime() - start) / 1e9);
    }
  }

  /**
   * Scores: the package is verified and the input's columns are checked before any work. What the
   * job wrote before is not written again, and then no engine starts.
   *
   * @throws MillraceException NOT_FOUND, PACKAGE_CORRUPT, SCHEMA_MISMATCH; INVALID_CALL, if a job
   *     of that name wrote something else; what reading and writing throw
   */
  public ScoreReport execute() {
    return execute(new WorkListener() {});
  }

  /** The same, watched: the work is the stage {@code score}'s. */
  public ScoreReport execute(WorkListener listener) {
    long start = System.nanoTime();
    Job<D> job;
    Optional<Written> before;
    try (ContextLoader ignored = ContextLoader.use(platform.discovered().classLoader())) {
      job = job();
      before = BatchWork.find(platform.world().writer(job.output()), job.output(), job.key());
    }
    if (before.isPresent()) {
      return job.report(new Scored(before.get(), true, -1), null, start);
    }
    try (RecordedWork record = recorded(job, listener)) {
      try {
        Scored scored = onEngine(job, record, listener);
        record.finish(RunStatus.DONE, "");
        return job.report(scored, record.run(), start);
      } catch (MillraceException e) {
        record.finish(RunStatus.FAILED, String.valueOf(e.getMessage()));
        throw e;
      }
    }
  }

  private RecordedWork recorded(Job<D> job, WorkListener listener) {
    ModelVersion version = job.version();
    Map<String, String> params = new LinkedHashMap<>();
    params.put("model", version.model() + ":" + version.version());
    params.put("input", job.input().use());
    params.put("to", job.output().shown());
    params.put("mode", job.output().mode().text());
    params.put("job", job.key().run());
    return platform
        .recorder()
        .start(RunKind.SCORE, version.model(), params, text -> listener.warned(STAGE, text));
  }

  private Scored onEngine(Job<D> job, RecordedWork record, WorkListener listener) {
    listener.engineStarting(STAGE);
    long starting = System.nanoTime();
    try (Engine<D> engine = platform.start(STAGE)) {
      listener.engineStarted(
          engine.versions(), (System.nanoTime() - starting) / 1e9, engine::progress);
      listener.stageStarted(STAGE);
      return engine.inStage(
          STAGE,
          () -> {
            Scored scored = score(job, engine);
            note(job, scored, record);
            return scored;
          });
    } catch (MillraceException e) {
      throw e;
    } catch (Exception e) {
      throw new MillraceException(StandardError.INTERNAL, "scoring failed: " + e, e);
    }
  }

  private void note(Job<D> job, Scored scored, RecordedWork record) {
    Places<D> places = platform.places();
    Set<RunLink> links = new LinkedHashSet<>();
    links.add(RunLink.reads(Asset.model(job.version().model(), job.version().version())));
    places
        .read(job.input().stage(), job.inputVersion())
        .forEach(asset -> links.add(RunLink.reads(asset)));
    String version = scored.written().facts().getOrDefault("version", "");
    places.written(job.output(), version).forEach(asset -> links.add(RunLink.writes(asset)));
    record.links(links);
    scored
        .written()
        .knownRows()
        .ifPresent(rows -> record.tags(Map.of("rows", Long.toString(rows))));
  }

  private Job<D> job() {
    ModelVersion version = call.model().find(platform.models());
    ModelPackage source = ModelPackage.read(platform.models().open(version));
    Optional<Source<D>> text =
        call.input() instanceof ScoreCall.Input.Stage stage
            ? platform.reader().source(resolving(stage.text()))
            : Optional.empty();
    Optional<Output> target =
        call.output() instanceof ScoreCall.Target.Text given
            ? platform.reader().output(resolving(given.text()))
            : Optional.of(consistent(((ScoreCall.Target.Place) call.output()).output()));
    platform.reader().requireNone();
    Source<D> input =
        text.orElseGet(
            () ->
                new PlaceInput<>(platform.stages(), platform.plan(), source)
                    .source(((ScoreCall.Input.Place) call.input()).path()));
    Output output = target.orElseThrow();
    requireColumns(input.stage().schema(platform.plan()), source);
    Optional<String> inputVersion = input.stage().version(platform.plan());
    String content = content(source, input, inputVersion, output);
    String job =
        call.job()
            .orElseGet(
                () ->
                    inputVersion.isPresent()
                        ? "auto-" + content.substring(0, 16)
                        : "once-" + UUID.randomUUID());
    return new Job<>(
        version, source, input, inputVersion, output, new EffectKey(job, STAGE, content));
  }

  private FileRequest resolving(FileRequest text) {
    return text.resolving(platform.secrets().get());
  }

  private static Output consistent(Output output) {
    try {
      output.requireConsistent();
      return output;
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          StandardError.INVALID_CALL, "--to: " + String.valueOf(e.getMessage()), e);
    }
  }

  private void requireColumns(Schema schema, ModelPackage source) {
    if (schema.isKnown()) {
      LoadedPackage.requireSignature(schema, source.description());
      if (call.stamp()) {
        Stamp.requireRoom(schema);
      }
    }
  }

  /** What the job writes; nothing secret goes into it. */
  private String content(
      ModelPackage source, Source<D> input, Optional<String> inputVersion, Output output) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("package", source.packageHash());
    parts.put("use", input.use());
    parts.put("options", input.options());
    parts.put("input", inputVersion.orElse(""));
    parts.put("to", List.of(output.kind(), output.shown(), output.mode().text(), output.keys()));
    parts.put("replace", String.valueOf(output.replace()));
    parts.put("stamp", call.stamp());
    return Fingerprints.hash(parts);
  }

  private Scored score(Job<D> job, Engine<D> engine) {
    try {
      LoadedPackage<D> loaded = LoadedPackage.load(job.source(), platform.stages());
      ScoreContext<D> context = platform.context(job.key());
      Scored scored =
          new BatchWork<>(
                  platform.world(),
                  engine,
                  loaded,
                  job.version().version(),
                  () -> job.input().stage().read(job.inputVersion(), context))
              .score(job.output(), call.stamp(), job.key());
      requireUnchanged(job);
      return scored;
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw engine.explain(e);
    }
  }

  /**
   * The rows are there under the job's name, which stands for the version that was planned: one
   * that is no longer to be read may have been read in parts.
   */
  private void requireUnchanged(Job<D> job) {
    if (job.inputVersion().isPresent()
        && !job.input().stage().canRead(job.inputVersion().get(), platform.plan())) {
      throw new MillraceException(
          StandardError.SOURCE_CHANGED,
          "the input changed while it was read, so the rows that were written to %s may be of the old and the new one; replace them: score the input again when nothing writes it"
              .formatted(job.output().shown()));
    }
  }
}
