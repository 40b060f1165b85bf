package io.millrace.app.view;

import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.run.RunListener;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Shows on standard error how far a run is: on a terminal a line that is written again and again,
 * elsewhere nothing but warnings.
 */
public final class RunProgress implements RunListener, AutoCloseable {
  private static final int BAR = 20;
  private static final long REPAINT_MILLIS = 200;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final Style style;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private final Timer timer = new Timer("millrace-progress", true);
  private final Set<String> running = new LinkedHashSet<>();
  private int total;
  private int finished;
  private String doing = "planning";

  /** On this stream; {@code terminal} says whether a line may be written again. */
  public RunProgress(PrintStream err, Style style, boolean terminal) {
    this.err = err;
    this.style = style;
    this.terminal = terminal;
    if (terminal) {
      timer.schedule(repaintTask(), REPAINT_MILLIS, REPAINT_MILLIS);
    }
  }

  @Override
  public synchronized void planned(Plan<?> plan) {
    total =
        (int) plan.stages().stream().filter(s -> s.action() != PlannedStage.Action.SKIP).count();
    finished = 0;
  }

  @Override
  public synchronized void engineStarting(String stage) {
    doing = "starting Spark";
  }

  @Override
  public synchronized void engineStarted(List<String> versions, double seconds) {
    doing = "";
  }

  @Override
  public synchronized void stageStarted(String stage) {
    running.add(stage);
  }

  @Override
  public synchronized void stageFinished(StageRecord record) {
    running.remove(record.stage());
    finished++;
  }

  @Override
  public synchronized void stageRetried(String stage, int attempt, String reason) {
    note("stage '" + stage + "' is tried again (try " + attempt + "): " + reason);
  }

  @Override
  public synchronized void warned(String stage, String message) {
    note(style.warning("warning") + ": stage '" + stage + "': " + message);
  }

  @Override
  public synchronized void trialFinished(String trainer, int done, int of, double metric) {
    doing = "trial " + done + " of " + of;
  }

  @Override
  public synchronized void waitingForLease(String holder, long seconds) {
    note("waiting up to " + seconds + " s for " + holder + ", which may still work on this run");
  }

  @Override
  public synchronized void close() {
    timer.cancel();
    if (terminal) {
      err.print(CLEAR);
    }
    err.flush();
  }

  private void note(String message) {
    err.println((terminal ? CLEAR : "") + message);
    err.flush();
  }

  private synchronized void repaint() {
    err.print(CLEAR + line());
    err.flush();
  }

  private String line() {
    int filled = total == 0 ? 0 : Math.min(BAR, BAR * finished / total);
    String bar = "=".repeat(filled) + " ".repeat(BAR - filled);
    String now = running.isEmpty() ? doing : String.join(", ", running) + suffix();
    return "[%s] %d/%d  %s  %s"
        .formatted(
            bar, finished, total, Quantities.seconds((System.nanoTime() - start) / 1e9), now);
  }

  private String suffix() {
    return doing.isEmpty() ? "" : " (" + doing + ")";
  }

  private TimerTask repaintTask() {
    return new TimerTask() {
      @Override
      public void run() {
        repaint();
      }
    };
  }
}
