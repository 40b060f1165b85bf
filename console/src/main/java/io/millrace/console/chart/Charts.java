package io.millrace.console.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes charts from figures. Numbers that are not finite are left out of pictures. */
public final class Charts {
  private static final int USUAL = 300;
  private static final int BAR = 24;
  private static final int LONGEST = 180;
  private static final String TYPE = "type";
  private static final String NAME = "name";
  private static final String DATA = "data";
  private static final String VALUE = "value";
  private static final String CATEGORY = "category";

  private Charts() {}

  /** Lines over numbers. */
  public static Chart lines(String title, String x, String y, List<Line> lines, boolean shares) {
    List<List<String>> rows = new ArrayList<>();
    for (Line line : lines) {
      if (line.hasFigures()) {
        line.points()
            .forEach(p -> rows.add(List.of(line.name(), Texts.number(p[0]), Texts.number(p[1]))));
      }
    }
    Map<String, Object> option = option(tooltip("axis"));
    if (lines.size() > 1) {
      List<String> names = lines.stream().map(Line::name).distinct().toList();
      option.put("legend", Map.of("top", 0, DATA, names));
    }
    option.put("xAxis", numbers(x, shares));
    option.put("yAxis", numbers(y, shares));
    option.put("series", lines.stream().map(Line::series).toList());
    return new Chart(title, "", option, USUAL, List.of("line", x, y), rows);
  }

  /**
   * Lines over time.
   *
   * @param lines whose x are milliseconds since 1970
   * @param rows of the table beside it
   */
  public static Chart times(
      String title, String y, List<Line> lines, List<String> columns, List<List<String>> rows) {
    Chart chart = lines(title, "", y, lines, false);
    Map<String, Object> option = new LinkedHashMap<>(chart.option());
    option.put("xAxis", Map.of(TYPE, "time"));
    return new Chart(title, "", option, USUAL, columns, rows);
  }

  /** Horizontal bars, the first one on top. */
  public static Chart bars(String title, String what, Map<String, Double> values) {
    List<String> names = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            names.add(name);
            numbers.add(value);
          }
          rows.add(List.of(name, Texts.number(value)));
        });
    Map<String, Object> option = option(tooltip("axis"));
    option.put("xAxis", counts(what));
    option.put(
        "yAxis", Map.of(TYPE, CATEGORY, DATA, names, "inverse", true, "axisLabel", label(LONGEST)));
    option.put("series", List.of(Map.of(TYPE, "bar", DATA, numbers, "barMaxWidth", 16)));
    return new Chart(
        title, "", option, 70 + BAR * Math.max(1, names.size()), List.of("", what), rows);
  }

  /**
   * How often values lie between bounds.
   *
   * @param bins from, to, and the count, in order
   */
  public static Chart histogram(String title, String what, List<double[]> bins) {
    List<String> names = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (double[] bin : bins) {
      names.add(Texts.number((bin[0] + bin[1]) / 2));
      counts.add(bin[2]);
      rows.add(List.of(Texts.number(bin[0]), Texts.number(bin[1]), Texts.number(bin[2])));
    }
    Map<String, Object> option = option(tooltip("axis"));
    option.put(
        "xAxis",
        Map.of(TYPE, CATEGORY, DATA, names, NAME, what, "nameLocation", "middle", "nameGap", 28));
    option.put("yAxis", counts("rows"));
    option.put("series", List.of(Map.of(TYPE, "bar", DATA, counts, "barCategoryGap", "5%")));
    return new Chart(title, "", option, USUAL, List.of("from", "to", "rows"), rows);
  }

  /**
   * Counts by row and column, each cell shaded by its share of the row.
   *
   * @param across titles of the columns
   * @param down titles of the rows
   * @param counts by row, then column
   */
  public static Chart matrix(
      String title, String x, List<String> across, String y, List<String> down, double[][] counts) {
    List<Map<String, Object>> cells = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (int r = 0; r < counts.length; r++) {
      double sum = 0;
      for (double count : counts[r]) {
        sum += count;
      }
      List<String> row = new ArrayList<>(List.of(down.get(r)));
      for (int c = 0; c < counts[r].length; c++) {
        row.add(Texts.number(counts[r][c]));
        double share = sum == 0 ? 0 : counts[r][c] / sum;
        cells.add(
            Map.of(
                VALUE,
                List.of(c, r, share),
                "label",
                Map.of("show", true, "formatter", Texts.number(counts[r][c]))));
      }
      rows.add(row);
    }
    Map<String, Object> option = option(Map.of("show", false));
    option.put(
        "grid", Map.of("containLabel", true, "left", 30, "right", 20, "top", 10, "bottom", 30));
    option.put("xAxis", axis(x, across, false));
    option.put("yAxis", axis(y, down, true));
    option.put("visualMap", Map.of("show", false, "min", 0, "max", 1, "dimension", 2));
    option.put("series", List.of(Map.of(TYPE, "heatmap", DATA, cells)));
    List<String> columns = new ArrayList<>(List.of(y));
    columns.addAll(across);
    return new Chart(title, "", option, 110 + 44 * Math.max(1, down.size()), columns, rows);
  }

  private static Map<String, Object> axis(String name, List<String> values, boolean inverse) {
    return Map.of(
        TYPE,
        CATEGORY,
        DATA,
        values,
        NAME,
        name,
        "nameLocation",
        "middle",
        "nameGap",
        26,
        "inverse",
        inverse,
        "axisLabel",
        label(inverse ? LONGEST : LONGEST / 2));
  }

  /**
   * A line across parallel axes for each row.
   *
   * @param columns the axes; one whose cells are no numbers has their texts as places
   * @param shaded the column that colours the lines; it must hold numbers
   */
  public static Chart parallel(
      String title, List<String> columns, List<List<String>> rows, String shaded) {
    List<Map<String, Object>> axes = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      List<String> cells = rows.stream().map(row -> row.get(column)).toList();
      boolean numbers = cells.stream().allMatch(Texts::isNumber);
      numeric.add(numbers);
      Map<String, Object> axis = new LinkedHashMap<>();
      axis.put("dim", i);
      axis.put(NAME, columns.get(i));
      if (numbers) {
        axis.put("scale", true);
      } else {
        axis.put(TYPE, CATEGORY);
        axis.put(DATA, cells.stream().distinct().sorted().toList());
      }
      axes.add(axis);
    }
    int place = columns.indexOf(shaded);
    List<List<Object>> data = new ArrayList<>();
    for (List<String> row : rows) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(numeric.get(i) ? (Object) Double.valueOf(row.get(i)) : row.get(i));
      }
      data.add(cells);
    }
    double[] seen = rows.stream().mapToDouble(row -> Double.parseDouble(row.get(place))).toArray();
    Map<String, Object> option = option(Map.of("show", false));
    option.put("parallelAxis", axes);
    option.put("parallel", Map.of("left", 60, "right", 90, "top", 40, "bottom", 30));
    option.put(
        "visualMap",
        Map.of(
            "show",
            true,
            "right",
            0,
            "top",
            "middle",
            "dimension",
            place,
            "calculable",
            false,
            "min",
            java.util.Arrays.stream(seen).min().orElse(0),
            "max",
            java.util.Arrays.stream(seen).max().orElse(1)));
    option.put(
        "series",
        List.of(
            Map.of(
                TYPE, "parallel", "lineStyle", Map.of("width", 1.5, "opacity", 0.6), DATA, data)));
    return new Chart(title, "", option, 380, columns, rows);
  }

  /** All of an axis' texts, each cut off where it is longer than that many pixels. */
  private static Map<String, Object> label(int width) {
    return Map.of("interval", 0, "width", width, "overflow", "truncate");
  }

  private static Map<String, Object> option(Map<String, Object> tooltip) {
    Map<String, Object> option = new LinkedHashMap<>();
    option.put("animation", false);
    option.put("tooltip", tooltip);
    option.put(
        "grid", Map.of("containLabel", true, "left", 20, "right", 30, "top", 30, "bottom", 40));
    return option;
  }

  private static Map<String, Object> tooltip(String trigger) {
    // ECharts escapes names in the tips that it makes itself; plain text needs no HTML at all.
    return Map.of("trigger", trigger, "renderMode", "richText", "confine", true);
  }

  /** An axis that starts at zero, as bars need it. */
  private static Map<String, Object> counts(String name) {
    Map<String, Object> axis = numbers(name, false);
    axis.remove("scale");
    return axis;
  }

  private static Map<String, Object> numbers(String name, boolean share) {
    Map<String, Object> axis = new LinkedHashMap<>();
    axis.put(TYPE, VALUE);
    axis.put(NAME, name);
    axis.put("nameLocation", "middle");
    axis.put("nameGap", 34);
    if (share) {
      axis.put("min", 0);
      axis.put("max", 1);
    } else {
      axis.put("scale", true);
    }
    return axis;
  }
}
