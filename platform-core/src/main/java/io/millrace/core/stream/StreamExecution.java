package io.millrace.core.stream;

import io.millrace.api.Engine;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.Checkpoint;
import io.millrace.api.stream.RunningStream;
import io.millrace.api.stream.StreamSettings.Watermark;
import io.millrace.api.stream.StreamingEngine;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.model.StageResolver;
import io.millrace.core.score.Stamp;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows a source until it is read up or the stream is stopped. Executed once. */
public final class StreamExecution<D> {
  private final StreamJob<D> job;
  private final Services<D> services;
  private final long start = System.nanoTime();
  private @Nullable RunningStream running;
  private boolean stopped;

  /** Of a job, with what it needs of the platform. */
  public StreamExecution(StreamJob<D> job, Services<D> services) {
    this.job = job;
    this.services = services;
  }

  /**
   * What following needs of the platform.
   *
   * @param models where versions are found
   * @param stages for what packages hold
   * @param context what the source is read with, within an effect
   */
  public record Services<D>(
      ModelRegistry models,
      StageResolver<D> stages,
      Function<EffectKey, StageContext<D>> context) {}

  /** Asks it to end behind the batch under way; from any thread, at any time. */
  synchronized void stop() {
    stopped = true;
    if (running != null) {
      running.stop();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * Follows; called within a stage's work on the engine.
   *
   * @param stage the stage that the work counts for
   */
  public StreamReport execute(Engine<D> engine, String stage, StreamListener listener) {
    Tally tally = new Tally(listener);
    try {
      StreamIdentity identity = follow(engine, stage, tally);
      return tally.report(identity.stream(), job, isStopped(), start);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw engine.explain(e);
    }
  }

  private StreamIdentity follow(Engine<D> engine, String stage, Tally tally) throws Exception {
    if (!(engine instanceof StreamingEngine<?>)) {
      throw new MillraceException(StandardError.INVALID_CALL, "the engine here follows no sources");
    }
    @SuppressWarnings("unchecked") // An engine has one type of dataset.
    StreamingEngine<D> streaming = (StreamingEngine<D>) engine;
    Checkpoint checkpoint = streaming.checkpoint(job.settings().checkpoint());
    StreamIdentity identity = job.identity().of(checkpoint);
    job.target().requireReady(identity.stream(), StreamWork.PLACE);
    job.deadLetters().ifPresent(place -> place.requireReady(identity.stream(), DeadLetters.PLACE));
    Versions<D> versions =
        Versions.starting(
            job.model(), job.first(), services.models(), services.stages(), tally::note);
    StageContext<D> context = services.context().apply(new EffectKey(identity.stream(), stage, ""));
    D source = source(engine, context);
    versions.requireReads(engine.schema(source));
    identity.claim(checkpoint);
    StreamWork<D> work = work(engine, streaming, versions, checkpoint, identity, tally);
    tally.started(job);
    await(
        started(
            () ->
                streaming.follow(
                    source,
                    job.settings(),
                    stage,
                    batch -> {
                      context.checkCancelled();
                      work.handle(batch);
                    })));
    return identity;
  }

  /** Holds whoever stops it until it can be stopped: its first batch may be done before that. */
  private synchronized RunningStream started(Callable<RunningStream> follow) throws Exception {
    RunningStream started = follow.call();
    running = started;
    if (stopped) {
      started.stop();
    }
    return started;
  }

  /** Whoever waits may be told to wait no longer: then nothing goes on behind its back. */
  private static void await(RunningStream started) throws Exception {
    try {
      started.await();
    } catch (InterruptedException e) {
      started.stop();
      throw e;
    }
  }

  private D source(Engine<D> engine, StageContext<D> context) {
    List<Column> read = job.first().source().description().signature().inputs();
    Schema wanted =
        Schema.of(
            read.stream().map(column -> Column.nullable(column.name(), column.type())).toList());
    D frame = job.source().follow(wanted, context);
    Schema schema = engine.schema(frame);
    LoadedPackage.requireSignature(schema, job.first().source().description());
    if (job.stamp()) {
      Stamp.requireRoom(schema);
    }
    requireColumns(schema);
    return frame;
  }

  private void requireColumns(Schema schema) {
    job.target().output().keys().forEach(key -> required(schema, "keys", key));
    Watermark watermark = job.settings().watermarkOrNull();
    if (watermark != null) {
      String option = job.options().watermark();
      Column time = required(schema, option, watermark.column());
      if (time.type() != Simple.TIMESTAMP) {
        throw new MillraceException(
            StandardError.COLUMN_TYPE,
            "%s: the column '%s' is %s; event times are timestamps"
                .formatted(option, time.name(), time.type().text()));
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
            job.stamp(),
            job.settings().watermarkOrNull()),
        new DeadLetters<>(
            engine, streaming, job.deadLetters().orElse(null), job.options().deadLetter()),
        tally::batch);
  }
}
