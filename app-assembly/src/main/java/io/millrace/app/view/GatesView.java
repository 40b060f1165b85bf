package io.millrace.app.view;

import io.millrace.api.tracking.RunRecord;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import io.millrace.core.promote.GateDocument;
import io.millrace.core.promote.GateOutcome;
import io.millrace.core.promote.GateOutcome.Difference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How gates were judged, of a run that just ended and of one that is recorded. */
final class GatesView {
  private GatesView() {}

  /** A line a gate, with a title; of gates on an alias a table of both models; empty for none. */
  static List<String> lines(List<GateOutcome> gates, Style style) {
    if (gates.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", style.bold("Gates")));
    TextTable table = TextTable.of("", "", "", "");
    for (GateOutcome gate : gates) {
      String held = gate.held() ? style.good("holds") : style.bad("refuses");
      table.row("", judged(gate, gates) + ": " + gate.gate().text(), held, gate.reason());
    }
    lines.addAll(table.lines(style));
    lines.addAll(compared(gates, style));
    return lines;
  }

  /** The evaluator, and the model where it judged several. */
  private static String judged(GateOutcome gate, List<GateOutcome> gates) {
    boolean several =
        gates.stream()
            .anyMatch(
                other ->
                    other.evaluator().equals(gate.evaluator())
                        && !other.trainer().equals(gate.trainer()));
    return several ? gate.evaluator() + " of " + gate.trainer() : gate.evaluator();
  }

  private static List<String> compared(List<GateOutcome> gates, Style style) {
    TextTable table =
        TextTable.of("", "METRIC", ">MODEL", ">VERSION", ">DIFFERENCE", ">FROM", ">TO", "");
    gates.stream()
        .filter(gate -> gate.referenceOrNull() != null)
        .map(gate -> compared(gate, judged(gate, gates)))
        .distinct()
        .forEach(row -> table.row(row.toArray(String[]::new)));
    if (table.isEmpty()) {
      return List.of();
    }
    List<String> lines =
        new ArrayList<>(List.of("", style.bold("Compared on the same rows and resamples")));
    lines.addAll(table.lines(style));
    return lines;
  }

  private static List<String> compared(GateOutcome gate, String judged) {
    GateOutcome.Reference of = gate.reference().orElseThrow();
    Difference difference = gate.differenceOrNull();
    return List.of(
        "",
        judged + "." + gate.gate().metric(),
        Quantities.metric(gate.value()),
        Quantities.metric(of.value()),
        Quantities.metric(gate.value() - of.value()),
        difference == null ? "" : Quantities.metric(difference.lower()),
        difference == null ? "" : Quantities.metric(difference.upper()),
        "%s is version %d%s"
            .formatted(
                gate.gate().aliasOrNull(),
                of.version(),
                difference == null
                    ? "; 'bootstrap' gives the difference an interval"
                    : ", %s %% of %d resamples"
                        .formatted(percent(difference.level()), difference.resamples())));
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
  }

  /** Those that a run was kept with. */
  static List<GateOutcome> of(RunRecord run) {
    String kept = run.start().documents().get(GateDocument.NAME);
    return kept == null ? List.of() : GateDocument.read(kept);
  }

  /** As JSON values. */
  static List<Map<String, @Nullable Object>> json(List<GateOutcome> gates) {
    return gates.stream().map(GateDocument::json).toList();
  }
}
