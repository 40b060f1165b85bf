package io.millrace.stages.train.threshold;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Labelled scores, added up where they are equal, or so near that no threshold should care. */
final class ScoreSteps {
  /** Bits of a score that count: 1 in 65,536 of the score, or of what it lacks to 1. */
  private static final int UNUSED_BITS = 52 - 16;

  private final TreeMap<Double, Step> steps = new TreeMap<>();

  /**
   * Rows of nearly one score.
   *
   * @param lowest the lowest of their scores
   * @param highest the highest of their scores
   * @param positive the weight of positives
   * @param negative the weight of the others
   */
  record Step(double lowest, double highest, double positive, double negative) {
    Step plus(Step other) {
      return new Step(
          Math.min(lowest, other.lowest),
          Math.max(highest, other.highest),
          positive + other.positive,
          negative + other.negative);
    }
  }

  /** What scores are added up by: it rises with them. */
  static double key(double score) {
    return score > 0.5 && score <= 1 ? 1 - rounded(1 - score) : rounded(score);
  }

  private static double rounded(double score) {
    return Double.longBitsToDouble(Double.doubleToLongBits(score) >> UNUSED_BITS << UNUSED_BITS);
  }

  void add(Step step) {
    steps.merge(key(step.lowest()), step, Step::plus);
  }

  /** The steps, the highest scores first. */
  List<Step> falling() {
    return new ArrayList<>(steps.descendingMap().values());
  }
}
