package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import io.millrace.console.chart.Line;
import io.millrace.console.chart.Line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The lines of a curve: one for each model; behind folds a thin one for each, and a thick one of
 * all. Of a registered version there is the one of all folds only.
 */
final class CurveLines {
  private CurveLines() {}

  /**
   * The lines, y at x.
   *
   * @param joined how one line is made of those of folds
   */
  static List<Line> of(
      EvaluationTable table,
      Function<List<String>, double[]> point,
      Function<List<List<double[]>>, List<double[]>> joined) {
    List<Line> lines = new ArrayList<>();
    for (CurveTable.Model model : CurveTable.of(table).models()) {
      List<List<double[]>> folds =
          model.folds().stream().map(rows -> rows.stream().map(point).toList()).toList();
      if (folds.size() == 1) {
        lines.add(new Line(model.label(), folds.get(0)));
      } else {
        if (!model.registered()) {
          folds.forEach(fold -> lines.add(new Line(model.label(), fold, Style.FOLD)));
        }
        lines.add(new Line(model.label(), joined.apply(folds), Style.OF_FOLDS));
      }
    }
    return lines;
  }

  /** What is said of a chart of folds; nothing if there are none. */
  static String note(EvaluationTable table, String thick) {
    return CurveTable.of(table).hasFolds() ? " Thin: each fold; thick: " + thick + "." : "";
  }
}
