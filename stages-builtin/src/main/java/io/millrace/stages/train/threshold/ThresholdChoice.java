package io.millrace.stages.train.threshold;

import io.millrace.stages.train.threshold.ScoreSteps.Step;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best threshold by looking at every one that makes a difference. Rows whose score
 * exceeds it are found; it lies halfway between two scores. Of thresholds that are as good the
 * highest is taken.
 *
 * @param threshold what a score must exceed
 * @param truePositives weight of the positives that are found
 * @param falsePositives weight of the others that are found
 * @param positives weight of all positives
 */
record ThresholdChoice(
    double threshold, double truePositives, double falsePositives, double positives) {
  /** How good a choice is; more is better, and NaN is out of the question. */
  interface Aim {
    double of(ThresholdChoice choice);
  }

  static Aim aim(ThresholdOptions options) {
    ThresholdOptions.Cost cost = options.cost();
    if (cost != null) {
      return choice -> -choice.cost(cost);
    }
    Double recall = options.minRecall();
    if (recall != null) {
      return choice -> choice.recall() >= recall ? choice.precision() : Double.NaN;
    }
    Double precision = options.minPrecision();
    if (precision != null) {
      return choice -> choice.precision() >= precision ? choice.recall() : Double.NaN;
    }
    return choice -> choice.fBeta(options.beta() == null ? 1 : options.beta());
  }

  /**
   * The best choice; empty if none will do.
   *
   * @param steps the highest scores first
   * @param bounded whether scores are probabilities
   */
  static Optional<ThresholdChoice> best(List<Step> steps, Aim aim, boolean bounded) {
    double positives = steps.stream().mapToDouble(Step::positive).sum();
    ThresholdChoice choice =
        new ThresholdChoice(above(steps.get(0).highest(), bounded), 0, 0, positives);
    ThresholdChoice best = better(null, choice, aim);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      double next = i + 1 < steps.size() ? steps.get(i + 1).highest() : Double.NaN;
      double threshold =
          Double.isNaN(next) ? below(step.lowest(), bounded) : middle(step.lowest(), next);
      choice =
          new ThresholdChoice(
              threshold,
              choice.truePositives + step.positive(),
              choice.falsePositives + step.negative(),
              positives);
      // No probability is below 0: what is certainly not a positive is never found.
      if (!bounded || step.lowest() > 0) {
        best = better(best, choice, aim);
      }
    }
    return Optional.ofNullable(best);
  }

  private static @Nullable ThresholdChoice better(
      @Nullable ThresholdChoice best, ThresholdChoice choice, Aim aim) {
    double value = aim.of(choice);
    return !Double.isNaN(value) && (best == null || value > aim.of(best)) ? choice : best;
  }

  private static double middle(double above, double below) {
    double middle = below + (above - below) / 2;
    return middle < above ? middle : below;
  }

  private static double above(double highest, boolean bounded) {
    return bounded ? highest + (1 - highest) / 2 : highest + 1;
  }

  private static double below(double lowest, boolean bounded) {
    return bounded ? lowest / 2 : lowest - 1;
  }

  /** 0 where nothing is found. */
  double precision() {
    double found = truePositives + falsePositives;
    return found == 0 ? 0 : truePositives / found;
  }

  double recall() {
    return truePositives / positives;
  }

  double fBeta(double beta) {
    double square = beta * beta;
    return (1 + square) * truePositives / (truePositives + falsePositives + square * positives);
  }

  double cost(ThresholdOptions.Cost cost) {
    return cost.falsePositive() * falsePositives
        + cost.falseNegative() * (positives - truePositives);
  }
}
