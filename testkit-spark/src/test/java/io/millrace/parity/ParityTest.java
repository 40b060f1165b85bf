package io.millrace.parity;

import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every stage in Spark beside its portable form. With {@code -Dmillrace.parity.rows=100000} each
 * case has that many rows; with {@code -Dmillrace.parity.reference=FILE} the results are written
 * there as a page.
 */
@ExtendWith(SparkExtension.class)
class ParityTest {
  private static final String REFERENCE = "millrace.parity.reference";
  private static final ParityPage PAGE = new ParityPage();

  static List<ParityCase> cases() {
    return ParityCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scorerGivesWhatSparkGives(ParityCase parity, StageHarness harness, SparkTestFrames frames) {
    ParityReport report = parity.comparison().run(harness, frames);
    PAGE.add(parity, report);
    if (parity.tolerance() == 0) {
      report.assertEqualBits();
    } else {
      report.assertWithin(parity.tolerance());
    }
  }

  @AfterAll
  static void writePage() throws IOException {
    String file = System.getProperty(REFERENCE);
    if (file != null) {
      Files.writeString(Path.of(file), PAGE.text());
    }
  }
}
