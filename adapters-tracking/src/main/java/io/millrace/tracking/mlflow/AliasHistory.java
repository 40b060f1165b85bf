package io.millrace.tracking.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.tracking.AliasMove;
import io.millrace.tracking.mlflow.client.RegisteredModels;
import io.millrace.tracking.mlflow.client.RegisteredModels.RegisteredModel;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The moves of a model's aliases, each a tag of the model: {@code millrace.move.000017-5d0c2a1b}.
 * Two homes that move at the same moment may take the same number, but not the same tag.
 */
final class AliasHistory {
  private static final String MOVE = Keys.OURS + "move.";
  private static final int RANDOM_DIGITS = 8;
  private static final int LONGEST_WHY = 2000;

  private AliasHistory() {}

  static void add(RegisteredModels models, RegisteredModel model, AliasMove move) {
    long number = 1 + model.tags().keySet().stream().filter(key -> key.startsWith(MOVE)).count();
    String key =
        MOVE
            + "%06d-%s".formatted(number, UUID.randomUUID().toString().substring(0, RANDOM_DIGITS));
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("alias", move.alias())
            .put("from", move.from())
            .put("to", move.to())
            .put("who", move.who())
            .put("time", Times.text(move.time()))
            .put("why", cut(move.why()));
    models.tag(model.name(), key, json.toString());
  }

  /** Tags of registries hold 5,000 characters at least, and of them some are escaped. */
  private static String cut(String why) {
    return why.length() <= LONGEST_WHY ? why : why.substring(0, LONGEST_WHY) + "…";
  }

  /** The newest first. */
  static List<AliasMove> read(RegisteredModel model) {
    return model.tags().entrySet().stream()
        .filter(tag -> tag.getKey().startsWith(MOVE))
        .sorted(Map.Entry.<String, String>comparingByKey(Comparator.reverseOrder()))
        .map(tag -> move(model.name(), Texts.tree(tag.getValue())))
        .toList();
  }

  private static AliasMove move(String model, JsonNode json) {
    return new AliasMove(
        model,
        json.path("alias").asText(),
        json.path("from").asInt(),
        json.path("to").asInt(),
        json.path("who").asText(),
        Times.of(json.path("time").asText()),
        json.path("why").asText());
  }
}
