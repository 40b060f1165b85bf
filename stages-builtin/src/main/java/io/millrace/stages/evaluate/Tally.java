package io.millrace.stages.evaluate;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluator adds up over rows: numbers, from which its metrics follow. A state is {@link
 * #size} numbers in a longer array; the first ones count rows, and those that can't be judged.
 */
abstract class Tally implements Serializable {
  private static final long serialVersionUID = 1;

  static final int ROWS = 0;
  static final int BAD_LABELS = 1;
  static final int BAD_WEIGHTS = 2;
  static final int BAD_PREDICTIONS = 3;

  /** Where a tally's own numbers start. */
  static final int OWN = 4;

  /** 2^-52: what scikit-learn takes for the smallest probability, and the smallest divisor. */
  static final double SMALLEST = Math.ulp(1.0);

  /** The names of the metrics, in order. */
  abstract List<String> names();

  /** How many numbers a state has, those that count rows included. */
  abstract int size();

  /** Where in {@link #ROWS} and those after it a row counts that can't be judged; 0 if it can. */
  abstract int flaw(double[] row);

  /**
   * Adds a row.
   *
   * @param at where the state starts
   * @param times how often the row counts
   */
  abstract void add(double[] states, int at, double[] row, double times);

  /** Adds the numbers of other rows, from the same places; sums, unless overridden. */
  void merge(double[] states, int at, double[] others) {
    for (int i = at; i < at + size(); i++) {
      states[i] += others[i];
    }
  }

  /**
   * The metrics, in the order of {@link #names}; NaN for one that has no value.
   *
   * @param walk over those rows, if {@link #isWalked}
   * @param replicate which of the walk's
   */
  abstract double[] metrics(double[] states, int at, @Nullable Walk walk, int replicate);

  /** Whether metrics need the rows in falling order of {@link #place}; false, unless overridden. */
  boolean isWalked() {
    return false;
  }

  /** What rows are ordered by. */
  double place(double[] row) {
    throw new UnsupportedOperationException("not walked");
  }

  /** A row's weight, the first of two kinds that a walk tells apart. */
  double first(double[] row) {
    throw new UnsupportedOperationException("not walked");
  }

  /** A row's weight of the second kind. */
  double second(double[] row) {
    return 0;
  }

  /**
   * A walk over rows.
   *
   * @param states one for each replicate, of all rows that will come
   * @param isDrawn whether {@link Walk#drawn} will be asked
   */
  Walk walk(double[] states, boolean isDrawn) {
    throw new UnsupportedOperationException("not walked");
  }

  /** Gathers what is drawn of all rows beside the sums; null, unless overridden, for nothing. */
  @Nullable Drawing drawing() {
    return null;
  }

  /** What is to be drawn of rows, whatever their order, each as it is. */
  interface Drawing {
    /** Adds a row that can be judged. */
    void add(double[] row);

    /** Adds what another one gathered. */
    void merge(double[] numbers);

    /** What was gathered. */
    double[] numbers();
  }

  /** Follows rows in falling order of place, for all replicates at once. */
  interface Walk {
    /**
     * All rows of one place.
     *
     * @param first their weight of the first kind, for each replicate
     * @param second their weight of the second kind
     */
    void step(double place, double[] first, double[] second);

    /** What is to be drawn of the first replicate's steps; nothing, unless overridden. */
    default double[] drawn() {
      return new double[0];
    }
  }
}
