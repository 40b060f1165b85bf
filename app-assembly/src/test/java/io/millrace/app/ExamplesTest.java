package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pipelines under {@code examples}: each is without mistakes, and reaches what it promises. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();

  @TempDir private Path directory;

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
      return files.filter(file -> file.endsWith("pipeline.yaml")).sorted().toList();
    }
  }

  @Test
  void eachUseCaseHasItsExample() throws IOException {
    assertThat(files())
        .extracting(file -> EXAMPLES.relativize(file).getName(0).toString())
        .contains(
            "churn",
            "fraud",
            "recommendation",
            "likes",
            "text",
            "sales",
            "segments",
            "maintenance");
  }

  @ParameterizedTest
  @MethodSource("files")
  void anExampleHasNoMistakes(Path file) throws IOException {
    boolean readsFiles = Files.readString(file).contains("${param:data}");
    String[] words =
        readsFiles
            ? new String[] {"validate", file.toString(), "--param", "data=" + directory}
            : new String[] {"validate", file.toString()};

    Call call = Call.in(directory, words);

    if (readsFiles) {
      // Its data is not here: nothing else is wrong.
      assertThat(call.err().lines().filter(line -> line.contains(": [")))
          .allMatch(line -> line.contains("[NOT_FOUND]"), call.err());
    } else {
      assertThat(call.exitCode()).as(call.err()).isZero();
    }
  }

  /**
   * Ranges: from a little worse than what comes out, to better than possible by chance of parts.
   */
  @Tag("full")
  @ParameterizedTest
  @CsvSource({
    "fraud, quality.auc, 0.85, 0.93",
    "recommendation, quality.rmse, 0.49, 0.60",
    "likes, quality.recall_at_10, 0.12, 0.25",
    "text, quality.accuracy, 0.84, 0.89",
    "sales, quality.rmse, 7.6, 8.4",
    "segments, quality.silhouette, 0.84, 0.87",
    "maintenance, quality.auc, 0.85, 0.95"
  })
  void anExampleReachesNearlyWhatIsPossible(String name, String metric, double least, double most)
      throws IOException {
    Call call =
        Call.in(
            directory,
            "run",
            EXAMPLES.resolve(name).resolve("pipeline.yaml").toString(),
            "--output",
            "json");

    assertThat(call.exitCode()).as(call.err()).isZero();
    JsonNode run = new ObjectMapper().readTree(call.out());
    assertThat(run.get("metrics").get(metric).doubleValue()).isBetween(least, most);
  }
}
