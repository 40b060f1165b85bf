package io.millrace.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.PythonScorer;
import io.millrace.model.scoring.ScoringOperator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the server runs, the Python scorer has an entry for; the full tier compares numbers. */
final class PythonScorerCoverageTest {
  private static final StringBuilder SOURCES = new StringBuilder();

  @BeforeAll
  static void readSources(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("scorer.zip");
    PythonScorer.write(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (var entry : zip.stream().toList()) {
        SOURCES.append(new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
      }
    }
  }

  @Test
  void pythonKnowsEveryOperator() {
    List<String> names =
        ServiceLoader.load(ScoringOperator.class).stream()
            .filter(found -> found.type().getName().matches(".*serving.(operator|expression).*"))
            .map(found -> found.get().name())
            .toList();

    assertThat(names).contains("string-index", "tree-ensemble", "project");
    assertThat(missing(names.stream())).isEmpty();
  }

  @Test
  void pythonKnowsEveryFunction() {
    assertThat(missing(Arrays.stream(ScoringFunction.values()).map(ScoringFunction::text)))
        .isEmpty();
  }

  private static List<String> missing(Stream<String> names) {
    return names.filter(name -> SOURCES.indexOf("\"" + name + "\": ") < 0).toList();
  }
}
