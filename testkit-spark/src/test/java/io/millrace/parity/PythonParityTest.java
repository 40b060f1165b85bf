package io.millrace.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.spark.ParityReport;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.PythonParity;
import io.millrace.testkit.spark.PythonReport;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * All of {@link ParityCases} once more, and then through the Python scorer, with nothing but the
 * standard library of the machine's {@code python3}: that it is there is part of the test. With
 * {@code -Dmillrace.parity.reference=FILE} what Spark, Java and Python make of each case is written
 * there as a page; Spark and Java are then given as many rows as in {@link ParityTest}.
 */
@Tag("full")
@ExtendWith(SparkExtension.class)
class PythonParityTest {
  private static final String REFERENCE = "millrace.parity.reference";
  private static final int ROWS = 1_000;
  private static final double TOLERANCE = 1e-12;

  @TempDir Path directory;

  @Test
  void pythonGivesWhatJavaGives(StageHarness harness, SparkTestFrames frames) throws Exception {
    List<ParityCase> cases = ParityCases.all();
    String page = System.getProperty(REFERENCE);
    int rows = page == null ? ROWS : Math.max(ROWS, ParityRows.count());
    PythonParity python = new PythonParity(directory, ROWS);
    List<ParityReport> inJava = new ArrayList<>();
    for (ParityCase each : cases) {
      inJava.add(
          python.record(() -> ParityRows.with(rows, () -> each.comparison().run(harness, frames))));
    }

    List<PythonReport> inPython = python.compare();

    assertThat(inPython).hasSameSizeAs(cases);
    if (page != null) {
      Files.writeString(Path.of(page), ParityPage.of(cases, inJava, inPython, ROWS));
    }
    assertThat(problems(cases, inPython)).isEmpty();
  }

  private static List<String> problems(List<ParityCase> cases, List<PythonReport> reports) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      PythonReport report = reports.get(i);
      String notLoaded = report.notLoaded();
      if (notLoaded != null) {
        // Snowball's rules come from a library, which the standard library does not have.
        if (!notLoaded.contains("pip install snowballstemmer")) {
          problems.add(cases.get(i) + ": " + notLoaded);
        }
      } else if (!(report.largest() <= TOLERANCE)) {
        problems.add(cases.get(i) + ": " + report.first());
      }
    }
    return problems;
  }
}
