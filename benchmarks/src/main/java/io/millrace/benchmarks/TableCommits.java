package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commits of a Delta table on a local disk that a stream writes, as its log tells of them. */
final class TableCommits {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path log;
  private final List<Commit> seen = new ArrayList<>();

  TableCommits(Path table) {
    log = table.resolve("_delta_log");
  }

  /**
   * What became readable at once.
   *
   * @param millis when, since 1970
   * @param rows how many
   * @param firstId the least id among them
   * @param lastId the greatest
   */
  record Commit(long millis, long rows, long firstId, long lastId) {
    boolean holds(long id) {
      return firstId <= id && id <= lastId;
    }
  }

  /** All that are there by now and brought rows, in their order. */
  List<Commit> read() throws IOException {
    // A commit has its name once it is whole.
    for (Path file = next(); Files.exists(file); file = next()) {
      seen.add(commit(file));
    }
    return seen.stream().filter(commit -> commit.rows() > 0).toList();
  }

  /** How many rows the table has by now. */
  long rows() throws IOException {
    return read().stream().mapToLong(Commit::rows).sum();
  }

  private Path next() {
    return log.resolve("%020d.json".formatted(seen.size()));
  }

  private static Commit commit(Path file) throws IOException {
    long rows = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (String line : Files.readAllLines(file)) {
      JsonNode added = JSON.readTree(line).path("add");
      if (!added.isMissingNode()) {
        JsonNode stats = JSON.readTree(added.path("stats").asText());
        rows += stats.path("numRecords").longValue();
        first = Math.min(first, stats.path("minValues").path("id").asLong(first));
        last = Math.max(last, stats.path("maxValues").path("id").asLong(last));
      }
    }
    return new Commit(Files.getLastModifiedTime(file).toMillis(), rows, first, last);
  }
}
