package io.millrace.stages.train.linear;

/**
 * What large coefficients cost. Coefficients are those of features divided by their spread, as all
 * trials learn them.
 *
 * @param l1 strength of the sum of absolute values
 * @param l2 strength of half the sum of squares
 * @param standardized whether features count as if all had the same spread; else as they are
 */
record Penalty(double l1, double l2, boolean standardized) {
  /** Adds the derivatives of the squares to a gradient, and returns their cost. */
  double addSquares(double[] coefficients, double[] gradient, double[] std, int sets) {
    if (l2 == 0) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < std.length * sets; i++) {
      double spread = standardized ? 1 : std[i / sets];
      if (spread != 0) {
        double scaled = coefficients[i] / (spread * spread);
        sum += coefficients[i] * scaled;
        gradient[i] += l2 * scaled;
      }
    }
    return 0.5 * sum * l2;
  }

  /** The strength of the absolute value of one coefficient; intercepts cost nothing. */
  double absolute(int coefficient, double[] std, int sets) {
    if (coefficient >= std.length * sets) {
      return 0;
    }
    double spread = standardized ? 1 : std[coefficient / sets];
    return spread == 0 ? 0 : l1 / spread;
  }
}
