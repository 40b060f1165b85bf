package io.millrace.console.report;

import io.millrace.api.profile.ColumnProfile;
import io.millrace.api.profile.FrameProfile;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.chart.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the data held that a model was made from.
 *
 * @param title whose columns
 * @param rows how many rows, as people read it
 * @param columns a line each
 * @param missing the columns with missing values; no bars if there are none
 */
public record ProfileSection(String title, String rows, List<Line> columns, Chart missing) {
  private static final int MOST_FREQUENT = 5;
  private static final int BARS = 20;
  private static final double HEIGHT = 24;

  public ProfileSection {
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param missing the share of missing values, as people read it
   * @param spread from the least to the greatest value, or the frequent values
   * @param mean of numbers; else empty
   * @param bars heights of a small histogram, between 0 and 24; none of what is no number
   */
  public record Line(
      String name,
      String type,
      String missing,
      String distinct,
      String mean,
      String spread,
      List<Double> bars) {
    public Line {
      bars = List.copyOf(bars);
    }
  }

  static ProfileSection of(String title, FrameProfile profile) {
    List<Line> lines = new ArrayList<>();
    Map<String, Double> missing = new LinkedHashMap<>();
    for (ColumnProfile column : profile.columns()) {
      double share = profile.rows() == 0 ? 0 : (double) column.missing() / profile.rows();
      if (column.missing() > 0) {
        missing.put(column.column(), 100 * share);
      }
      lines.add(line(column, share));
    }
    return new ProfileSection(
        title,
        Texts.number(profile.rows()),
        lines,
        Charts.bars("Missing values", "per cent of the rows", missing));
  }

  private static Line line(ColumnProfile column, double missing) {
    String mean =
        column
            .numbers()
            .map(n -> Texts.number(n.mean()) + " ± " + Texts.number(n.deviation()))
            .orElse("");
    return new Line(
        column.column(),
        column.type().text(),
        missing == 0 ? "" : Texts.number(100 * missing) + " %",
        Texts.number(column.distinct()),
        mean,
        column.numbers().isPresent() ? range(column) : frequent(column),
        column.numbers().map(n -> bars(n.quantiles())).orElse(List.of()));
  }

  private static String range(ColumnProfile column) {
    return column.least().map(v -> Texts.cell(v.toString())).orElse("–")
        + " to "
        + column.greatest().map(v -> Texts.cell(v.toString())).orElse("–");
  }

  private static String frequent(ColumnProfile column) {
    List<String> values = new ArrayList<>();
    column.frequent().stream()
        .limit(MOST_FREQUENT)
        .forEach(f -> values.add(f.value() + " (" + Texts.number(f.count()) + ")"));
    boolean more = column.distinct() > MOST_FREQUENT;
    return String.join(", ", values) + (more ? ", …" : "");
  }

  /**
   * A histogram with bins of equal width from quantiles: between two neighbouring quantiles lies
   * the same share of the rows.
   */
  static List<Double> bars(List<Double> quantiles) {
    int steps = quantiles.size() - 1;
    if (steps < 1) {
      return List.of();
    }
    double least = quantiles.get(0);
    double width = (quantiles.get(steps) - least) / BARS;
    if (!(width > 0) || !Double.isFinite(width)) {
      return List.of();
    }
    double[] shares = new double[BARS];
    for (int i = 0; i < steps; i++) {
      double middle = (quantiles.get(i) + quantiles.get(i + 1)) / 2;
      shares[(int) Math.min(BARS - 1.0, Math.floor((middle - least) / width))] += 1.0 / steps;
    }
    double largest = java.util.Arrays.stream(shares).max().orElse(1);
    List<Double> bars = new ArrayList<>();
    for (double share : shares) {
      bars.add((double) Math.round(HEIGHT * 10 * share / largest) / 10);
    }
    return bars;
  }
}
