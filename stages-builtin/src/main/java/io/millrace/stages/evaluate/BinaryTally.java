package io.millrace.stages.evaluate;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two classes. A row is a score, 1 for a positive and 0 for a negative label, 1 if the positive
 * class was predicted else 0, and a weight. {@link BinaryWalk} adds what depends on the order of
 * scores.
 *
 * <p>The expected calibration error is Naeini et al.'s (AAAI 2015): the mean distance, over bins of
 * equal width, of the mean probability from the share of positives. Matthews' correlation is 0
 * where it is not defined.
 */
final class BinaryTally extends Tally {
  private static final long serialVersionUID = 1;

  private static final int POSITIVES = OWN;
  private static final int NEGATIVES = OWN + 1;
  private static final int TRUE_POSITIVES = OWN + 2;
  private static final int FALSE_POSITIVES = OWN + 3;
  private static final int LOG_LOSS = OWN + 4;
  private static final int BRIER = OWN + 5;
  private static final int BINS = OWN + 6;

  /** A bin is a weight, a sum of probabilities and a sum of positives. */
  private static final int PER_BIN = 3;

  private final @Nullable Double beta;
  private final int[] lift;
  private final int bins;
  private final boolean isDrawn;

  /**
   * A tally.
   *
   * @param beta weighs recall in F-beta; null for none
   * @param lift per cents of rows
   * @param bins of calibration
   * @param isDrawn whether its walk is to be drawn
   */
  BinaryTally(@Nullable Double beta, List<Integer> lift, int bins, boolean isDrawn) {
    this.isDrawn = isDrawn;
    this.beta = beta;
    this.lift = lift.stream().mapToInt(Integer::intValue).toArray();
    this.bins = bins;
  }

  @Override
  List<String> names() {
    List<String> names =
        new ArrayList<>(
            List.of("auc", "pr_auc", "accuracy", "precision", "recall", "f1", "log_loss", "brier"));
    names.addAll(List.of("ks", "specificity", "balanced_accuracy", "mcc", "ece"));
    if (beta != null) {
      names.add("f_beta");
    }
    for (int percent : lift) {
      names.add("lift_at_" + percent);
      names.add("gain_at_" + percent);
    }
    return names;
  }

  @Override
  int size() {
    return BINS + PER_BIN * bins;
  }

  @Override
  int flaw(double[] row) {
    if (row[1] != 0 && row[1] != 1) {
      return BAD_LABELS;
    }
    if (!(row[3] >= 0)) {
      return BAD_WEIGHTS;
    }
    return Double.isNaN(row[0]) ? BAD_PREDICTIONS : 0;
  }

  @Override
  void add(double[] states, int at, double[] row, double times) {
    double score = row[0];
    double positive = row[1];
    double weight = row[3] * times;
    states[at + POSITIVES] += weight * positive;
    states[at + NEGATIVES] += weight * (1 - positive);
    states[at + TRUE_POSITIVES] += weight * positive * row[2];
    states[at + FALSE_POSITIVES] += weight * (1 - positive) * row[2];
    double clipped = Math.max(SMALLEST, Math.min(1 - SMALLEST, score));
    states[at + LOG_LOSS] -= weight * (positive == 1 ? Math.log(clipped) : Math.log1p(-clipped));
    states[at + BRIER] += weight * (positive - score) * (positive - score);
    int bin = at + BINS + PER_BIN * (int) Math.max(0, Math.min(bins - 1, score * bins));
    states[bin] += weight;
    states[bin + 1] += weight * score;
    states[bin + 2] += weight * positive;
  }

  static double positives(double[] states, int at) {
    return states[at + POSITIVES];
  }

  static double negatives(double[] states, int at) {
    return states[at + NEGATIVES];
  }

  @Override
  boolean isWalked() {
    return true;
  }

  @Override
  double place(double[] row) {
    return row[0];
  }

  @Override
  double first(double[] row) {
    return row[3] * row[1];
  }

  @Override
  double second(double[] row) {
    return row[3] * (1 - row[1]);
  }

  @Override
  Walk walk(double[] states, boolean isDrawn) {
    return new BinaryWalk(states, size(), lift, isDrawn && this.isDrawn);
  }

  @Override
  double[] metrics(double[] states, int at, @Nullable Walk walk, int replicate) {
    double positives = states[at + POSITIVES];
    double negatives = states[at + NEGATIVES];
    double all = positives + negatives;
    BinaryWalk.Curve curve = ((BinaryWalk) requireNonNull(walk)).curve(replicate);
    double hits = states[at + TRUE_POSITIVES];
    double falseHits = states[at + FALSE_POSITIVES];
    double found = hits + falseHits;
    double specificity = (negatives - falseHits) / negatives;
    double recall = hits / positives;
    double[] figures = {
      curve.area() / (positives * negatives),
      curve.precisions() / positives,
      (hits + negatives - falseHits) / all,
      found == 0 ? 0 : hits / found,
      recall,
      2 * hits / (found + positives),
      states[at + LOG_LOSS] / all,
      states[at + BRIER] / all,
      curve.ks(),
      specificity,
      (recall + specificity) / 2,
      correlation(hits, falseHits, positives, negatives),
      calibrationError(states, at, all)
    };
    return positives > 0 && negatives > 0
        ? withOptional(figures, curve, hits, found, positives)
        : withOptional(onlyOneClass(figures), curve, hits, found, positives);
  }

  /** What compares classes has no value where one is missing. */
  private static double[] onlyOneClass(double[] figures) {
    for (int i : new int[] {0, 1, 4, 5, 8, 9, 10, 11}) {
      figures[i] = Double.NaN;
    }
    return figures;
  }

  private double[] withOptional(
      double[] figures, BinaryWalk.Curve curve, double hits, double found, double positives) {
    double[] all = Arrays.copyOf(figures, names().size());
    int next = figures.length;
    if (beta != null) {
      double square = beta * beta;
      all[next++] = (1 + square) * hits / (found + square * positives);
    }
    for (int i = 0; i < lift.length; i++) {
      double gain = curve.found(i) / positives;
      all[next++] = gain / (lift[i] / 100.0);
      all[next++] = gain;
    }
    return all;
  }

  private static double correlation(
      double hits, double falseHits, double positives, double negatives) {
    double misses = positives - hits;
    double trueNegatives = negatives - falseHits;
    double product = (hits + falseHits) * positives * negatives * (trueNegatives + misses);
    return product == 0 ? 0 : (hits * trueNegatives - falseHits * misses) / Math.sqrt(product);
  }

  private double calibrationError(double[] states, int at, double all) {
    double distances = 0;
    for (int i = at + BINS; i < at + size(); i += PER_BIN) {
      distances += Math.abs(states[i + 1] - states[i + 2]);
    }
    return distances / all;
  }

  /** The calibration: for each bin that has rows its bounds, weight, probability and positives. */
  List<List<String>> calibration(double[] state) {
    return filledBins(state)
        .mapToObj(
            bin ->
                List.of(
                    (double) bin / bins + " to " + (double) (bin + 1) / bins,
                    binWeight(state, bin),
                    binMean(state, bin, 1),
                    binMean(state, bin, 2)))
        .toList();
  }

  /** The same to be drawn: probability, positives, weight, and where the bin begins. */
  List<List<String>> calibrationCurve(double[] state) {
    return filledBins(state)
        .mapToObj(
            bin ->
                List.of(
                    binMean(state, bin, 1),
                    binMean(state, bin, 2),
                    binWeight(state, bin),
                    Double.toString((double) bin / bins)))
        .toList();
  }

  private IntStream filledBins(double[] state) {
    return IntStream.range(0, bins).filter(bin -> state[BINS + PER_BIN * bin] > 0);
  }

  private static String binWeight(double[] state, int bin) {
    return Double.toString(state[BINS + PER_BIN * bin]);
  }

  private static String binMean(double[] state, int bin, int of) {
    int at = BINS + PER_BIN * bin;
    return Double.toString(state[at + of] / state[at]);
  }

  /** The confusion: of positives and of negatives, how many were predicted as which. */
  static List<List<String>> confusion(double[] state, String positive, String negative) {
    double hits = state[TRUE_POSITIVES];
    double falseHits = state[FALSE_POSITIVES];
    return List.of(
        List.of(positive, Double.toString(hits), Double.toString(state[POSITIVES] - hits)),
        List.of(
            negative, Double.toString(falseHits), Double.toString(state[NEGATIVES] - falseHits)));
  }
}
