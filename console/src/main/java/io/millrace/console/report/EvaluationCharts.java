package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.chart.Line;
import io.millrace.console.chart.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Draws the tables of evaluators and trainers that have a usual picture. */
final class EvaluationCharts {
  private static final int MOST_BARS = 30;
  private static final String MEAN = "their mean";

  /** By the table's name. */
  private static final Map<String, Function<EvaluationTable, Chart>> PICTURES =
      Map.of(
          "roc", EvaluationCharts::roc,
          "pr", EvaluationCharts::precisionRecall,
          "calibration", EvaluationCharts::calibration,
          "confusion", EvaluationCharts::confusion,
          "residuals", ResidualChart::of,
          "predicted", EvaluationCharts::predicted,
          "importance", EvaluationCharts::importance);

  private EvaluationCharts() {}

  /** The picture of a table; empty if it has none, or its cells are not what they should be. */
  static Optional<Chart> of(EvaluationTable table) {
    Function<EvaluationTable, Chart> picture = PICTURES.get(table.name());
    if (picture == null || table.rows().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(picture.apply(table));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Chart roc(EvaluationTable table) {
    List<Line> lines = new ArrayList<>(lines(table));
    lines.add(Line.diagonal("by chance"));
    return Charts.lines("ROC", "false positive rate", "true positive rate", lines, true)
        .noted(
            "The further above the diagonal, the better positives are told from negatives."
                + CurveLines.note(table, MEAN));
  }

  private static Chart precisionRecall(EvaluationTable table) {
    return Charts.lines("Precision and recall", "recall", "precision", lines(table), true)
        .noted(
            "How many of those called positive are, against how many of the positives are found."
                + CurveLines.note(table, MEAN));
  }

  /** Earlier runs have it as a table only, whose bounds of bins are no numbers. */
  private static Chart calibration(EvaluationTable table) {
    int x = table.columns().indexOf("mean probability");
    int y = table.columns().indexOf("came true");
    int rows = table.columns().indexOf("rows");
    int from = table.columns().indexOf("from");
    List<Line> lines =
        new ArrayList<>(
            CurveLines.of(
                table,
                row ->
                    new double[] {
                      number(row.get(x)),
                      number(row.get(y)),
                      number(row.get(rows)),
                      from < 0 ? 0 : number(row.get(from))
                    },
                CurveMean::pooled));
    lines.add(Line.diagonal("perfect"));
    return Charts.lines("Calibration", "predicted probability", "came true", lines, true)
        .noted(
            "On the diagonal, what is said to be likely by 30 per cent happens as often."
                + CurveLines.note(table, "the rows of all"));
  }

  private static List<Line> lines(EvaluationTable table) {
    return CurveLines.of(
        table, row -> new double[] {number(row.get(0)), number(row.get(1))}, CurveMean::vertical);
  }

  private static Chart confusion(EvaluationTable table) {
    List<String> across =
        table.columns().subList(1, table.columns().size()).stream()
            .map(title -> title.replaceFirst("^predicted ", ""))
            .toList();
    List<String> down = table.rows().stream().map(row -> row.get(0)).toList();
    double[][] counts =
        table.rows().stream()
            .map(
                row ->
                    row.subList(1, row.size()).stream()
                        .mapToDouble(EvaluationCharts::number)
                        .toArray())
            .toArray(double[][]::new);
    return Charts.matrix("Confusion", "predicted", across, "true", down, counts)
        .noted("Rows by their true class; shaded by the share of that class.");
  }

  private static Chart predicted(EvaluationTable table) {
    List<Line> lines = new ArrayList<>(lines(table));
    double[] reached =
        lines.stream().map(Line::points).flatMap(List::stream).mapToDouble(p -> p[0]).toArray();
    double least = Arrays.stream(reached).min().orElse(0);
    double most = Arrays.stream(reached).max().orElse(1);
    lines.add(
        new Line(
            "perfect",
            List.of(new double[] {least, least}, new double[] {most, most}),
            Line.Style.GUIDE));
    return Charts.lines("Predicted and actual", "mean predicted", "mean actual", lines, false)
        .noted(
            "Rows in groups of like predictions; on the line, the groups are right on average."
                + CurveLines.note(table, MEAN));
  }

  /** Of several classes each has a bar of its own for a feature. */
  private static Chart importance(EvaluationTable table) {
    int of = table.columns().indexOf("class");
    String what = table.columns().get(1);
    Map<String, Double> bars = new LinkedHashMap<>();
    table.rows().stream()
        .limit(MOST_BARS)
        .forEach(
            row ->
                bars.put(
                    of < 0 ? row.get(0) : row.get(0) + " · " + row.get(of), number(row.get(1))));
    String more =
        table.rows().size() > MOST_BARS
            ? "The first %d of %d.".formatted(MOST_BARS, table.rows().size())
            : "";
    return Charts.bars(what.equals("coefficient") ? "Coefficients" : "Importance", what, bars)
        .noted(more);
  }

  /** For each sliced column one chart of the evaluator's first metric. */
  static List<Chart> slices(Map<MetricName, Double> metrics) {
    Optional<MetricName> first =
        metrics.keySet().stream().filter(name -> name.scopeOrNull() == null).findFirst();
    if (first.isEmpty()) {
      return List.of();
    }
    String metric = first.get().metric();
    Map<String, Map<String, Double>> byColumn = new LinkedHashMap<>();
    metrics.forEach(
        (name, value) -> {
          if (name.metric().equals(metric)
              && name.boundOrNull() == null
              && name.scopeOrNull() instanceof MetricName.Slice slice) {
            byColumn
                .computeIfAbsent(slice.column(), c -> new LinkedHashMap<>())
                .put(slice.value(), value);
          }
        });
    List<Chart> charts = new ArrayList<>();
    byColumn.forEach(
        (column, values) ->
            charts.add(
                Charts.bars(metric + " by " + column, metric, values)
                    .noted(
                        "All rows: "
                            + Texts.number(metrics.getOrDefault(first.get(), Double.NaN))
                            + ".")));
    return charts;
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }
}
