package io.millrace.core.stream;

import io.millrace.api.Engine;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.stream.StreamingIngestor;
import io.millrace.core.file.BatchReader.Source;
import io.millrace.core.plugin.ContextLoader;
import io.millrace.core.score.PlaceInput;
import io.millrace.core.score.ScoreCall;
import io.millrace.core.score.ScoringPlatform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scores a stream of rows with a registered model, until it is stopped or the source read up. */
public final class Streaming<D> {
  private static final String STAGE = "stream";

  private final StreamCall call;
  private final ScoringPlatform<D> platform;
  private @Nullable StreamExecution<D> execution;
  private boolean stopped;

  /** With what scoring needs of the platform. */
  public Streaming(StreamCall call, ScoringPlatform<D> platform) {
    this.call = call;
    this.platform = platform;
  }

  /** Text without its secrets. */
  public String mask(String text) {
    return platform.secrets().get().mask(text);
  }

  /** Asks the stream to end behind the batch under way; from any thread, at any time. */
  public synchronized void stop() {
    stopped = true;
    if (execution != null) {
      execution.stop();
    }
  }

  private synchronized StreamExecution<D> execution(StreamJob<D> job, StreamListener listener) {
    StreamExecution<D> made =
        new StreamExecution<>(
            job,
            new StreamExecution.Services<>(
                platform.models(),
                platform.stages(),
                effect -> platform.context(effect, listener::note)));
    execution = made;
    if (stopped) {
      made.stop();
    }
    return made;
  }

  /**
   * Follows the source; what can be checked without a session is checked first.
   *
   * @throws MillraceException NOT_FOUND, PACKAGE_CORRUPT, SCHEMA_MISMATCH; INVALID_CALL, if the
   *     checkpoint belongs to another stream; BAD_RECORD, if a record can't be scored and there is
   *     no place for it; what reading and writing throw
   */
  public StreamReport execute(StreamListener listener) {
    StreamJob<D> job;
    StreamExecution<D> following;
    try (ContextLoader ignored = ContextLoader.use(platform.discovered().classLoader())) {
      job = job();
      following = execution(job, listener);
    }
    try (StreamRecord<D> record = new StreamRecord<>(job, platform, listener)) {
      try {
        StreamReport report = onEngine(following, record);
        record.ended(report);
        return report;
      } catch (MillraceException e) {
        record.failed(e);
        throw e;
      }
    }
  }

  private StreamReport onEngine(StreamExecution<D> following, StreamListener listener) {
    try (Engine<D> engine = platform.start(STAGE)) {
      return engine.inStage(STAGE, () -> following.execute(engine, STAGE, listener));
    } catch (MillraceException e) {
      throw e;
    } catch (Exception e) {
      throw new MillraceException(StandardError.INTERNAL, "streaming failed: " + e, e);
    }
  }

  private StreamJob<D> job() {
    Verified first = Verified.of(call.model().find(platform.models()), platform.models());
    OptionNames options = OptionNames.COMMAND;
    Optional<Source<D>> text =
        call.input() instanceof ScoreCall.Input.Stage stage
            ? platform.reader().source(stage.text().resolving(platform.secrets().get()))
            : Optional.empty();
    Optional<Output> target = output(call.output(), options.output());
    Optional<Output> aside =
        call.deadLetters().flatMap(given -> output(given, options.deadLetter()));
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
    StreamJob.Places<D> places =
        StreamJob.Places.of(target.orElseThrow(), aside.orElse(null), platform.world(), options);
    return new StreamJob<>(
        call.model(),
        first,
        followed,
        places.target(),
        places.deadLetters(),
        call.settings(),
        call.stamp(),
        options);
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
}
