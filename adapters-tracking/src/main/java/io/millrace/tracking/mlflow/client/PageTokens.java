package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Base64;
import java.util.Optional;

/**
 * What stands in the tokens of a server's pages. MLflow's own hold the number of items before the
 * page, so that a page can be asked for without those before it. Other servers' can only be handed
 * back.
 */
final class PageTokens {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String OFFSET = "offset";

  private volatile Kind kind = Kind.UNKNOWN;

  private enum Kind {
    UNKNOWN,
    NUMBERS,
    OPAQUE
  }

  /** The server gave a token for what is behind the first items. */
  void seen(String token, long before) {
    if (!token.isEmpty() && kind == Kind.UNKNOWN) {
      kind = tells(token, before) ? Kind.NUMBERS : Kind.OPAQUE;
    }
  }

  private static boolean tells(String token, long before) {
    try {
      JsonNode tree = JSON.readTree(new String(Base64.getDecoder().decode(token), UTF_8));
      JsonNode offset = tree.path(OFFSET);
      return tree.size() == 1 && offset.isIntegralNumber() && offset.asLong() == before;
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return false;
    }
  }

  /** Whether a token was seen. */
  boolean areKnown() {
    return kind != Kind.UNKNOWN;
  }

  /** The token for what is behind so many items; empty if it can't be made up. */
  Optional<String> behind(long items) {
    if (items == 0) {
      return Optional.of("");
    }
    // As Python writes JSON.
    String json = "{\"" + OFFSET + "\": " + items + "}";
    return kind == Kind.NUMBERS
        ? Optional.of(Base64.getEncoder().encodeToString(json.getBytes(UTF_8)))
        : Optional.empty();
  }
}
