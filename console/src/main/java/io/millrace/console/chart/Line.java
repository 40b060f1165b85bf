package io.millrace.console.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of a chart. Lines of one name have one colour and one place in the legend.
 *
 * @param name in the legend
 * @param points pairs of x and y, in order
 */
public record Line(String name, List<double[]> points, Style style) {
  /** A line of fewer points shows each of them. */
  private static final int MANY = 30;

  /** No drawing tells more digits apart, of numbers that are no times. */
  private static final MathContext DRAWN = new MathContext(6);

  private static final double LARGE = 1e6;

  /** A line that the chart is about. */
  public Line(String name, List<double[]> points) {
    this(name, points, Style.USUAL);
  }

  public Line {
    points = List.copyOf(points);
  }

  /** How a line is drawn. */
  public enum Style {
    /** What the chart is about. */
    USUAL,
    /** Dashed, and without figures: what lines are only compared with. */
    GUIDE,
    /** Thin, and without figures: one of many that another line is made of. */
    FOLD,
    /** Thick: a line that is made of others. */
    OF_FOLDS
  }

  /** The diagonal of the unit square. */
  public static Line diagonal(String name) {
    return new Line(name, List.of(new double[] {0, 0}, new double[] {1, 1}), Style.GUIDE);
  }

  boolean hasFigures() {
    return style == Style.USUAL || style == Style.OF_FOLDS;
  }

  /** As ECharts has it; without points that are no numbers. */
  Map<String, Object> series() {
    Map<String, Object> series = new LinkedHashMap<>();
    series.put("type", "line");
    series.put("name", name);
    series.put("showSymbol", points.size() < MANY && hasFigures());
    series.put("silent", !hasFigures());
    switch (style) {
      case USUAL -> {}
      case GUIDE -> series.put("lineStyle", Map.of("type", "dashed", "width", 1));
      case FOLD -> {
        series.put("lineStyle", Map.of("width", 1, "opacity", 0.35));
        series.put("tooltip", Map.of("show", false));
      }
      case OF_FOLDS -> series.put("lineStyle", Map.of("width", 3));
    }
    series.put("data", points.stream().filter(Line::isFinite).map(Line::drawn).toList());
    return series;
  }

  private static boolean isFinite(double[] point) {
    return Double.isFinite(point[0]) && Double.isFinite(point[1]);
  }

  private static List<Double> drawn(double[] point) {
    return List.of(drawn(point[0]), drawn(point[1]));
  }

  private static double drawn(double value) {
    return Math.abs(value) >= LARGE ? value : new BigDecimal(value).round(DRAWN).doubleValue();
  }
}
