package io.millrace.storage.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What a publication leaves in the user metadata of its commit.
 *
 * @param effect the token of its effect key
 * @param run the run that made it
 * @param base the version that rows and files were counted on; if another writer came between, the
 *     commit's version is not the next one, and the figures don't hold
 * @param rows rows of the table in this version, -1 if unknown
 * @param files data files of the table in this version, -1 if unknown
 * @param added rows that the publication itself brought, -1 if unknown
 */
record EffectNote(String effect, String run, long base, long rows, long files, long added) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String toJson() {
    return JSON.createObjectNode()
        .put("effect", effect)
        .put("run", run)
        .put("base", base)
        .put("rows", rows)
        .put("files", files)
        .put("added", added)
        .toString();
  }

  /** Empty if someone else wrote that text. */
  static Optional<EffectNote> parse(String userMetadata) {
    try {
      JsonNode note = JSON.readTree(userMetadata);
      return note == null || !note.hasNonNull("effect")
          ? Optional.empty()
          : Optional.of(
              new EffectNote(
                  note.get("effect").asText(),
                  note.path("run").asText(),
                  note.path("base").asLong(-1),
                  note.path("rows").asLong(-1),
                  note.path("files").asLong(-1),
                  note.path("added").asLong(-1)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
