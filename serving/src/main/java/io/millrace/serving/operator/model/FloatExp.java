package io.millrace.serving.operator.model;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The exponential function of numbers of 32 bits as C's {@code expf} of the GNU library computes it
 * from 2.27 on, to the bit, on processors that multiply and add in one rounding: x is k/32 * ln 2
 * plus a small rest r, and e to the power of x is then a power of 2 that is looked up, times a
 * polynomial of r, all of it in doubles. The method and the coefficients are those of Arm's
 * Optimized Routines, {@code math/expf.c} and {@code math/exp2f_data.c}, which that library took
 * over. All floats were compared once, without a difference.
 */
final class FloatExp {
  private static final int BITS = 5;
  private static final int ENTRIES = 1 << BITS;

  /** The binary places of a double behind its point: what an exponent is shifted by. */
  private static final int FRACTION = 52;

  /** Above, the result is larger than all floats. */
  private static final float MOST = 0x1.62e42ep6f;

  /** Below, less than half of the smallest float remains. */
  private static final float LEAST = -0x1.9fe368p6f;

  private static final double ENTRIES_PER_LN2 = 0x1.71547652b82fep+0 * ENTRIES;

  /** Added and taken away again, it rounds to a whole number. */
  private static final double ROUNDS = 0x1.8p+52;

  private static final double CUBIC = 0x1.c6af84b912394p-5 / ENTRIES / ENTRIES / ENTRIES;
  private static final double SQUARE = 0x1.ebfce50fac4f3p-3 / ENTRIES / ENTRIES;
  private static final double LINEAR = 0x1.62e42ff0c52d6p-1 / ENTRIES;

  /** The bits of 2 to the power of i/32, less what adding i to an exponent's last places adds. */
  private static final long[] POWERS = powers();

  private FloatExp() {}

  private static long[] powers() {
    MathContext digits = new MathContext(50);
    BigDecimal root = BigDecimal.valueOf(2);
    for (int i = 0; i < BITS; i++) {
      root = root.sqrt(digits);
    }
    long[] powers = new long[ENTRIES];
    BigDecimal power = BigDecimal.ONE;
    for (int i = 0; i < ENTRIES; i++) {
      powers[i] = Double.doubleToRawLongBits(power.doubleValue()) - ((long) i << FRACTION - BITS);
      power = power.multiply(root, digits);
    }
    return powers;
  }

  /** e to the power of x: infinite or 0, where it is no float; of NaN NaN. */
  static float of(float x) {
    if (x > MOST) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < LEAST) {
      return 0;
    }
    return Float.isNaN(x) ? x : between(x);
  }

  private static float between(double x) {
    double shifted = Math.fma(ENTRIES_PER_LN2, x, ROUNDS);
    long k = Double.doubleToRawLongBits(shifted);
    double rest = Math.fma(ENTRIES_PER_LN2, x, -(shifted - ROUNDS));
    double power = Double.longBitsToDouble(POWERS[(int) k & ENTRIES - 1] + (k << FRACTION - BITS));
    double high = Math.fma(CUBIC, rest, SQUARE);
    double low = Math.fma(LINEAR, rest, 1.0);
    return (float) (Math.fma(high, rest * rest, low) * power);
  }
}
