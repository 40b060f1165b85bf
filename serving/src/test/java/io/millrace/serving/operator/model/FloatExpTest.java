package io.millrace.serving.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatExpTest {
  /**
   * The bits of numbers, each with those that {@code expf} of the GNU C library 2.36 gives on a
   * processor with fused multiply-add; the two where it differs without are among them.
   */
  private static final int[] NATIVE = {
    0x00000000, 0x3f800000, 0x80000000, 0x3f800000, 0x3f800000, 0x402df854,
    0xbf800000, 0x3ebc5ab2, 0x3f000000, 0x3fd3094c, 0xbf000000, 0x3f1b4598,
    0x42b16666, 0x7f7a37fc, 0x42b17217, 0x7f7fff84, 0x42b17218, 0x7f800000,
    0xc2aeac50, 0x007fffe6, 0xc2b00000, 0x0041edc4, 0xc2ce0000, 0x00000001,
    0xc2cfcccd, 0x00000001, 0xc2cff1b4, 0x00000001, 0xc2cff1b5, 0x00000000,
    0x0da24260, 0x3f800000, 0x80000001, 0x3f800000, 0x4202422f, 0x56fc9f1c,
    0xc27c65d9, 0x11fa2993, 0x7f800000, 0x7f800000, 0xff800000, 0x00000000,
    0x7f7fc99e, 0x7f800000, 0xff7fc99e, 0x00000000, 0x4029d719, 0x416350f6,
    0x40c786c7, 0x43ff33b2, 0xc1d08bd0, 0x2ca7e5d4, 0x41a1fc33, 0x4e14403c,
    0xc17f0ad3, 0x34004991, 0xc195972c, 0x320215d1, 0x41ad4a66, 0x4f184a92,
    0xc1a738a4, 0x3065bcbd, 0x3eb4fcd4, 0x3fb646a4, 0xb43923f2, 0x3f7ffffd,
    0xc1e11d47, 0x2b2950ff, 0xc04d0421, 0x3d26662c, 0x41c9acd8, 0x51a55c4c,
    0x418a4ad1, 0x4bf56f30, 0x415b003d, 0x4956d174, 0x41dec3d7, 0x53904821,
    0xc10119e4, 0x39a42e97, 0xbe9d2e7c, 0x3f3c53d3, 0x412528da, 0x46ed90c3,
    0x3f245e7f, 0x3ff34077, 0x4002f4b2, 0x40f7a058, 0xc180745a, 0x33e4520c,
    0x41c78d00, 0x517d978c, 0xc1538071, 0x35f3be51, 0x413bbe27, 0x47f39e13,
    0xc126aa53, 0x37fb1670, 0x408a279e, 0x4295fa2a, 0x41154a6e, 0x46303acd,
    0x41ea464b, 0x54980b52, 0xc1b44573, 0x2f33d2d9, 0x41053546, 0x4580fe9c,
    0xc115aeda, 0x38b56f97, 0x41be9b2d, 0x50a5cd5d, 0xc08be348, 0x3c4ef7eb,
    0xc1b6eb73, 0x2f0124a8, 0x417b2b4d, 0x4ac8828b, 0x40a5d716, 0x433220ea,
    0x41ca80e7, 0x51b76688, 0xc17d7c8c, 0x340d6359, 0xc1ec873e, 0x2a229ad5,
    0x40089ec3, 0x41074554
  };

  @Test
  void hasTheBitsOfTheNativeFunction() {
    for (int i = 0; i < NATIVE.length; i += 2) {
      float x = Float.intBitsToFloat(NATIVE[i]);
      assertThat(FloatExp.of(x)).as("e to the power of %s", x).isEqualTo(bits(NATIVE[i + 1]));
    }
    assertThat(FloatExp.of(Float.NaN)).isNaN();
  }

  private static float bits(int bits) {
    return Float.intBitsToFloat(bits);
  }

  /** An error of half a place of a float, and the rest that the polynomial leaves. */
  @Test
  void isWithinThreeFifthsOfAPlaceOfTheTruth() {
    for (float x = -87; x < 88; x += 0.0037f) {
      double truth = StrictMath.exp(x);
      assertThat(Math.abs(FloatExp.of(x) - truth)).isLessThan(0.6 * Math.ulp((float) truth));
    }
  }
}
