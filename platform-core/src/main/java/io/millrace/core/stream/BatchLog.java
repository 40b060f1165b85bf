package io.millrace.core.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.stream.Checkpoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which version scores which batch: written before the batch's work, so that one that is repeated
 * gives the same rows, though the alias moved in between.
 */
final class BatchLog {
  /** Only the last batch is ever repeated; the others are for those who look. */
  private static final int KEPT = 100;

  private static final String FOLDER = "batches";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkpoint checkpoint;

  BatchLog(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * What a batch is scored by.
   *
   * @param version the registered version
   * @param packageHash of its package
   * @param time the stamp's
   */
  record Entry(int version, String packageHash, Instant time) {
    static Entry now(int version, String packageHash) {
      return new Entry(version, packageHash, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
  }

  /** What was chosen when the batch first began. */
  Optional<Entry> find(long batch) {
    return checkpoint.read(name(batch)).map(text -> entry(batch, text));
  }

  private Entry entry(long batch, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      return new Entry(
          json.path("version").asInt(),
          json.path("package").asText(),
          Instant.parse(json.path("time").asText()));
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED,
          "the checkpoint %s does not tell by which version batch %d is scored: %s is damaged"
              .formatted(checkpoint.shown(), batch, name(batch)),
          e);
    }
  }

  /** Notes a choice, and forgets old ones. */
  void add(long batch, Entry entry) {
    checkpoint.write(
        name(batch),
        JSON.createObjectNode()
            .put("version", entry.version())
            .put("package", entry.packageHash())
            .put("time", entry.time().toString())
            .toString());
    if (batch >= KEPT) {
      checkpoint.delete(name(batch - KEPT));
    }
  }

  private static String name(long batch) {
    return FOLDER + "/" + batch + ".json";
  }
}
