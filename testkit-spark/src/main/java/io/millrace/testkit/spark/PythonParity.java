package io.millrace.testkit.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.model.PythonScorer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Puts the rows of comparisons through the Python scorer of model packages as well, and compares
 * each value with what the Java scorer made of it.
 *
 * <pre>{@code
 * PythonParity python = new PythonParity(temporary, 1_000);
 * python.record(() -> Parity.of(model, rows)).assertEqualBits();
 * List<PythonReport> reports = python.compare();
 * }</pre>
 *
 * <p>It needs {@code python3} with its standard library alone, or the interpreter that {@code
 * -Dmillrace.python=FILE} names.
 */
public final class PythonParity {
  private static final int MINUTES = 30;

  private final Path directory;
  private final int rows;
  private int recorded;

  /**
   * Nothing is recorded yet.
   *
   * @param directory an empty one, for the files
   * @param rows how many rows of each comparison Python is given, the first
   */
  public PythonParity(Path directory, int rows) {
    this.directory = directory;
    this.rows = rows;
  }

  /** Makes comparisons, which are one case here, and keeps their rows for {@link #compare}. */
  public ParityReport record(Supplier<ParityReport> comparison) {
    Path files = cases().resolve("%06d".formatted(recorded++));
    System.setProperty(ParityFiles.DIRECTORY, files.toString());
    System.setProperty(ParityFiles.ROWS, Integer.toString(rows));
    try {
      return comparison.get();
    } finally {
      System.clearProperty(ParityFiles.DIRECTORY);
      System.clearProperty(ParityFiles.ROWS);
    }
  }

  /** Runs Python once over all that was recorded; a report for each case, in their order. */
  public List<PythonReport> compare() throws IOException, InterruptedException {
    Path script = directory.resolve("compare.py");
    try (InputStream source = PythonParity.class.getResourceAsStream("compare.py")) {
      Files.copy(Objects.requireNonNull(source), script);
    }
    Path scorer = directory.resolve("millrace_scoring.zip");
    PythonScorer.write(scorer);
    Path report = directory.resolve("report.json");
    run(script, scorer, cases(), report);
    List<PythonReport> reports = new ArrayList<>();
    for (JsonNode each : JsonMapper.builder().build().readTree(Files.readString(report, UTF_8))) {
      reports.add(read(each));
    }
    return reports;
  }

  private Path cases() {
    return directory.resolve("cases");
  }

  private void run(Path script, Path... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("millrace.python", "python3"));
    command.add("-I");
    command.add(script.toString());
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    Path log = directory.resolve("python.log");
    Process python =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!python.waitFor(MINUTES, TimeUnit.MINUTES)) {
      python.destroyForcibly();
      throw new AssertionError("Python did not end within " + MINUTES + " minutes");
    }
    if (python.exitValue() != 0) {
      throw new AssertionError("Python failed: " + Files.readString(log, UTF_8));
    }
  }

  private static PythonReport read(JsonNode report) {
    return new PythonReport(
        report.path("rows").asLong(),
        report.path("values").asLong(),
        report.path("equal").asLong(),
        // Python writes "inf", and JSON has no number for it.
        Double.parseDouble(report.path("largest").asText().replace("inf", "Infinity")),
        report.path("first").textValue(),
        report.path("not_loaded").textValue());
  }
}
