package io.millrace.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JavaLoggingTest {
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final String before = System.getProperty(Cli.LOG_LEVEL, "warn");

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(err, true, UTF_8));
  }

  @AfterEach
  void restore() throws IOException {
    System.setErr(realErr);
    System.setProperty(Cli.LOG_LEVEL, before);
    LogManager.getLogManager().readConfiguration();
  }

  private List<String> lines(String level, String logger) throws IOException {
    System.setProperty(Cli.LOG_LEVEL, level);
    new JavaLogging();
    System.Logger log = System.getLogger(logger);
    for (Level each : List.of(Level.ERROR, Level.WARNING, Level.INFO, Level.DEBUG)) {
      log.log(each, "it is " + each);
    }
    return err.toString(UTF_8).lines().toList();
  }

  @ParameterizedTest
  @CsvSource({"error, 1", "warn, 2", "info, 3", "debug, 4"})
  void aMessageIsALineFromTheLevelOn(String level, int count) throws IOException {
    assertThat(lines(level, "io.millrace.some.Adapter"))
        .hasSize(count)
        .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d [A-Z]+ +it is [A-Z]+"));
  }

  @Test
  void librariesOnlyWarn() throws IOException {
    assertThat(lines("debug", "some.library"))
        .extracting(line -> line.substring(9))
        .containsExactly("SEVERE  it is ERROR", "WARNING it is WARNING");
  }
}
