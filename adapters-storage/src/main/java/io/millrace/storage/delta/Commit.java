package io.millrace.storage.delta;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.store.FeatureVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a table's log says of one version.
 *
 * @param version the version that the commit made
 * @param time when; from the log itself where it tells, since copying a table changes file times
 * @param operation as Delta names it: {@code WRITE}, {@code MERGE}, {@code VACUUM START} …
 * @param overwrites whether it replaced all rows
 * @param writtenRows rows written, -1 if the log does not tell
 * @param noteOrNull what our publication left, if it was one
 */
record Commit(
    long version,
    Instant time,
    String operation,
    boolean overwrites,
    long writtenRows,
    @Nullable EffectNote noteOrNull) {

  static Commit of(long version, JsonNode info, Instant fileTime) {
    long millis =
        info.hasNonNull("inCommitTimestamp")
            ? info.get("inCommitTimestamp").asLong()
            : fileTime.toEpochMilli();
    return new Commit(
        version,
        Instant.ofEpochMilli(millis),
        info.path("operation").asText("UNKNOWN"),
        info.path("operationParameters").path("mode").asText().equals("Overwrite"),
        info.path("operationMetrics").path("numOutputRows").asLong(-1),
        EffectNote.parse(info.path("userMetadata").asText("")).orElse(null));
  }

  Optional<EffectNote> note() {
    return Optional.ofNullable(noteOrNull);
  }

  /** The note, if its figures hold for this version. */
  Optional<EffectNote> figures() {
    return note().filter(note -> note.base() + 1 == version);
  }

  FeatureVersion toFeatureVersion(String table) {
    Map<String, String> facts = new TreeMap<>();
    long rows = figures().map(EffectNote::rows).orElse(overwrites ? writtenRows : -1L);
    long files = figures().map(EffectNote::files).orElse(-1L);
    if (rows >= 0) {
      facts.put("rows", Long.toString(rows));
    }
    if (files >= 0) {
      facts.put("files", Long.toString(files));
    }
    String run = note().map(EffectNote::run).orElse("");
    return new FeatureVersion(table, version, time, operation, run, facts);
  }
}
