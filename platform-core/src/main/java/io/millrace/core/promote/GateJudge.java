package io.millrace.core.promote;

import io.millrace.core.pipeline.Gate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    String alias = gate.aliasOrNull();
    if (alias == null) {
      return outcome(evaluator, trainer, gate, value, gate.number(), format(gate.number()));
    }
    Optional<Reference> reference = references.apply(alias);
    if (reference.isEmpty()) {
      String reason =
          "no version is named %s yet, so there is nothing to compare with".formatted(alias);
      return new GateOutcome(evaluator, trainer, gate.text(), value, null, true, reason);
    }
    double figure = reference.get().metrics().getOrDefault(gate.metric(), Double.NaN);
    String bound =
        "%s's %s (version %d)%s"
            .formatted(alias, format(figure), reference.get().version(), offset(gate.number()));
    return outcome(evaluator, trainer, gate, value, figure + gate.number(), bound);
  }

  private static GateOutcome outcome(
      String evaluator, String trainer, Gate gate, double value, double bound, String boundText) {
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
    return new GateOutcome(evaluator, trainer, gate.text(), value, bound, held, reason);
  }

  private static String offset(double number) {
    return number == 0 ? "" : (number < 0 ? " - " : " + ") + format(Math.abs(number));
  }

  private static String format(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
