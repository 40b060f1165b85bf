package io.millrace.stages.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * Walks along scores in falling order and adds up what depends on it.
 *
 * <ul>
 *   <li>AUC by the trapezoid rule, ties counting half: Hanley and McNeil, Radiology 143 (1982).
 *   <li>PR AUC as average precision, the sum of precision over steps of recall, without
 *       interpolation: Davis and Goadrich, ICML 2006, on why a trapezoid would be too optimistic.
 *   <li>KS as the largest distance of true from false positive rate.
 *   <li>Gain as the share of positives among the rows with the highest scores; of rows with the
 *       same score a part counts in proportion.
 * </ul>
 */
final class BinaryWalk implements Tally.Walk {
  private final Curve[] curves;
  private final @Nullable BinaryDrawing drawing;

  BinaryWalk(double[] states, int size, int[] percents, boolean isDrawn) {
    drawing = isDrawn ? new BinaryDrawing() : null;
    curves = new Curve[states.length / size];
    for (int i = 0; i < curves.length; i++) {
      curves[i] =
          new Curve(
              BinaryTally.positives(states, i * size),
              BinaryTally.negatives(states, i * size),
              percents);
    }
  }

  @Override
  public void step(double place, double[] positive, double[] negative) {
    for (int i = 0; i < curves.length; i++) {
      curves[i].step(positive[i], negative[i]);
    }
    if (drawing != null && positive[0] + negative[0] > 0) {
      drawing.add(place, curves[0]);
    }
  }

  @Override
  public double[] drawn() {
    return drawing == null ? new double[0] : drawing.numbers();
  }

  Curve curve(int replicate) {
    return curves[replicate];
  }

  /** The curve of one replicate. */
  static final class Curve {
    private final double allPositives;
    private final double allNegatives;
    private final int[] percents;
    private final double[] found;
    private double positives;
    private double negatives;
    private double area;
    private double precisions;
    private double ks;

    Curve(double allPositives, double allNegatives, int[] percents) {
      this.allPositives = allPositives;
      this.allNegatives = allNegatives;
      this.percents = percents;
      this.found = new double[percents.length];
    }

    void step(double positive, double negative) {
      double weight = positive + negative;
      if (weight == 0) {
        return;
      }
      for (int i = 0; i < percents.length; i++) {
        double room = percents[i] / 100.0 * (allPositives + allNegatives) - positives - negatives;
        found[i] += positive * Math.max(0, Math.min(1, room / weight));
      }
      area += negative * (positives + positive / 2);
      positives += positive;
      negatives += negative;
      precisions += positive * (positives / (positives + negatives));
      ks = Math.max(ks, Math.abs(positives / allPositives - negatives / allNegatives));
    }

    double truePositiveRate() {
      return Math.min(1, positives / allPositives);
    }

    double falsePositiveRate() {
      return Math.min(1, negatives / allNegatives);
    }

    double precision() {
      return positives / (positives + negatives);
    }

    /** Times the weight of positives, and of negatives. */
    double area() {
      return area;
    }

    /** Times the weight of positives. */
    double precisions() {
      return precisions;
    }

    double ks() {
      return ks;
    }

    /** The weight of positives in that per cent of the rows. */
    double found(int percent) {
      return found[percent];
    }
  }
}
