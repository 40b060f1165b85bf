package io.millrace.stages.train.linear;

/**
 * One trial: what it minimises, written as Spark ML does it, so that it takes the same steps.
 * Coefficients belong to features that were divided by their spread and, with an intercept, moved
 * to a mean of zero; neither is done to the rows, but to coefficients and gradients. They stand by
 * feature, then by margin; the intercepts come last.
 */
final class LinearTrial {
  private final RowStatistics rows;
  private final int sets;
  private final boolean intercept;
  private final Penalty penalty;
  private final Steps steps;

  /** 1 over the spread; 0 for constant features, which thus are left out. */
  private final double[] inverse;

  /**
   * How the minimum is sought.
   *
   * @param iterations at most so many
   * @param tolerance stop when an iteration gains less
   * @param orthants by the method for absolute values, even where these cost nothing
   */
  record Steps(int iterations, double tolerance, boolean orthants) {}

  LinearTrial(RowStatistics rows, int sets, boolean intercept, Penalty penalty, Steps steps) {
    this.rows = rows;
    this.sets = sets;
    this.intercept = intercept;
    this.penalty = penalty;
    this.steps = steps;
    this.inverse = new double[rows.features()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = rows.std()[i] == 0 ? 0 : 1 / rows.std()[i];
    }
  }

  Steps steps() {
    return steps;
  }

  boolean hasIntercept() {
    return intercept;
  }

  int sets() {
    return sets;
  }

  /** How many coefficients there are, intercepts included. */
  int size() {
    return sets * (rows.features() + (intercept ? 1 : 0));
  }

  /** The strength of the absolute value of one coefficient. */
  double absolute(int coefficient) {
    return penalty.absolute(coefficient, rows.std(), sets);
  }

  /** Writes coefficients for vectors as they are to a trial's place. */
  void write(double[] coefficients, StackedCoefficients stack, int trial) {
    for (int set = 0; set < sets; set++) {
      int column = trial * sets + set;
      for (int i = 0; i < inverse.length; i++) {
        stack.values[i * stack.width + column] = coefficients[i * sets + set] * inverse[i];
      }
      stack.offsets[column] = originalIntercept(coefficients, set);
    }
  }

  /** The intercept for features that were not moved. */
  double originalIntercept(double[] coefficients, int set) {
    if (!intercept) {
      return 0;
    }
    double moved = 0;
    for (int i = 0; i < inverse.length; i++) {
      moved += coefficients[i * sets + set] * (inverse[i] * rows.mean()[i]);
    }
    return coefficients[inverse.length * sets + set] - moved;
  }

  /** The coefficient for a feature as it is. */
  double originalCoefficient(double[] coefficients, int feature, int set) {
    return inverse[feature] == 0 ? 0 : coefficients[feature * sets + set] / rows.std()[feature];
  }

  /**
   * Cost and gradient at coefficients, from the sums over all rows.
   *
   * @param gradient is written
   */
  double read(StackedGradient sums, int trial, double[] coefficients, double[] gradient) {
    int width = sums.margins.length;
    for (int set = 0; set < sets; set++) {
      int column = trial * sets + set;
      double all = sums.margins[column];
      for (int i = 0; i < inverse.length; i++) {
        double own = sums.values[i * width + column] * inverse[i];
        double moved = intercept ? own - all * (inverse[i] * rows.mean()[i]) : own;
        gradient[i * sets + set] = moved / rows.weights();
      }
      if (intercept) {
        gradient[inverse.length * sets + set] = all / rows.weights();
      }
    }
    return sums.losses[trial] / rows.weights()
        + penalty.addSquares(coefficients, gradient, rows.std(), sets);
  }
}
