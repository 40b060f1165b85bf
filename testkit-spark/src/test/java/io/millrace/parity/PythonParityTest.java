package io.millrace.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.model.PythonScorer;
import io.millrace.testkit.spark.ParityRows;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * All of {@link ParityCases} once more, on fewer rows, and then through the Python scorer, with
 * nothing but the standard library of the machine's {@code python3}: that it is there is part of
 * the test.
 */
@Tag("full")
@ExtendWith(SparkExtension.class)
class PythonParityTest {
  private static final int ROWS = 200;
  private static final double TOLERANCE = 1e-12;
  private static final Path TABLE = Path.of("target", "python-parity.md");

  @TempDir Path directory;

  @Test
  void pythonGivesWhatJavaGives(StageHarness harness, SparkTestFrames frames) throws Exception {
    List<ParityCase> cases = ParityCases.all();
    Path files = directory.resolve("cases");
    for (int i = 0; i < cases.size(); i++) {
      write(cases.get(i), files.resolve("%04d".formatted(i)), harness, frames);
    }

    JsonNode reports = compared(files);

    assertThat(reports).hasSameSizeAs(cases);
    PythonParityPage page = new PythonParityPage();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      page.add(cases.get(i), reports.get(i));
      problem(cases.get(i), reports.get(i), problems);
    }
    Files.createDirectories(TABLE.toAbsolutePath().getParent());
    Files.writeString(TABLE, page.text());
    assertThat(problems).isEmpty();
  }

  private static void problem(ParityCase parity, JsonNode report, List<String> problems) {
    String notLoaded = report.path("not_loaded").asText("");
    if (!report.path("not_loaded").isNull()) {
      // Snowball's rules come from a library, which the standard library does not have.
      if (!notLoaded.contains("pip install snowballstemmer")) {
        problems.add(parity + ": " + notLoaded);
      }
    } else if (!(Double.parseDouble(largest(report)) <= TOLERANCE)) {
      problems.add(parity + ": " + report.path("first").asText());
    }
  }

  private static String largest(JsonNode report) {
    return report.path("largest").asText().replace("inf", "Infinity");
  }

  private static void write(
      ParityCase parity, Path target, StageHarness harness, SparkTestFrames frames) {
    System.setProperty("millrace.parity.files", target.toString());
    try {
      ParityRows.with(ROWS, () -> parity.comparison().run(harness, frames));
    } finally {
      System.clearProperty("millrace.parity.files");
    }
  }

  private JsonNode compared(Path files) throws IOException, InterruptedException {
    Path report = directory.resolve("report.json");
    Path log = directory.resolve("python.log");
    Process python =
        new ProcessBuilder(
                "python3",
                "-I",
                script().toString(),
                scorer().toString(),
                files.toString(),
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(python.waitFor(20, TimeUnit.MINUTES)).isTrue();
    assertThat(python.exitValue()).as("%s", Files.readString(log, UTF_8)).isZero();
    return JsonMapper.builder().build().readTree(Files.readString(report, UTF_8));
  }

  private Path script() throws IOException {
    Path script = directory.resolve("compare.py");
    try (var source = PythonParityTest.class.getResourceAsStream("compare.py")) {
      Files.copy(Objects.requireNonNull(source), script);
    }
    return script;
  }

  private Path scorer() throws IOException {
    Path file = directory.resolve("millrace_scoring.zip");
    PythonScorer.write(file);
    return file;
  }
}
