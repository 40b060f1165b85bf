package io.millrace.parity;

import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every stage in Spark beside its portable form. With {@code -Dmillrace.parity.rows=100000} each
 * case has that many rows. {@link PythonParityTest} writes the page of what was compared.
 */
@ExtendWith(SparkExtension.class)
class ParityTest {
  static List<ParityCase> cases() {
    return ParityCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scorerGivesWhatSparkGives(ParityCase parity, StageHarness harness, SparkTestFrames frames) {
    ParityReport report = parity.comparison().run(harness, frames);
    if (parity.tolerance() == 0) {
      report.assertEqualBits();
    } else {
      report.assertWithin(parity.tolerance());
    }
  }
}
