package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives lists part by part. The tokens are those of MLflow, {@code {"offset": 20}} in base 64, or,
 * as those of servers that only speak its language, tell nothing.
 */
final class StandInPages {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, Integer> opaque = new HashMap<>();
  private int most = Integer.MAX_VALUE;

  /** From now on a part has at most so many items, and tokens tell nothing. */
  void makeOpaque(int mostItems) {
    most = mostItems;
  }

  ObjectNode part(String field, ObjectNode in, List<ObjectNode> items) {
    int from = Math.min(items.size(), from(in.path("page_token").asText()));
    int to = (int) Math.min(items.size(), (long) from + wanted(in));
    ObjectNode answer = JSON.createObjectNode();
    items.subList(from, to).forEach(answer.putArray(field)::add);
    if (to < items.size()) {
      answer.put("next_page_token", token(to));
    }
    return answer;
  }

  private int wanted(ObjectNode in) {
    return Math.min(most, in.path("max_results").asInt(1000));
  }

  private String token(int offset) {
    if (most == Integer.MAX_VALUE) {
      String json = "{\"offset\": " + offset + "}";
      return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }
    String token = "next-" + Integer.toHexString(offset * 7919);
    opaque.put(token, offset);
    return token;
  }

  private int from(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    if (most != Integer.MAX_VALUE) {
      return requireNonNull(opaque.get(token), token);
    }
    try {
      return JSON.readTree(new String(Base64.getDecoder().decode(token), UTF_8))
          .path("offset")
          .intValue();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
