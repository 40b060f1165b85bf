package io.millrace.core.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.stream.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a checkpoint belongs to. Its positions are those of one source, and its batches lie in one
 * place: with another one, rows would be lost or doubled without a word.
 *
 * @param stream made once, for stamps and transactions
 * @param belongings by what they are, as users call it
 */
record StreamIdentity(String stream, Map<String, String> belongings) {
  private static final String FILE = "stream.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A new one. */
  static StreamIdentity of(String model, String source, String output, String deadLetters) {
    Map<String, String> belongings = new LinkedHashMap<>();
    belongings.put("model", model);
    belongings.put("source", source);
    belongings.put("output", output);
    belongings.put("dead letters", deadLetters);
    return new StreamIdentity("stream-" + UUID.randomUUID(), belongings);
  }

  /** Notes in a new checkpoint that it belongs to this. */
  void claim(Checkpoint checkpoint) {
    if (checkpoint.read(FILE).isEmpty()) {
      checkpoint.write(FILE, text());
    }
  }

  /**
   * The one that the checkpoint belongs to; this, if it is a new one.
   *
   * @throws MillraceException INVALID_CALL, if it belongs to something else
   */
  StreamIdentity of(Checkpoint checkpoint) {
    String text = checkpoint.read(FILE).orElse("");
    if (text.isEmpty()) {
      if (checkpoint.isUsed()) {
        throw refused(checkpoint, "was made by another program");
      }
      return this;
    }
    JsonNode known;
    try {
      known = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw refused(checkpoint, "can't be read: its " + FILE + " is damaged");
    }
    belongings.forEach(
        (what, now) -> {
          String before = known.path(what).asText();
          // Dead letters may be set aside from now on, or somewhere else: none is there twice.
          if (!what.equals("dead letters") && !before.equals(now)) {
            throw refused(
                checkpoint, "belongs to the %s '%s', not to '%s'".formatted(what, before, now));
          }
        });
    return new StreamIdentity(known.path("stream").asText(), belongings);
  }

  private String text() {
    ObjectNode json = JSON.createObjectNode().put("stream", stream);
    belongings.forEach(json::put);
    return json.toString();
  }

  private static MillraceException refused(Checkpoint checkpoint, String reason) {
    return new MillraceException(
        StandardError.INVALID_CALL,
        "the checkpoint %s %s; name another directory for this stream"
            .formatted(checkpoint.shown(), reason));
  }
}
