package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.chart.Line;
import io.millrace.console.chart.Line.Style;
import java.util.ArrayList;
import java.util.List;

/**
 * How residuals are spread: bars of one model; of several, or of folds, outlines, whose height is a
 * density, so that bins of other widths and parts of other sizes compare.
 */
final class ResidualChart {
  private static final String TITLE = "Residuals";
  private static final String WHAT = "actual minus predicted";
  private static final String NOTE =
      "Around zero, and alike on both sides, if the model is not biased.";
  private static final int BINS = 40;

  /** An outer bin that is so much wider than its neighbour holds the few rows that lie far away. */
  private static final double FAR = 2;

  private ResidualChart() {}

  static Chart of(EvaluationTable table) {
    CurveTable curve = CurveTable.of(table);
    if (curve.isPlain()) {
      return Charts.histogram(TITLE, WHAT, bins(curve.first().folds().get(0))).noted(NOTE);
    }
    List<Line> lines = new ArrayList<>();
    for (CurveTable.Model model : curve.models()) {
      List<List<double[]>> folds =
          model.folds().stream().map(rows -> withoutTails(bins(rows))).toList();
      if (folds.size() == 1) {
        lines.add(new Line(model.label(), outline(folds.get(0))));
      } else {
        if (!model.registered()) {
          folds.forEach(f -> lines.add(new Line(model.label(), outline(f), Style.FOLD)));
        }
        lines.add(new Line(model.label(), outline(pooled(folds)), Style.OF_FOLDS));
      }
    }
    return Charts.lines(TITLE, WHAT, "density", lines, false)
        .noted(
            NOTE
                + " The few far away stand in the outermost bins."
                + CurveLines.note(table, "all of them"));
  }

  private static List<double[]> bins(List<List<String>> rows) {
    return rows.stream()
        .map(
            row ->
                new double[] {
                  Double.parseDouble(row.get(0)),
                  Double.parseDouble(row.get(1)),
                  Double.parseDouble(row.get(2))
                })
        .toList();
  }

  /** The outer bins as wide as their neighbours, with all of their rows. */
  private static List<double[]> withoutTails(List<double[]> bins) {
    if (bins.size() < 3) {
      return bins;
    }
    List<double[]> cut = new ArrayList<>(bins);
    double[] first = bins.get(0);
    double width = width(bins.get(1));
    if (width(first) > FAR * width) {
      cut.set(0, new double[] {first[1] - width, first[1], first[2]});
    }
    int end = bins.size() - 1;
    double[] last = bins.get(end);
    width = width(bins.get(end - 1));
    if (width(last) > FAR * width) {
      cut.set(end, new double[] {last[0], last[0] + width, last[2]});
    }
    return cut;
  }

  private static double width(double[] bin) {
    return bin[1] - bin[0];
  }

  /** The rows of all folds in common bins; those of a bin are taken to lie evenly in it. */
  private static List<double[]> pooled(List<List<double[]>> folds) {
    double least = folds.stream().mapToDouble(f -> f.get(0)[0]).min().orElse(0);
    double most = folds.stream().mapToDouble(f -> f.get(f.size() - 1)[1]).max().orElse(0);
    List<double[]> pooled = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      double from = least + (most - least) * i / BINS;
      double to = least + (most - least) * (i + 1) / BINS;
      double rows =
          folds.stream().flatMap(List::stream).mapToDouble(bin -> within(bin, from, to)).sum();
      pooled.add(new double[] {from, to, rows});
    }
    return pooled;
  }

  private static double within(double[] bin, double from, double to) {
    double shared = Math.min(bin[1], to) - Math.max(bin[0], from);
    return width(bin) > 0 && shared > 0 ? bin[2] * shared / width(bin) : 0;
  }

  private static List<double[]> outline(List<double[]> bins) {
    double all = bins.stream().mapToDouble(bin -> bin[2]).sum();
    List<double[]> points = new ArrayList<>();
    for (double[] bin : bins) {
      double density = all > 0 && width(bin) > 0 ? bin[2] / all / width(bin) : 0;
      points.add(new double[] {bin[0], density});
      points.add(new double[] {bin[1], density});
    }
    return points;
  }
}
