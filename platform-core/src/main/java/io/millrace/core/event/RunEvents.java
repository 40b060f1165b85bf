package io.millrace.core.event;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Engine.Progress;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.StageRecord;
import io.millrace.core.plan.Plan;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.run.TrialProgress;
import io.millrace.core.run.WatchedRun;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens in a run to the file {@link #NAME} of its directory, a JSON object a line, as
 * soon as it happens, and hands everything on to another listener. A run that is resumed goes on in
 * the same file. Nothing is written before the run is planned: until then, another process may work
 * on it. Thread-safe.
 */
public final class RunEvents extends WatchedRun implements AutoCloseable {
  /** The file in a run's directory. */
  public static final String NAME = "events.jsonl";

  /** Room for what can be done without; what begins and ends is always written. */
  private static final long MOST_BYTES = 8L << 20;

  private static final long LOOK_MILLIS = 500;

  private final String run;
  private final EventFile file;
  private final Cleaned cleaned;
  private final Clock clock;
  private final RunningStages running;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(RunEvents::daemon);
  private boolean planned;
  private boolean closed;

  /**
   * Of one run.
   *
   * @param runs the directory of all runs
   * @param mask takes secrets out of a text
   * @param next hears everything too, and is warned once if the file can't be written
   */
  public static RunEvents of(Path runs, String run, UnaryOperator<String> mask, RunListener next) {
    RunEvents events =
        new RunEvents(
            runs.resolve(run).resolve(NAME),
            run,
            mask,
            next,
            MOST_BYTES,
            Clock.systemUTC(),
            System::nanoTime);
    events.looks.scheduleWithFixedDelay(
        events::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return events;
  }

  /** Nobody looks at stages by itself. */
  RunEvents(
      Path file,
      String run,
      UnaryOperator<String> mask,
      RunListener next,
      long most,
      Clock clock,
      LongSupplier nanos) {
    super(next);
    this.run = requireNonNull(run, "run is null");
    this.clock = clock;
    this.cleaned = new Cleaned(mask);
    this.running = new RunningStages(nanos);
    this.file =
        new EventFile(file, most, told -> next.warned("", told), () -> stamped(Events.shortened()));
  }

  /** Deletes what was written of a run, and its directory if nothing else is there. */
  public static void delete(Path runs, String run) {
    Path directory = runs.resolve(run);
    try {
      if (Files.deleteIfExists(directory.resolve(NAME))) {
        Files.delete(directory);
      }
    } catch (DirectoryNotEmptyException e) {
      // What else a run kept there is not ours.
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the events of run %s can't be deleted: %s".formatted(run, e),
          e);
    }
  }

  /** Notes how the run ended. */
  public void ended(RunReport report) {
    needed(Events.ended(report));
  }

  /** Tells what is new of the stages that work. */
  synchronized void look() {
    if (!closed) {
      running.tell((stage, seconds, now) -> write(Events.progress(stage, seconds, now), false));
    }
  }

  @Override
  public void planned(Plan<?> plan) {
    super.planned(plan);
    synchronized (this) {
      boolean again = planned;
      planned = true;
      write(Events.planned(run, plan, again), true);
    }
  }

  @Override
  public void engineStarting(String stage) {
    super.engineStarting(stage);
    needed(Events.engineStarting(stage));
  }

  @Override
  public void engineStarted(
      List<String> versions, double seconds, Function<String, Progress> progress) {
    super.engineStarted(versions, seconds, progress);
    synchronized (this) {
      running.ask(progress);
      write(Events.engineStarted(versions, seconds), true);
    }
  }

  @Override
  public void stageStarted(String stage) {
    super.stageStarted(stage);
    synchronized (this) {
      running.started(stage);
      write(Events.stageStarted(stage), true);
    }
  }

  @Override
  public void stageFinished(StageRecord record) {
    super.stageFinished(record);
    synchronized (this) {
      running.ended(record.stage());
      write(Events.stageEnded(record), true);
    }
  }

  @Override
  public void stageRetried(String stage, int attempt, String reason) {
    super.stageRetried(stage, attempt, reason);
    more(Events.retried(stage, attempt, reason));
  }

  @Override
  public void warned(String stage, String message) {
    super.warned(stage, message);
    more(Events.warned(stage, message));
  }

  @Override
  public void trialFinished(TrialProgress progress) {
    super.trialFinished(progress);
    synchronized (this) {
      write(Events.trial(progress, running.seconds(progress.trainer())), false);
    }
  }

  @Override
  public void measured(String stage, Map<String, Double> metrics) {
    super.measured(stage, metrics);
    more(Events.measured(stage, metrics));
  }

  @Override
  public void gateJudged(GateOutcome outcome) {
    super.gateJudged(outcome);
    needed(Events.gate(outcome));
  }

  @Override
  public void close() {
    looks.shutdownNow();
    synchronized (this) {
      closed = true;
      file.close();
    }
  }

  private synchronized void needed(Map<String, @Nullable Object> event) {
    write(event, true);
  }

  private synchronized void more(Map<String, @Nullable Object> event) {
    write(event, false);
  }

  private void write(Map<String, @Nullable Object> event, boolean needed) {
    if (planned && !closed) {
      file.write(stamped(event), needed);
    }
  }

  private Map<String, @Nullable Object> stamped(Map<String, @Nullable Object> event) {
    Map<String, @Nullable Object> stamped = new LinkedHashMap<>();
    stamped.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    stamped.putAll(cleaned.map(event));
    return stamped;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "millrace-events");
    thread.setDaemon(true);
    return thread;
  }
}
