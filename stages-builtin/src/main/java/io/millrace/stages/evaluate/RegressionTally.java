package io.millrace.stages.evaluate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers. A row is a label, a prediction and a weight. The label's spread follows by the updating
 * formulas of Chan, Golub and LeVeque (1979), which don't lose digits where the mean is far from
 * zero. R² of a label that never varies is 1 if all predictions are right, else 0. The absolute
 * percentage error divides by 2^-52 at least, as scikit-learn does.
 *
 * <p>A quantile is the smallest absolute error that so large a share of the weight does not exceed.
 */
final class RegressionTally extends Tally {
  private static final long serialVersionUID = 1;

  private static final int WEIGHT = OWN;
  private static final int MEAN = OWN + 1;
  private static final int SPREAD = OWN + 2;
  private static final int SQUARES = OWN + 3;
  private static final int DISTANCES = OWN + 4;
  private static final int SHARES = OWN + 5;

  private final double[] quantiles;
  private final boolean isDrawn;

  /**
   * A tally.
   *
   * @param quantiles shares of the weight
   * @param isDrawn whether it gathers what is drawn
   */
  RegressionTally(List<Double> quantiles, boolean isDrawn) {
    this.isDrawn = isDrawn;
    this.quantiles = quantiles.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  @Override
  List<String> names() {
    List<String> names = new ArrayList<>(List.of("rmse", "mae", "mape", "r2"));
    for (double quantile : quantiles) {
      names.add(
          "error_p"
              + BigDecimal.valueOf(quantile)
                  .movePointRight(2)
                  .stripTrailingZeros()
                  .toPlainString()
                  .replace('.', '_'));
    }
    return names;
  }

  @Override
  int size() {
    return SHARES + 1;
  }

  @Override
  int flaw(double[] row) {
    if (Double.isNaN(row[0])) {
      return BAD_LABELS;
    }
    if (!(row[2] >= 0)) {
      return BAD_WEIGHTS;
    }
    return Double.isNaN(row[1]) ? BAD_PREDICTIONS : 0;
  }

  @Override
  void add(double[] states, int at, double[] row, double times) {
    double weight = row[2] * times;
    double error = Math.abs(row[1] - row[0]);
    spread(states, at, weight, row[0], 0);
    states[at + SQUARES] += weight * error * error;
    states[at + DISTANCES] += weight * error;
    states[at + SHARES] += weight * error / Math.max(SMALLEST, Math.abs(row[0]));
  }

  @Override
  void merge(double[] states, int at, double[] others) {
    spread(states, at, others[at + WEIGHT], others[at + MEAN], others[at + SPREAD]);
    for (int i = 0; i < OWN; i++) {
      states[at + i] += others[at + i];
    }
    for (int i = SQUARES; i <= SHARES; i++) {
      states[at + i] += others[at + i];
    }
  }

  private static void spread(double[] states, int at, double weight, double mean, double spread) {
    if (weight == 0) {
      return;
    }
    double sum = states[at + WEIGHT] + weight;
    double distance = mean - states[at + MEAN];
    states[at + SPREAD] += spread + distance * distance * states[at + WEIGHT] * weight / sum;
    states[at + MEAN] += distance * weight / sum;
    states[at + WEIGHT] = sum;
  }

  @Override
  @Nullable Drawing drawing() {
    return isDrawn ? new RegressionDrawing() : null;
  }

  @Override
  boolean isWalked() {
    return quantiles.length > 0;
  }

  /** The smallest errors come first. */
  @Override
  double place(double[] row) {
    return -Math.abs(row[1] - row[0]);
  }

  @Override
  double first(double[] row) {
    return row[2];
  }

  @Override
  Walk walk(double[] states, boolean isDrawn) {
    return new Quantiles(states);
  }

  @Override
  double[] metrics(double[] states, int at, @Nullable Walk walk, int replicate) {
    double weight = states[at + WEIGHT];
    double squares = states[at + SQUARES];
    double spread = states[at + SPREAD];
    double[] figures = new double[4 + quantiles.length];
    figures[0] = Math.sqrt(squares / weight);
    figures[1] = states[at + DISTANCES] / weight;
    figures[2] = states[at + SHARES] / weight;
    figures[3] = spread == 0 ? (squares == 0 ? 1 : 0) : 1 - squares / spread;
    for (int i = 0; walk instanceof Quantiles found && i < quantiles.length; i++) {
      figures[4 + i] = found.errors[replicate][i];
    }
    return figures;
  }

  private final class Quantiles implements Walk {
    /** Sums of weights are equal within rounding. */
    private static final double ROUNDING = 1e-12;

    private final double[] totals;
    private final double[] passed;
    private final double[][] errors;
    private final int[] next;

    Quantiles(double[] states) {
      int replicates = states.length / size();
      totals = new double[replicates];
      for (int i = 0; i < replicates; i++) {
        totals[i] = states[i * size() + WEIGHT];
      }
      passed = new double[replicates];
      next = new int[replicates];
      errors = new double[replicates][quantiles.length];
    }

    @Override
    public void step(double place, double[] first, double[] second) {
      for (int i = 0; i < totals.length; i++) {
        passed[i] += first[i];
        while (first[i] > 0
            && next[i] < quantiles.length
            && passed[i] >= quantiles[next[i]] * totals[i] * (1 - ROUNDING)) {
          errors[i][next[i]++] = -place;
        }
      }
    }
  }
}
