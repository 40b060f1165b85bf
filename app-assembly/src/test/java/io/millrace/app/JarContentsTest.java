package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the jars hold is checked in, so that a new library, or a new version of one, is seen in
 * review. The build lists what it resolves before the tests run.
 */
final class JarContentsTest {
  private static final Path DIST = Path.of("src/dist");

  /** {@code group:artifact:type[:classifier]:version:scope}, and what Maven says after it. */
  private static final Pattern RESOLVED =
      Pattern.compile(
          "\\s+([^:\\s]+:[^:\\s]+):jar(:[^:\\s]+)?:([^:\\s]+):(?:compile|runtime)\\b.*");

  /** The patterns of the execution {@code job} in the pom. */
  private static final Pattern IN_JOB_JAR =
      Pattern.compile(
          "(io\\.millrace|io\\.delta|io\\.unitycatalog|com\\.google\\.inject|aopalliance"
              + "|com\\.google\\.guava|info\\.picocli|org\\.snakeyaml|org\\.jspecify):.*"
              + "|org\\.apache\\.spark:spark-avro_2\\.13:.*|org\\.xerial:sqlite-jdbc:.*"
              + "|org\\.postgresql:.*|com\\.zaxxer:HikariCP:.*"
              + "|org\\.freemarker:.*|org\\.mvnpm:echarts:.*"
              + "|com\\.github\\.rholder:snowball-stemmer:.*");

  /** The patterns of the execution {@code serving} in the pom. */
  private static final Pattern IN_SERVING_JAR =
      Pattern.compile(
          "io\\.millrace:(platform-api|model-package|adapters-tracking|serving):.*"
              + "|(com\\.fasterxml\\.jackson\\.core|io\\.undertow|io\\.prometheus"
              + "|io\\.smallrye\\.common|org\\.jboss\\..*|org\\.wildfly\\..*|org\\.jspecify):.*"
              + "|org\\.xerial:sqlite-jdbc:.*|com\\.github\\.rholder:snowball-stemmer:.*"
              + "|org\\.postgresql:.*|com\\.zaxxer:HikariCP:.*|org\\.slf4j:slf4j-api:.*"
              + "|org\\.apache\\.commons:commons-math3:.*");

  @Test
  void theFatJarHoldsWhatIsCheckedIn() throws IOException {
    assertContents("millrace-all.txt", artifact -> true);
  }

  @Test
  void theJobJarHoldsWhatIsCheckedIn() throws IOException {
    assertContents("millrace-job.txt", IN_JOB_JAR.asMatchPredicate());
  }

  @Test
  void theServersJarHoldsWhatIsCheckedIn() throws IOException {
    assertContents("millrace-serving.txt", IN_SERVING_JAR.asMatchPredicate());
  }

  private static void assertContents(String list, Predicate<String> held) throws IOException {
    List<String> resolved = resolved().stream().filter(held).toList();
    Path updated = Path.of("target").resolve(list);
    Files.write(updated, resolved);
    assertThat(resolved)
        .as(
            "the contents of the jar changed; if that is wanted: cp app-assembly/%s"
                + " app-assembly/%s",
            updated, DIST.resolve(list))
        .isNotEmpty()
        .isEqualTo(Files.readAllLines(DIST.resolve(list)));
  }

  private static List<String> resolved() throws IOException {
    return Files.readAllLines(Path.of("target/runtime-dependencies.txt")).stream()
        .map(RESOLVED::matcher)
        .filter(Matcher::matches)
        .map(JarContentsTest::artifact)
        .sorted()
        .toList();
  }

  private static String artifact(Matcher line) {
    String classifier = line.group(2) == null ? "" : line.group(2);
    return line.group(1) + classifier + ":" + line.group(3);
  }
}
