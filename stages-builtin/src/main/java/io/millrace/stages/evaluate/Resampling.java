package io.millrace.stages.evaluate;

import java.io.Serializable;

/**
 * The Poisson bootstrap (Hanley and MacGibbon, 2006; Chamandy et al., "Estimating uncertainty for
 * massive data streams", 2012): in each resample a row counts k times, where k is drawn from a
 * Poisson distribution of mean 1. The draw follows from the row's content, so it is the same
 * wherever the row lies, and the same for two models; rows of equal content are drawn together.
 *
 * @param resamples how many; 0 for none
 */
record Resampling(int resamples) implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double SCALE = 0x1.0p-53;
  private static final int UNUSED_BITS = 64 - 53;

  /** P(k or less), for the k that a double can tell apart from 1. */
  private static final double[] CUMULATED = new double[18];

  static {
    double probability = Math.exp(-1);
    double sum = 0;
    for (int k = 0; k < CUMULATED.length; k++) {
      sum += probability;
      CUMULATED[k] = sum;
      probability /= k + 1;
    }
  }

  /** The figures of the rows as they are, then of each resample. */
  int replicates() {
    return resamples + 1;
  }

  /**
   * How often a row counts.
   *
   * @param hash of the row's content
   * @param times a place for each of {@link #replicates}; the first one is 1
   */
  void draw(double hash, int[] times) {
    times[0] = 1;
    long bits = Double.doubleToRawLongBits(hash);
    for (int i = 1; i < times.length; i++) {
      times[i] = poisson((mixed(bits + i * GOLDEN) >>> UNUSED_BITS) * SCALE);
    }
  }

  private static int poisson(double uniform) {
    int k = 0;
    while (k < CUMULATED.length && uniform >= CUMULATED[k]) {
      k++;
    }
    return k;
  }

  /** Stafford's variant 13 of the finalizer of MurmurHash3, as in SplitMix64. */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
