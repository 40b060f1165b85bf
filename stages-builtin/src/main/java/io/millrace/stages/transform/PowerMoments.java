package io.millrace.stages.transform;

import io.millrace.stages.transform.PowerOptions.Method;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Mean and variance of numbers under several powers at once, in one pass, and the logarithm of the
 * transformation's derivative: what the likelihood of a power is made of. Formulas: Box and Cox,
 * "An analysis of transformations" (1964); Yeo and Johnson, "A new family of power transformations"
 * (2000).
 */
final class PowerMoments implements Serializable {
  private static final long serialVersionUID = 1;

  private final Method method;
  private final double[] lambdas;
  private final double[] means;
  private final double[] squares;
  private long count;
  private double logs;

  PowerMoments(Method method, double[] lambdas) {
    this.method = method;
    this.lambdas = lambdas.clone();
    this.means = new double[lambdas.length];
    this.squares = new double[lambdas.length];
  }

  /** A number under a power. */
  static double power(Method method, double lambda, double x) {
    if (method == Method.BOX_COX) {
      return lambda == 0 ? Math.log(x) : Math.expm1(lambda * Math.log(x)) / lambda;
    }
    if (x >= 0) {
      return lambda == 0 ? Math.log1p(x) : Math.expm1(lambda * Math.log1p(x)) / lambda;
    }
    double other = 2 - lambda;
    return other == 0 ? -Math.log1p(-x) : -Math.expm1(other * Math.log1p(-x)) / other;
  }

  void add(double x) {
    count++;
    logs += method == Method.BOX_COX ? Math.log(x) : Math.signum(x) * Math.log1p(Math.abs(x));
    for (int i = 0; i < lambdas.length; i++) {
      double value = power(method, lambdas[i], x);
      double distance = value - means[i];
      means[i] += distance / count;
      squares[i] += distance * (value - means[i]);
    }
  }

  /** Takes in what another has seen. */
  PowerMoments merge(PowerMoments other) {
    if (other.count == 0) {
      return this;
    }
    long both = count + other.count;
    for (int i = 0; i < lambdas.length; i++) {
      double distance = other.means[i] - means[i];
      means[i] += distance * other.count / both;
      squares[i] += other.squares[i] + distance * distance * count * other.count / both;
    }
    count = both;
    logs += other.logs;
    return this;
  }

  long count() {
    return count;
  }

  /** The logarithm of the likelihood of each power, up to a constant. */
  double[] likelihoods() {
    double[] likelihoods = new double[lambdas.length];
    Arrays.setAll(
        likelihoods,
        i -> {
          double variance = squares[i] / count;
          double likelihood = -count / 2.0 * Math.log(variance) + (lambdas[i] - 1) * logs;
          return Double.isFinite(likelihood) ? likelihood : Double.NEGATIVE_INFINITY;
        });
    return likelihoods;
  }
}
