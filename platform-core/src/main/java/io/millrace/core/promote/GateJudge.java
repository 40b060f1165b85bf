package io.millrace.core.promote;

import io.millrace.api.Evaluation;
import io.millrace.api.MetricName.Bound;
import io.millrace.api.Resamples;
import io.millrace.core.pipeline.Gate;
import io.millrace.core.promote.GateOutcome.Difference;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges the gates of a model from its figures. */
public final class GateJudge {
  private final String evaluator;
  private final String trainer;
  private final Evaluation figures;
  private final Function<String, Optional<Reference>> references;

  /**
   * Judges one model.
   *
   * @param evaluator the stage that measured it
   * @param trainer the stage that trained it
   * @param figures the model's
   * @param references finds the figures of the version that an alias names; empty if it names none
   */
  public GateJudge(
      String evaluator,
      String trainer,
      Evaluation figures,
      Function<String, Optional<Reference>> references) {
    this.evaluator = evaluator;
    this.trainer = trainer;
    this.figures = figures;
    this.references = references;
  }

  /**
   * The figures of a registered version on the same rows.
   *
   * @param version its number
   * @param figures what was measured
   * @param mayHaveLearnt whether the version may have learnt from those rows
   */
  public record Reference(int version, Evaluation figures, boolean mayHaveLearnt) {
    /** A version that has not learnt from those rows. */
    public Reference(int version, Evaluation figures) {
      this(version, figures, false);
    }
  }

  /** Judges a gate. */
  public GateOutcome judge(Gate gate) {
    double value = figure(figures, gate);
    if (Double.isNaN(value)) {
      return judged(gate, value, null, null, null, false, withoutValue(gate.metric(), figures));
    }
    String alias = gate.aliasOrNull();
    if (alias == null) {
      boolean held = gate.comparison().holds(value, gate.number());
      String reason = sentence(gate, value, held, format(gate.number()));
      return judged(gate, value, null, gate.number(), null, held, reason);
    }
    return references
        .apply(alias)
        .map(reference -> against(gate, value, alias, reference))
        .orElseGet(() -> judged(gate, value, null, null, null, true, withoutVersion(alias)));
  }

  private static double figure(Evaluation figures, Gate gate) {
    return figures.metrics().getOrDefault(gate.metric(), Double.NaN);
  }

  private GateOutcome against(Gate gate, double value, String alias, Reference reference) {
    double other = figure(reference.figures(), gate);
    GateOutcome.Reference of =
        new GateOutcome.Reference(reference.version(), other, reference.mayHaveLearnt());
    if (Double.isNaN(other)) {
      String reason = withoutValue(gate.metric(), alias, reference);
      return judged(gate, value, of, null, null, false, reason);
    }
    Difference difference = difference(gate, value - other, reference).orElse(null);
    Bound end = gate.endOrNull();
    if (end == null) {
      boolean held = gate.comparison().holds(value, other + gate.number());
      String bound =
          "%s's %s (%s)%s%s"
              .formatted(
                  alias,
                  format(other),
                  told(reference),
                  offset(gate.number()),
                  interval(difference));
      String reason = sentence(gate, value, held, bound);
      return judged(gate, value, of, other + gate.number(), difference, held, reason);
    }
    if (difference == null) {
      String reason = unpaired(gate.metric(), alias, reference.version());
      return judged(gate, value, of, gate.number(), null, false, reason);
    }
    boolean held = gate.comparison().holds(difference.end(end), gate.number());
    String bound =
        "%s: %s %s, %s's %s (%s)%s"
            .formatted(
                format(gate.number()),
                gate.metric(),
                format(value),
                alias,
                format(other),
                told(reference),
                interval(difference));
    String reason = sentence(gate, difference.end(end), held, bound);
    return judged(gate, value, of, gate.number(), difference, held, reason);
  }

  private Optional<Difference> difference(Gate gate, double value, Reference reference) {
    Resamples own = figures.resamplesOrNull();
    Resamples others = reference.figures().resamplesOrNull();
    return own == null || others == null
        ? Optional.empty()
        : own.difference(gate.metric(), others)
            .map(
                interval ->
                    new Difference(
                        value,
                        interval.lower(),
                        interval.upper(),
                        own.level(),
                        own.sizes().size()));
  }

  private GateOutcome judged(
      Gate gate,
      double value,
      GateOutcome.@Nullable Reference reference,
      @Nullable Double bound,
      @Nullable Difference difference,
      boolean held,
      String reason) {
    return new GateOutcome(
        evaluator, trainer, gate, value, reference, bound, difference, held, reason);
  }

  private static String withoutVersion(String alias) {
    return "no version is named %s yet, so there is nothing to compare with".formatted(alias);
  }

  private static String unpaired(String metric, String alias, int version) {
    return ("%s of the model and of %s (version %d) can't be compared row by row: that needs a"
            + " split without folds, and stages behind it that work row by row and keep no frames")
        .formatted(metric, alias, version);
  }

  private static String withoutValue(String metric, Evaluation figures) {
    return "%s: %s".formatted(metric, MissingFigure.why(metric, figures.metrics()));
  }

  private static String withoutValue(String metric, String alias, Reference reference) {
    return "%s (version %d) has no %s to compare with: %s; compare with a number, or let %s name a version that has it"
        .formatted(
            alias,
            reference.version(),
            metric,
            MissingFigure.why(metric, reference.figures().metrics()),
            alias);
  }

  private static String sentence(Gate gate, double value, boolean held, String bound) {
    String is = held ? "is" : "is not";
    return "%s %s %s %s %s"
        .formatted(gate.figure(), format(value), is, gate.comparison().symbol(), bound);
  }

  private static String interval(@Nullable Difference difference) {
    return difference == null ? "" : "; " + describe(difference);
  }

  /** The difference and its interval, as {@code the difference is 0.01, with 95 % between …}. */
  static String describe(Difference difference) {
    return "the difference is %s, with %s %% between %s and %s"
        .formatted(
            format(difference.value()),
            format(100 * difference.level()),
            format(difference.lower()),
            format(difference.upper()));
  }

  private static String told(Reference reference) {
    return "version %d%s"
        .formatted(
            reference.version(),
            reference.mayHaveLearnt() ? ", which may have learnt from these rows" : "");
  }

  private static String offset(double number) {
    return number == 0 ? "" : (number < 0 ? " - " : " + ") + format(Math.abs(number));
  }

  static String format(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    String cut = text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    return cut.equals("-0") ? "0" : cut;
  }
}
