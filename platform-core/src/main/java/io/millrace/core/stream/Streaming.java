package io.millrace.core.stream;

import io.millrace.api.Engine;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.Checkpoint;
import io.millrace.api.stream.Delivery;
import io.millrace.api.stream.RunningStream;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.api.stream.StreamingEngine;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.file.BatchReader.Source;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.plugin.ContextLoader;
import io.millrace.core.score.PlaceInput;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoreContext;
import io.millrace.core.score.ScoringPlatform;
import io.millrace.core.score.Stamp;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scores a stream of rows with a registered model, until it is stopped or the source read up. */
public final class Streaming<D> {
  private static final String STAGE = "stream";

  private final StreamCall call;
  private final ScoringPlatform<D> platform;
  private @Nullable RunningStream running;
  private boolean stopped;

  /** With what scoring needs of the platform. */
  public Streaming(StreamCall call, ScoringPlatform<D> platform) {
    this.call = call;
    this.platform = platform;
  }

  /** What is followed, by whom, and where its rows go. */
  record Job<D>(
      Verified first,
      StreamingIngestor<D> source,
      Place<D> target,
      Optional<Place<D>> deadLetters,
      StreamIdentity identity) {}

  /** A place and what writes there. */
  record Place<D>(StreamOutputWriter<D> writer, Output output, Delivery delivery) {}

  /** Text without its secrets. */
  public String mask(String text) {
    return platform.secrets().get().mask(text);
  }

  /** Asks the stream to end behind the batch under way; from any thread, at any time. */
  public synchronized void stop() {
    stopped = true;
    if (running != null) {
      running.stop();
    }
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * Follows the source; what can be checked without a session is checked first.
   *
   * @throws MillraceException NOT_FOUND, PACKAGE_CORRUPT, SCHEMA_MISMATCH; INVALID_CALL, if the
   *     checkpoint belongs to another stream; BAD_RECORD, if a record can't be scored and there is
   *     no place for it; what reading and writing throw
   */
  public StreamReport execute(StreamListener listener) {
    long start = System.nanoTime();
    Job<D> job;
    try (ContextLoader ignored = ContextLoader.use(platform.discovered().classLoader())) {
      job = job();
    }
    Tally tally = new Tally(listener);
    try (Engine<D> engine = platform.start(STAGE)) {
      String stream = engine.inStage(STAGE, () -> follow(job, engine, tally));
      return tally.report(stream, call.model().model(), job, this, start);
    } catch (MillraceException e) {
      throw e;
    } catch (Exception e) {
      throw new MillraceException(StandardError.INTERNAL, "streaming failed: " + e, e);
    }
  }

  private Job<D> job() {
    Verified first = Verified.of(call.model().find(platform.models()), platform.models());
    Optional<Source<D>> text =
        call.input() instanceof ScoreCall.Input.Stage stage
            ? platform.reader().source(stage.text().resolving(platform.secrets().get()))
            : Optional.empty();
    Optional<Output> target = output(call.output(), "--to");
    Optional<Output> aside = call.deadLetters().flatMap(given -> output(given, "--dead-letter"));
    platform.reader().requireNone();
    Source<D> source =
        text.orElseGet(
            () ->
                new PlaceInput<>(platform.stages(), platform.plan(), first.source())
                    .source(((ScoreCall.Input.Place) call.input()).path()));
    if (!(source.stage() instanceof StreamingIngestor<D> followed)) {
      throw new MillraceException(
          StandardError.WRONG_KIND,
          "'%s' can't be followed; sources of streams are tables, directories of files and topics, as ingest/delta and ingest/json"
              .formatted(source.use()));
    }
    Place<D> place = place(target.orElseThrow());
    Optional<Place<D>> letters = aside.map(this::place);
    if (letters.filter(l -> shown(l.output()).equals(shown(place.output()))).isPresent()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "--dead-letter: %s is where the scored rows go; name another place"
              .formatted(place.output().shown()));
    }
    StreamIdentity identity =
        StreamIdentity.of(
            call.model().model(),
            followed.followed(),
            shown(place.output()),
            letters.map(l -> shown(l.output())).orElse("none"));
    return new Job<>(first, followed, place, letters, identity);
  }

  private static String shown(Output output) {
    boolean local = output.path() != null && !output.path().matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
    String place =
        local ? Path.of(output.shown()).toAbsolutePath().normalize().toString() : output.shown();
    return output.kind() + " " + place;
  }

  private Optional<Output> output(ScoreCall.Target target, String option) {
    if (target instanceof ScoreCall.Target.Text given) {
      return platform.reader().output(given.text().resolving(platform.secrets().get()), option);
    }
    Output output = ((ScoreCall.Target.Place) target).output();
    try {
      output.requireConsistent();
      return Optional.of(output);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(
          StandardError.INVALID_CALL, option + ": " + String.valueOf(e.getMessage()), e);
    }
  }

  private Place<D> place(Output output) {
    OutputWriter<D> writer = platform.world().writer(output);
    if (!(writer instanceof StreamOutputWriter<D> able)) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "%s takes no streams, as %s files are written as a whole; a Delta table does, as a name without an ending"
              .formatted(output.shown(), output.kind()));
    }
    return new Place<>(able, output, able.delivery(output));
  }

  private String follow(Job<D> job, Engine<D> engine, Tally tally) {
    try {
      if (!(engine instanceof StreamingEngine<?>)) {
        throw new MillraceException(
            StandardError.INVALID_CALL, "the engine here follows no sources");
      }
      @SuppressWarnings("unchecked") // An engine has one type of dataset.
      StreamingEngine<D> streaming = (StreamingEngine<D>) engine;
      Checkpoint checkpoint = streaming.checkpoint(call.settings().checkpoint());
      StreamIdentity identity = job.identity().claim(checkpoint);
      Versions<D> versions =
          Versions.starting(
              call.model(), job.first(), platform.models(), platform.stages(), tally::note);
      D source = source(job, engine, identity);
      versions.requireReads(engine.schema(source));
      StreamWork<D> work = work(job, engine, streaming, versions, checkpoint, identity, tally);
      RunningStream stream = start(streaming, source, work, job, tally);
      stream.await();
      return identity.stream();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw engine.explain(e);
    }
  }

  private RunningStream start(
      StreamingEngine<D> streaming, D source, StreamWork<D> work, Job<D> job, Tally tally) {
    tally.started(job);
    RunningStream started = streaming.follow(source, call.settings(), STAGE, work);
    synchronized (this) {
      running = started;
      if (stopped) {
        started.stop();
      }
    }
    return started;
  }

  private D source(Job<D> job, Engine<D> engine, StreamIdentity identity) {
    EffectKey key = new EffectKey(identity.stream(), STAGE, "");
    ScoreContext<D> context = platform.context(key);
    List<Column> read = job.first().source().description().signature().inputs();
    Schema wanted =
        Schema.of(
            read.stream().map(column -> Column.nullable(column.name(), column.type())).toList());
    D frame = job.source().follow(wanted, context);
    Schema schema = engine.schema(frame);
    LoadedPackage.requireSignature(schema, job.first().source().description());
    if (call.stamp()) {
      Stamp.requireRoom(schema);
    }
    requireColumns(schema, job.target().output());
    return frame;
  }

  private void requireColumns(Schema schema, Output output) {
    output.keys().forEach(key -> required(schema, "keys", key));
    if (call.settings().watermarkOrNull() != null) {
      Column time = required(schema, "--watermark", call.settings().watermarkOrNull().column());
      if (time.type() != Simple.TIMESTAMP) {
        throw new MillraceException(
            StandardError.COLUMN_TYPE,
            "--watermark: the column '%s' is %s; event times are timestamps"
                .formatted(time.name(), time.type().text()));
      }
    }
  }

  private static Column required(Schema schema, String option, String name) {
    return schema
        .column(name)
        .orElseThrow(
            () ->
                new MillraceException(
                    StandardError.UNKNOWN_COLUMN,
                    "%s: the source has no column '%s'%s"
                        .formatted(option, name, NearNames.hint(name, schema.names()))));
  }

  private StreamWork<D> work(
      Job<D> job,
      Engine<D> engine,
      StreamingEngine<D> streaming,
      Versions<D> versions,
      Checkpoint checkpoint,
      StreamIdentity identity,
      Tally tally) {
    return new StreamWork<>(
        engine,
        streaming,
        versions,
        new BatchLog(checkpoint),
        new StreamWork.Target<>(
            job.target().writer(),
            job.target().output(),
            identity.stream(),
            call.stamp(),
            call.settings().watermarkOrNull()),
        new DeadLetters<>(
            engine,
            streaming,
            job.deadLetters().map(Place::writer).orElse(null),
            job.deadLetters().map(Place::output).orElse(null)),
        tally::batch);
  }
}
