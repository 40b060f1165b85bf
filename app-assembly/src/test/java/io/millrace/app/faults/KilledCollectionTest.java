package io.millrace.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.requestlog.SegmentLines;
import io.millrace.model.requestlog.SegmentName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
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
    Path table = site.file("requests");
    long before = files(table, ".parquet");
    // The lock that a commit takes on local disks holds the process just before it.
    try (FileChannel channel =
            FileChannel.open(
                table.resolve("_millrace.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      CliProcess process = site.startHeld("", 0, words);
      assertThat(process.await(() -> files(table, ".parquet") > before)).isTrue();
      process.kill();
    }
    assertThat(files(table.resolve("_delta_log"), ".json")).isEqualTo(1);
    assertThat(files(log, ".jsonl")).as("nothing is deleted that is not in the table").isEqualTo(2);

    JsonNode repeated = call(site, words);
    JsonNode again = call(site, words);

    assertThat(repeated.get("rows").intValue()).isEqualTo(60);
    assertThat(repeated.get("segments").intValue()).isEqualTo(2);
    assertThat(repeated.get("pruned").intValue()).isEqualTo(2);
    assertThat(again.get("segments").intValue()).isZero();
    assertThat(files(table.resolve("_delta_log"), ".json")).isEqualTo(2);
    assertThat(log).isEmptyDirectory();
  }

  private static JsonNode call(Site site, String... words) throws Exception {
    CliProcess.Ended ended = site.startHeld("", 0, words).end();
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    return JSON.readTree(ended.out());
  }

  private static long files(Path below, String ending) {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(file -> file.getFileName().toString().endsWith(ending))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .count();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
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
