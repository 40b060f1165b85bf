package io.millrace.stages.evaluate;

import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How numbers were predicted, to be drawn: how residuals (what was true less what was predicted)
 * are spread, and what came true where how much was predicted.
 */
final class RegressionDrawing implements Tally.Drawing {
  private static final int MOST_BINS = 40;
  private static final int MOST_QUANTILES = 20;

  /** Fewer rows tell nothing of a quantile. */
  private static final int ROWS_PER_QUANTILE = 5;

  /** What lies outside the middle gets a bin at each end, where it would take most of the room. */
  private static final double TAIL = 0.005;

  /** A heap: weight, residual, sum of residuals. */
  private static final int OF_RESIDUALS = 3;

  /** A heap: weight, prediction, sums of predictions, labels and squared residuals. */
  private static final int OF_PREDICTIONS = 5;

  private final Digest residuals = new Digest(OF_RESIDUALS);
  private final Digest predictions = new Digest(OF_PREDICTIONS);
  private double rows;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /** What {@link #numbers} of another one holds. */
  static RegressionDrawing of(double[] numbers) {
    RegressionDrawing drawing = new RegressionDrawing();
    drawing.merge(numbers);
    return drawing;
  }

  @Override
  public void add(double[] row) {
    double label = row[0];
    double prediction = row[1];
    double weight = row[2];
    double residual = label - prediction;
    // Such a row makes the metrics infinite; a drawing can only do without.
    if (weight > 0 && Double.isFinite(residual)) {
      rows++;
      least = Math.min(least, residual);
      most = Math.max(most, residual);
      residuals.add(weight, residual, weight * residual);
      predictions.add(
          weight, prediction, weight * prediction, weight * label, weight * residual * residual);
    }
  }

  @Override
  public void merge(double[] numbers) {
    int middle = 4 + (int) numbers[3];
    rows += numbers[0];
    least = Math.min(least, numbers[1]);
    most = Math.max(most, numbers[2]);
    residuals.read(Arrays.copyOfRange(numbers, 4, middle));
    predictions.read(Arrays.copyOfRange(numbers, middle, numbers.length));
  }

  @Override
  public double[] numbers() {
    double[] first = residuals.write();
    return Stream.of(new double[] {rows, least, most, first.length}, first, predictions.write())
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** What is to be drawn; nothing where no row can be. */
  List<EvaluationTable> curves() {
    return rows == 0 ? List.of() : List.of(histogram(), quantiles());
  }

  private EvaluationTable histogram() {
    List<double[]> heaps = residuals.heaps();
    double[] edges = edges(heaps);
    double[] weights = new double[edges.length - 1];
    for (double[] heap : heaps) {
      int above = Arrays.binarySearch(edges, heap[2] / heap[0]);
      int bin = above >= 0 ? above : -above - 2;
      weights[Math.max(0, Math.min(weights.length - 1, bin))] += heap[0];
    }
    List<List<String>> bins = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      bins.add(texts(edges[i], edges[i + 1], weights[i]));
    }
    return new EvaluationTable("residuals", List.of("from", "to", "rows"), bins);
  }

  /** Of equal bins; of which the outer two are wider where few rows lie far away. */
  private double[] edges(List<double[]> heaps) {
    // Rice's rule: twice the cube root of the rows.
    int bins = (int) Math.max(1, Math.min(MOST_BINS, Math.ceil(2 * Math.cbrt(rows))));
    double low = quantile(heaps, TAIL);
    double high = quantile(heaps, 1 - TAIL);
    if (low == high || most - least <= 2 * (high - low) || bins < 3) {
      return between(least, most, least == most ? 1 : bins);
    }
    double[] inner = between(low, high, bins - 2);
    return Stream.of(new double[] {least}, inner, new double[] {most})
        .flatMapToDouble(Arrays::stream)
        .distinct()
        .toArray();
  }

  private static double[] between(double low, double high, int bins) {
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = i == bins ? high : low + (high - low) * i / bins;
    }
    return edges;
  }

  private static double quantile(List<double[]> heaps, double share) {
    double all = heaps.stream().mapToDouble(heap -> heap[0]).sum();
    double passed = 0;
    for (double[] heap : heaps) {
      passed += heap[0];
      if (passed >= share * all) {
        return heap[2] / heap[0];
      }
    }
    return heaps.get(heaps.size() - 1)[1];
  }

  private EvaluationTable quantiles() {
    List<double[]> heaps = predictions.heaps();
    double all = heaps.stream().mapToDouble(heap -> heap[0]).sum();
    int count = (int) Math.max(1, Math.min(MOST_QUANTILES, rows / ROWS_PER_QUANTILE));
    double[][] sums = new double[count][OF_PREDICTIONS];
    double passed = 0;
    for (double[] heap : heaps) {
      int of = (int) Math.min(count - 1, (passed + heap[0] / 2) / all * count);
      for (int i = 0; i < OF_PREDICTIONS; i++) {
        sums[of][i] += heap[i];
      }
      passed += heap[0];
    }
    List<List<String>> lines = new ArrayList<>();
    for (double[] sum : sums) {
      double weight = sum[0];
      if (weight > 0) {
        lines.add(texts(sum[2] / weight, sum[3] / weight, weight, Math.sqrt(sum[4] / weight)));
      }
    }
    return new EvaluationTable(
        "predicted", List.of("mean predicted", "mean actual", "rows", "rmse"), lines);
  }

  private static List<String> texts(double... numbers) {
    return Arrays.stream(numbers).mapToObj(Double::toString).toList();
  }
}
