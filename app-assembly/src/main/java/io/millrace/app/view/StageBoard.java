package io.millrace.app.view;

import io.millrace.api.Engine.Progress;
import io.millrace.api.tracking.StageRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TerminalSize;
import io.millrace.core.plan.Plan;
import io.millrace.core.plan.PlannedStage;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.TrialProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is: a line for the whole, and one for each stage that works now. Thread-safe; it
 * asks the engine only when somebody looks.
 */
final class StageBoard implements RunListener {
  private static final int BAR = 20;
  private static final int NARROW = 48;

  /** Estimates from the first tasks, and of jobs that are over in a moment, say nothing. */
  private static final double SECONDS_TO_TELL = 3;

  /** Less than this is no sign that memory is short. */
  private static final long MUCH_SPILLED = 100_000_000;

  private final Style style;
  private final LongSupplier nanos;
  private final long start;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private Function<String, Progress> progress = stage -> Progress.NONE;
  private int total;
  private int finished;
  private String doing = "planning";

  /** A stage that works now. */
  private static final class Running {
    private final long start;
    private @Nullable TrialProgress trials;

    Running(long start) {
      this.start = start;
    }
  }

  /** With a clock, as {@link System#nanoTime}. */
  StageBoard(Style style, LongSupplier nanos) {
    this.style = style;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  @Override
  public synchronized void planned(Plan<?> plan) {
    planned(
        (int) plan.stages().stream().filter(s -> s.action() != PlannedStage.Action.SKIP).count());
  }

  /** So many stages are to be done or reused. */
  synchronized void planned(int stages) {
    total = stages;
    finished = 0;
    doing = "";
  }

  @Override
  public synchronized void engineStarting(String stage) {
    doing = "starting Spark";
  }

  @Override
  public synchronized void engineStarted(
      List<String> versions, double seconds, Function<String, Progress> ofStage) {
    doing = "";
    progress = ofStage;
  }

  @Override
  public synchronized void stageStarted(String stage) {
    running.put(stage, new Running(nanos.getAsLong()));
  }

  @Override
  public synchronized void stageFinished(StageRecord record) {
    running.remove(record.stage());
    finished++;
  }

  @Override
  public synchronized void trialFinished(TrialProgress trial) {
    Running stage = running.get(trial.trainer());
    if (stage != null) {
      stage.trials = trial;
    }
  }

  /** The lines that a terminal of that size has room for; the first is that of the whole. */
  synchronized List<String> lines(TerminalSize size) {
    List<String> lines = new ArrayList<>();
    lines.add(head(size));
    int room = Math.max(1, size.rows() - 2);
    int shown = running.size() <= room ? running.size() : Math.max(0, room - 1);
    int widest = running.keySet().stream().mapToInt(String::length).max().orElse(0);
    running.entrySet().stream()
        .limit(shown)
        .forEach(
            stage ->
                lines.add(
                    "  "
                        + style.bold(stage.getKey())
                        + " ".repeat(widest - stage.getKey().length())
                        + "  "
                        + facts(stage.getKey(), stage.getValue())));
    if (shown < running.size()) {
      lines.add("  … and %d more".formatted(running.size() - shown));
    }
    return lines;
  }

  /** The stages that work now, each with how far it is. */
  synchronized Map<String, String> working() {
    Map<String, String> working = new LinkedHashMap<>();
    running.forEach((stage, state) -> working.put(stage, facts(stage, state)));
    return working;
  }

  private String head(TerminalSize size) {
    int filled = total == 0 ? 0 : Math.min(BAR, BAR * finished / total);
    String bar = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] ";
    List<String> parts = new ArrayList<>();
    if (total > 0) {
      parts.add("%d/%d stages".formatted(Math.min(finished, total), total));
    }
    parts.add(Quantities.seconds(seconds(start)));
    if (!doing.isEmpty()) {
      parts.add(doing);
    }
    return (size.columns() < NARROW || total == 0 ? "" : bar) + String.join("  ", parts);
  }

  /** What matters most comes first: a narrow terminal shows no more. */
  private String facts(String stage, Running state) {
    Progress now = progress.apply(stage);
    List<String> parts = new ArrayList<>();
    parts.add(Quantities.seconds(seconds(state.start)));
    TrialProgress trials = state.trials;
    if (trials != null) {
      parts.add(trials(trials));
    }
    if (now.total() > 0) {
      parts.add(
          "tasks %s/%s".formatted(Quantities.count(now.finished()), Quantities.count(now.total())));
    }
    String left = left(state, now);
    if (!left.isEmpty()) {
      parts.add(left);
    }
    if (now.spilledBytes() >= MUCH_SPILLED) {
      parts.add(style.warning(Quantities.bytes(now.spilledBytes()) + " spilled to disk"));
    }
    if (now.rows() > 0) {
      parts.add(Quantities.count(now.rows()) + " rows");
    }
    if (now.jobs() > 1) {
      parts.add(style.faint("job " + Quantities.count(now.jobs())));
    }
    return String.join("  ", parts);
  }

  private static String trials(TrialProgress trials) {
    String best =
        Double.isNaN(trials.best())
            ? ""
            : ", best %s %s".formatted(trials.metric(), Quantities.metric(trials.best()));
    return "trial %d/%d%s".formatted(trials.finished(), trials.total(), best);
  }

  /** Of a search, by its trials; else of the jobs under way, by their tasks. */
  private String left(Running state, Progress now) {
    TrialProgress trials = state.trials;
    if (trials != null) {
      double each = seconds(state.start) / trials.finished();
      return about(each * (trials.total() - trials.finished()));
    }
    return now.seconds() >= SECONDS_TO_TELL && now.secondsLeft().isPresent()
        ? about(now.secondsLeft().getAsDouble())
        : "";
  }

  private static String about(double seconds) {
    return "~" + Quantities.seconds(Math.max(1, Math.rint(seconds))).replace(".0", "") + " left";
  }

  private double seconds(long since) {
    return (nanos.getAsLong() - since) / 1e9;
  }
}
