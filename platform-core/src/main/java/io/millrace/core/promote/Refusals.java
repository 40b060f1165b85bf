package io.millrace.core.promote;

import io.millrace.api.error.StandardError;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The gates that let no model of their evaluator go on, as problems of the pipeline file. */
public final class Refusals {
  private Refusals() {}

  /** One problem for each gate and model, sorted by position; none where some model passed. */
  public static List<Problem> of(List<GateOutcome> outcomes) {
    ProblemLog problems = new ProblemLog();
    outcomes.stream()
        .map(GateOutcome::evaluator)
        .distinct()
        .forEach(evaluator -> report(judgedBy(evaluator, outcomes), problems));
    return problems.sorted(text -> text);
  }

  private static List<GateOutcome> judgedBy(String evaluator, List<GateOutcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.evaluator().equals(evaluator)).toList();
  }

  private static void report(List<GateOutcome> outcomes, ProblemLog problems) {
    Set<String> models = new HashSet<>();
    outcomes.forEach(outcome -> models.add(outcome.trainer()));
    List<GateOutcome> failed = outcomes.stream().filter(outcome -> !outcome.held()).toList();
    Set<String> refused = failed.stream().map(GateOutcome::trainer).collect(Collectors.toSet());
    if (refused.equals(models)) {
      failed.forEach(
          outcome ->
              problems.report(
                  outcome.gate().position(),
                  StandardError.GATE_REFUSED,
                  message(outcome, models.size() > 1)));
    }
  }

  private static String message(GateOutcome outcome, boolean several) {
    if (outcome.lacksFigure()) {
      return "gate \"%s\" does not hold%s: %s"
          .formatted(
              outcome.gate().text(),
              several ? " for '" + outcome.trainer() + "'" : "",
              outcome.reason());
    }
    String metric = outcome.gate().metric();
    return "gate \"%s\" does not hold: %s is %s%s"
        .formatted(
            outcome.gate().text(),
            several ? metric + " of '" + outcome.trainer() + "'" : metric,
            GateJudge.format(outcome.value()),
            outcome.reference().map(reference -> compared(outcome, reference)).orElse(""));
  }

  private static String compared(GateOutcome outcome, GateOutcome.Reference reference) {
    return ", that of %s (version %d) on the same rows%s is %s%s"
        .formatted(
            outcome.gate().aliasOrNull(),
            reference.version(),
            reference.mayHaveLearnt() ? ", from which it may have learnt," : "",
            GateJudge.format(reference.value()),
            outcome.difference().map(found -> "; " + GateJudge.describe(found)).orElse(""));
  }
}
