package io.millrace.parity;

import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;

/**
 * One comparison of Spark with the scorer: a row of {@link ParityCases}.
 *
 * @param subject the stage or model as users name it, as {@code transform/impute}
 * @param variant what of it is looked at, as {@code strategy: median}
 * @param tolerance the largest difference that passes; 0 where values are equal to the bit
 * @param comparison makes the comparison
 */
record ParityCase(String subject, String variant, double tolerance, Comparison comparison) {
  /** What a case needs, and gives. */
  @FunctionalInterface
  interface Comparison {
    ParityReport run(StageHarness harness, SparkTestFrames frames);
  }

  /** A case whose values are equal to the bit. */
  static ParityCase equalBits(String subject, String variant, Comparison comparison) {
    return new ParityCase(subject, variant, 0, comparison);
  }

  @Override
  public String toString() {
    return subject + ", " + variant;
  }
}
