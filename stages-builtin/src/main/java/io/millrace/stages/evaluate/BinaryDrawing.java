package io.millrace.stages.evaluate;

import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What scores tell apart, to be drawn: the ROC curve and the precision-recall curve. A point is of
 * the rows whose score is at least its threshold; the first one, of no row, has an infinite one, as
 * scikit-learn's has. Where recall is 0 stands the precision of the highest score.
 */
final class BinaryDrawing {
  private static final int PER_POINT = 3;

  private final Polyline roc = new Polyline();
  private final Polyline precision = new Polyline();
  private boolean isBegun;

  /** The next lower score, after which the curve is there. */
  void add(double score, BinaryWalk.Curve curve) {
    if (!isBegun) {
      isBegun = true;
      roc.add(0, 0, Double.POSITIVE_INFINITY);
      precision.add(0, curve.precision(), Double.POSITIVE_INFINITY);
    }
    roc.add(curve.falsePositiveRate(), curve.truePositiveRate(), score);
    precision.add(curve.truePositiveRate(), curve.precision(), score);
  }

  /** Both: how many numbers the first has, then theirs. */
  double[] numbers() {
    double[] first = roc.points();
    return DoubleStream.concat(
            DoubleStream.of(first.length),
            DoubleStream.concat(Arrays.stream(first), Arrays.stream(precision.points())))
        .toArray();
  }

  /** The curves that {@link #numbers} holds. */
  static List<EvaluationTable> curves(double[] numbers) {
    int middle = 1 + (int) numbers[0];
    return List.of(
        curve("roc", "false positive rate", "true positive rate", numbers, 1, middle),
        curve("pr", "recall", "precision", numbers, middle, numbers.length));
  }

  private static EvaluationTable curve(
      String name, String x, String y, double[] numbers, int from, int to) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = from; i < to; i += PER_POINT) {
      rows.add(
          List.of(
              Double.toString(numbers[i]),
              Double.toString(numbers[i + 1]),
              Double.toString(numbers[i + 2])));
    }
    return new EvaluationTable(name, List.of(x, y, "threshold"), rows);
  }
}
