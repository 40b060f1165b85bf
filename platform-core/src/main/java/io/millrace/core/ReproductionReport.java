package io.millrace.core;

import io.millrace.api.error.Blame;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.run.PredictionDifference;
import io.millrace.core.run.Rebuilt;
import io.millrace.core.run.RunReport;
import java.util.Comparator;
import java.util.List;

/**
 * How it went to make a run's model anew.
 *
 * @param reproduced the recorded run
 * @param run the new run
 * @param models each model that was made anew, with how its predictions differ; none, if the
 *     recorded run registered none
 * @param metrics figures that differ by more than {@link PredictionDifference#TOLERANCE}
 * @param compared how many figures were compared
 * @param differences what is another than then
 * @param hints what can be done about code that is another, where the packages hold it
 * @param registered versions that the new packages were registered as, where that was asked for
 */
public record ReproductionReport(
    String reproduced,
    RunReport run,
    List<Rebuilt> models,
    List<Figure> metrics,
    int compared,
    List<Difference> differences,
    List<String> hints,
    List<ModelVersion> registered) {
  public ReproductionReport {
    models = List.copyOf(models);
    metrics = List.copyOf(metrics);
    differences = List.copyOf(differences);
    hints = List.copyOf(hints);
    registered = List.copyOf(registered);
  }

  /** What can be another, the likeliest reason for other predictions first. */
  public enum Kind {
    /** Rows of a source that does not tell which they are. */
    DATA(Blame.DATA),
    /** A stage's code: another Millrace, or another plugin. */
    CODE(Blame.USER),
    /** A setting of the engine. */
    SETTING(Blame.USER),
    /** Java, the engine, the machine. */
    SYSTEM(Blame.OUTSIDE);

    private final Blame blame;

    Kind(Blame blame) {
      this.blame = blame;
    }

    /** As JSON has it: {@code code}. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Something that is another than when the run was recorded.
   *
   * @param what what it is
   * @param then what was recorded; empty if nothing was set
   * @param now what it is now; empty if nothing is set
   */
  public record Difference(Kind kind, String what, String then, String now) {
    static Difference of(Kind kind, String what, String then, String now) {
      return new Difference(kind, what, then, now);
    }
  }

  /**
   * A figure that differs.
   *
   * @param metric {@code STAGE.METRIC}
   * @param then what was recorded
   * @param now what the new run found; NaN, if it found none
   */
  public record Figure(String metric, double then, double now) {}

  /** Whether the run was carried out, and neither predictions nor figures differ. */
  public boolean isEqual() {
    return run.exitCode() == 0
        && metrics.isEmpty()
        && models.stream().allMatch(Rebuilt::isEqual)
        && !(models.isEmpty() && compared == 0);
  }

  /**
   * The exit code of a command that did this: whose turn it is, if the model is not the same. That
   * it differs though nothing else does is a defect.
   */
  public int exitCode() {
    boolean failed = run.exitCode() != 0 && run.exitCode() != Blame.GATE.exitCode();
    if (failed || isEqual()) {
      return run.exitCode();
    }
    return differences.stream()
        .map(Difference::kind)
        .min(Comparator.naturalOrder())
        .map(kind -> kind.blame.exitCode())
        .orElse(Blame.BUG.exitCode());
  }
}
