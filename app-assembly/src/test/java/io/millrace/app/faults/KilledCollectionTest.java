package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.requestlog.SegmentLines;
import io.millrace.model.requestlog.SegmentName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while {@code requests collect} writes, then the same call again. */
final class KilledCollectionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  @Tag("full")
  void aCollectionThatIsKilledShowsNothingAndTheSameCallTakesEachRowOnce() throws Exception {
    Site site = Site.in(directory);
    Path log = Files.createDirectory(site.file("log"));
    String[] words = {"requests", "collect", "log", "--to", "requests", "--prune"};
    segment(log, 1, 40);
    assertThat(call(site, words).get("rows").intValue()).isEqualTo(40);
    assertThat(log).isEmptyDirectory();
    segment(log, 2, 30);
    segment(log, 3, 30);
    DeltaTable table = new DeltaTable(site.file("requests"));
    table.killBeforeItsCommit(() -> site.startHeld("", 0, words));
    assertThat(table.commits()).isEqualTo(1);
    assertThat(log)
        .as("nothing is deleted that is not in the table")
        .isDirectoryContaining(file -> file.endsWith(new SegmentName("server", 2).closed()))
        .isDirectoryContaining(file -> file.endsWith(new SegmentName("server", 3).closed()));

    JsonNode repeated = call(site, words);
    JsonNode again = call(site, words);

    assertThat(repeated.get("rows").intValue()).isEqualTo(60);
    assertThat(repeated.get("segments").intValue()).isEqualTo(2);
    assertThat(repeated.get("pruned").intValue()).isEqualTo(2);
    assertThat(again.get("segments").intValue()).isZero();
    assertThat(table.commits()).isEqualTo(2);
    assertThat(log).isEmptyDirectory();
  }

  private static JsonNode call(Site site, String... words) throws Exception {
    CliProcess.Ended ended = site.startHeld("", 0, words).end();
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    return JSON.readTree(ended.out());
  }

  private static void segment(Path log, int number, int rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(line("{\"format\":2}"));
    for (int i = 0; i < rows; i++) {
      out.writeBytes(
          line(
              "{\"id\":\"r%d-%d\",\"row\":0,\"time\":\"2026-11-21T10:00:00Z\",\"model\":\"m\",\"version\":\"1\",\"route\":\"champion\",\"status\":200,\"features\":{},\"prediction\":{\"p\":1.0}}"
                  .formatted(number, i)));
    }
    Files.write(log.resolve(new SegmentName("server", number).closed()), out.toByteArray());
  }

  private static byte[] line(String json) {
    return SegmentLines.line(json.getBytes(StandardCharsets.UTF_8));
  }
}
