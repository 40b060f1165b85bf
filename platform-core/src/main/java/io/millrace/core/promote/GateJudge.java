package io.millrace.core.promote;

import io.millrace.api.MetricName;
import io.millrace.core.pipeline.Gate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges gates from figures. */
public final class GateJudge {
  private GateJudge() {}

  /**
   * The figures of a registered version on the same rows.
   *
   * @param version its number
   * @param metrics by name
   */
  public record Reference(int version, Map<String, Double> metrics) {}

  /**
   * Judges one gate.
   *
   * @param metrics the model's figures
   * @param references finds the figures of the version that an alias names; empty if it names none
   */
  public static GateOutcome judge(
      String evaluator,
      String trainer,
      Gate gate,
      Map<String, Double> metrics,
      Function<String, Optional<Reference>> references) {
    double value = metrics.getOrDefault(gate.metric(), Double.NaN);
    if (Double.isNaN(value)) {
      String reason = withoutValue(gate.metric());
      return new GateOutcome(evaluator, trainer, gate, value, null, null, false, reason);
    }
    String alias = gate.aliasOrNull();
    if (alias == null) {
      String bound = format(gate.number());
      return outcome(evaluator, trainer, gate, value, null, gate.number(), bound);
    }
    Optional<Reference> reference = references.apply(alias);
    if (reference.isEmpty()) {
      String reason =
          "no version is named %s yet, so there is nothing to compare with".formatted(alias);
      return new GateOutcome(evaluator, trainer, gate, value, null, null, true, reason);
    }
    double figure = reference.get().metrics().getOrDefault(gate.metric(), Double.NaN);
    String bound =
        "%s's %s (version %d)%s"
            .formatted(alias, format(figure), reference.get().version(), offset(gate.number()));
    GateOutcome.Reference against = new GateOutcome.Reference(reference.get().version(), figure);
    return outcome(evaluator, trainer, gate, value, against, figure + gate.number(), bound);
  }

  private static String withoutValue(String metric) {
    return MetricName.parse(metric)
        .flatMap(MetricName::scope)
        .map(
            scope ->
                scope instanceof MetricName.Slice slice
                    ? "the evaluated rows with '%s' in '%s' give it no value, or there are none"
                        .formatted(slice.value(), slice.column())
                    : "the model has no such class")
        .map(why -> "%s: %s".formatted(metric, why))
        .orElseGet(() -> "%s has no value for this model".formatted(metric));
  }

  private static GateOutcome outcome(
      String evaluator,
      String trainer,
      Gate gate,
      double value,
      GateOutcome.@Nullable Reference against,
      double bound,
      String boundText) {
    boolean held = gate.comparison().holds(value, bound);
    String reason =
        "%s %s is %s %s %s"
            .formatted(
                gate.metric(),
                format(value),
                held ? "" : "not",
                gate.comparison().symbol(),
                boundText)
            .replace("  ", " ");
    return new GateOutcome(evaluator, trainer, gate, value, against, bound, held, reason);
  }

  private static String offset(double number) {
    return number == 0 ? "" : (number < 0 ? " - " : " + ") + format(Math.abs(number));
  }

  static String format(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
