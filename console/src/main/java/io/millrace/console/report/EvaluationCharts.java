package io.millrace.console.report;

import io.millrace.api.EvaluationTable;
import io.millrace.api.MetricName;
import io.millrace.console.chart.Chart;
import io.millrace.console.chart.Charts;
import io.millrace.console.chart.Charts.Line;
import io.millrace.console.chart.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Draws the tables of evaluators and trainers that have a usual picture. */
final class EvaluationCharts {
  private static final int MOST_BARS = 30;
  private static final String MODEL = "model";

  /** By the table's name. */
  private static final Map<String, Function<EvaluationTable, Chart>> PICTURES =
      Map.of(
          "roc", EvaluationCharts::roc,
          "pr", EvaluationCharts::precisionRecall,
          "calibration", EvaluationCharts::calibration,
          "confusion", EvaluationCharts::confusion,
          "residuals", EvaluationCharts::residuals,
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
    List<Line> lines = new ArrayList<>(lines(table, 0, 1));
    lines.add(Line.diagonal("by chance"));
    return Charts.lines("ROC", "false positive rate", "true positive rate", lines, true)
        .noted("The further above the diagonal, the better positives are told from negatives.");
  }

  private static Chart precisionRecall(EvaluationTable table) {
    return Charts.lines("Precision and recall", "recall", "precision", lines(table, 0, 1), true)
        .noted(
            "How many of those called positive are, against how many of the positives are found.");
  }

  private static Chart calibration(EvaluationTable table) {
    List<Line> lines = new ArrayList<>(lines(table, 2, 3));
    lines.add(Line.diagonal("perfect"));
    return Charts.lines("Calibration", "predicted probability", "came true", lines, true)
        .noted("On the diagonal, what is said to be likely by 30 per cent happens as often.");
  }

  /** One line for each model, where a column names models. */
  private static List<Line> lines(EvaluationTable table, int x, int y) {
    int model = table.columns().indexOf(MODEL);
    int shift = model == 0 ? 1 : 0;
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      points
          .computeIfAbsent(model < 0 ? MODEL : row.get(model), name -> new ArrayList<>())
          .add(new double[] {number(row.get(x + shift)), number(row.get(y + shift))});
    }
    List<Line> lines = new ArrayList<>();
    points.forEach((name, of) -> lines.add(new Line(name, of)));
    return lines;
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

  private static Chart residuals(EvaluationTable table) {
    List<double[]> bins =
        ofFirstModel(table).stream()
            .map(row -> new double[] {number(row.get(0)), number(row.get(1)), number(row.get(2))})
            .toList();
    return Charts.histogram("Residuals", "actual minus predicted", bins)
        .noted("Around zero, and alike on both sides, if the model is not biased.");
  }

  private static Chart predicted(EvaluationTable table) {
    List<double[]> points =
        ofFirstModel(table).stream()
            .map(row -> new double[] {number(row.get(0)), number(row.get(1))})
            .toList();
    double least = points.stream().mapToDouble(p -> p[0]).min().orElse(0);
    double most = points.stream().mapToDouble(p -> p[0]).max().orElse(1);
    Line perfect =
        new Line("perfect", List.of(new double[] {least, least}, new double[] {most, most}), true);
    return Charts.lines(
            "Predicted and actual",
            "mean predicted",
            "mean actual",
            List.of(new Line(MODEL, points), perfect),
            false)
        .noted("Rows in groups of like predictions; on the line, the groups are right on average.");
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

  /** The lines of the first model, which is the one that goes on, where a column names models. */
  private static List<List<String>> ofFirstModel(EvaluationTable table) {
    int model = table.columns().indexOf(MODEL);
    return model < 0
        ? table.rows()
        : table.rows().stream()
            .filter(row -> row.get(model).equals(table.rows().get(0).get(model)))
            .toList();
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
