package io.millrace.console.report;

import io.millrace.console.chart.Texts;
import io.millrace.core.promote.GateDocument;
import io.millrace.core.promote.GateOutcome;
import java.util.List;
import java.util.Map;

/**
 * How a gate was judged, as people read it.
 *
 * @param gate as the file has it
 * @param held whether the model may go on
 * @param value the model's figure
 * @param against the figure of the registered version on the same rows; empty for a plain number
 * @param difference the figure minus that of the version, with its interval; empty if it is unknown
 */
public record GateLine(
    String evaluator,
    String model,
    String gate,
    boolean held,
    String value,
    String against,
    String difference,
    String reason) {
  /** Those of a run's documents; none if it judged none. */
  public static List<GateLine> of(Map<String, String> documents) {
    return GateDocument.read(documents.getOrDefault(GateDocument.NAME, "[]")).stream()
        .map(GateLine::of)
        .toList();
  }

  private static GateLine of(GateOutcome outcome) {
    return new GateLine(
        outcome.evaluator(),
        outcome.trainer(),
        outcome.gate().text(),
        outcome.held(),
        Texts.number(outcome.value()),
        outcome
            .reference()
            .map(of -> Texts.number(of.value()) + " (version " + of.version() + ")")
            .orElse(""),
        outcome
            .difference()
            .map(
                of ->
                    "%s (%s to %s, %s %%)"
                        .formatted(
                            Texts.number(of.value()),
                            Texts.number(of.lower()),
                            Texts.number(of.upper()),
                            Texts.number(100 * of.level())))
            .orElse(""),
        outcome.reason());
  }
}
