package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while {@code score} writes, then the same call again. */
final class KilledScoringTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  @Tag("full")
  void aJobThatIsKilledShowsNothingAndTheSameCallWritesItOnce() throws Exception {
    Site site = Site.in(directory);
    assertThat(call(site, "run", "pipeline.yaml").get("status").textValue()).isEqualTo("done");
    killedBeforeItsCommit(site);
    killedBetweenItsFiles(site);
    assertThat(site.filesWithTheSecret()).isEmpty();
  }

  private static void killedBeforeItsCommit(Site site) throws Exception {
    String[] first = {"score", "leavers", "--input", "rows.csv", "--to", "scores", "--append"};
    assertThat(call(site, first).get("rows").intValue()).isEqualTo(300);
    String[] second = {
      "score", "leavers", "--input", "rows.csv", "--to", "scores", "--append", "--job", "second"
    };
    DeltaTable scores = new DeltaTable(site.file("scores"));
    scores.killBeforeItsCommit(() -> site.startHeld("", 0, second));
    assertThat(scores.commits()).isEqualTo(1);

    JsonNode repeated = call(site, second);
    JsonNode again = call(site, second);

    assertThat(repeated.get("repeated").booleanValue()).isFalse();
    assertThat(repeated.get("rows").intValue()).isEqualTo(300);
    assertThat(again.get("repeated").booleanValue()).isTrue();
    assertThat(again.get("rows").intValue()).isEqualTo(300);
    assertThat(scores.commits()).isEqualTo(2);
  }

  private static void killedBetweenItsFiles(Site site) throws Exception {
    String[] words = {"score", "leavers", "--input", "rows.csv", "--to", "scores.csv"};
    CliProcess process = site.startHeld("", 0, words);
    assertThat(process.await(() -> hidden(site) > 0)).isTrue();
    process.kill();
    assertThat(site.file("scores.csv")).doesNotExist();

    JsonNode repeated = call(site, words);

    assertThat(repeated.get("repeated").booleanValue()).isFalse();
    assertThat(lines(site.file("scores.csv"))).isEqualTo(300);
    assertThat(hidden(site)).isZero();
    assertThat(call(site, words).get("repeated").booleanValue()).isTrue();
  }

  private static JsonNode call(Site site, String... words) throws Exception {
    CliProcess.Ended ended = site.startHeld("", 0, words).end();
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    return JSON.readTree(ended.out());
  }

  /** What lies beside a target until it is whole. */
  private static long hidden(Site site) {
    try (Stream<Path> beside = Files.list(site.file("scores.csv").getParent())) {
      return beside.filter(f -> f.getFileName().toString().startsWith(".scores.csv.")).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long lines(Path csv) throws IOException {
    long lines = 0;
    try (Stream<Path> files = Files.list(csv)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        lines += Files.readAllLines(file).size() - 1;
      }
    }
    return lines;
  }
}
