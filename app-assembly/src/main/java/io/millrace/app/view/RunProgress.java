package io.millrace.app.view;

import io.millrace.api.Engine.Progress;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.LiveStream;
import io.millrace.app.text.Style;
import io.millrace.core.plan.Plan;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.TrialProgress;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far a run is: on a terminal lines that are written again and again,
 * elsewhere a line for each event, with its time.
 */
public final class RunProgress implements RunListener, AutoCloseable {
  private static final long REPAINT_MILLIS = 200;
  private static final long STILL_MILLIS = 60_000;

  private final PrintStream err;
  private final Style style;
  private final @Nullable LiveStream live;
  private final Detail detail;
  private final Clock clock;
  private final UnaryOperator<String> mask;
  private final Timer timer = new Timer("millrace-progress", true);
  private final StageBoard board;
  private final List<RunListener> told;

  /** What is told. */
  public enum Detail {
    /** Nothing. */
    NONE,
    /** What the user should know. */
    WARNINGS,
    /** Events too. */
    EVENTS,
    /** Every trial and the stack traces of failures too. */
    ALL
  }

  /**
   * Where and how much is told.
   *
   * @param live the terminal behind {@code err}; null where there is none, or nothing is to be
   *     written again
   * @param mask takes secrets out of a text
   */
  public RunProgress(
      PrintStream err,
      Style style,
      @Nullable LiveStream live,
      Detail detail,
      UnaryOperator<String> mask) {
    this(err, style, live, detail, mask, Clock.systemDefaultZone());
  }

  RunProgress(
      PrintStream err,
      Style style,
      @Nullable LiveStream live,
      Detail detail,
      UnaryOperator<String> mask,
      Clock clock) {
    this.err = err;
    this.style = style;
    this.live = live;
    this.detail = detail;
    this.mask = mask;
    this.clock = clock;
    this.board = new StageBoard(style, System::nanoTime);
    boolean events = detail.compareTo(Detail.EVENTS) >= 0;
    told =
        events ? List.of(board, new EventLines(this::event, detail == Detail.ALL)) : List.of(board);
    if (live != null) {
      schedule(() -> live.show(board.lines(live.size())), REPAINT_MILLIS);
    } else if (events) {
      schedule(this::still, STILL_MILLIS);
    }
  }

  @Override
  public void planned(Plan<?> plan) {
    told.forEach(listener -> listener.planned(plan));
  }

  @Override
  public void engineStarting(String stage) {
    told.forEach(listener -> listener.engineStarting(stage));
  }

  @Override
  public void engineStarted(
      List<String> versions, double seconds, Function<String, Progress> progress) {
    told.forEach(listener -> listener.engineStarted(versions, seconds, progress));
  }

  @Override
  public void stageStarted(String stage) {
    told.forEach(listener -> listener.stageStarted(stage));
  }

  @Override
  public void stageFinished(StageRecord record) {
    told.forEach(listener -> listener.stageFinished(record));
  }

  @Override
  public void stageFailed(String stage, MillraceException cause) {
    told.forEach(listener -> listener.stageFailed(stage, cause));
  }

  @Override
  public void trialFinished(TrialProgress trial) {
    told.forEach(listener -> listener.trialFinished(trial));
  }

  @Override
  public void gateJudged(GateOutcome outcome) {
    told.forEach(listener -> listener.gateJudged(outcome));
  }

  @Override
  public void stageRetried(String stage, int attempt, String reason) {
    warn("stage '" + stage + "' is tried again (try " + attempt + "): " + reason);
  }

  @Override
  public void warned(String stage, String message) {
    String whose = stage.isEmpty() ? "" : "stage '" + stage + "': ";
    warn(style.warning("warning") + ": " + whose + message);
  }

  @Override
  public void waitingForLease(String holder, long seconds) {
    warn("waiting up to " + seconds + " s for " + holder + ", which may still work on this run");
  }

  @Override
  public void close() {
    timer.cancel();
    if (live != null) {
      live.show(List.of());
    }
    err.flush();
  }

  private void warn(String message) {
    if (detail.compareTo(Detail.WARNINGS) >= 0) {
      print(detail.compareTo(Detail.EVENTS) >= 0 ? stamped(message) : message);
    }
  }

  private void event(String message) {
    print(stamped(message));
  }

  /** Who reads a log sees that a long stage goes on. */
  private void still() {
    board.working().forEach((stage, facts) -> event("stage '" + stage + "' goes on: " + facts));
  }

  /** With the time of day. */
  public static String timed(String message) {
    return timed(message, Style.PLAIN, Clock.systemDefaultZone());
  }

  private String stamped(String message) {
    return timed(message, style, clock);
  }

  private static String timed(String message, Style style, Clock clock) {
    LocalTime now = LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS);
    return style.faint(DateTimeFormatter.ISO_LOCAL_TIME.format(now)) + " " + message;
  }

  /** One line, whatever a library's message holds. */
  private void print(String message) {
    String line = mask.apply(message).replaceAll("\\R", " ");
    synchronized (err) {
      err.println(line);
      err.flush();
    }
  }

  private void schedule(Runnable work, long millis) {
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            work.run();
          }
        },
        millis,
        millis);
  }
}
