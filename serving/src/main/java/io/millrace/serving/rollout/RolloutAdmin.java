package io.millrace.serving.rollout;

import static io.millrace.serving.model.CallRefused.Reason.CONFLICT;
import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;
import static io.millrace.serving.model.CallRefused.Reason.WRONG_METHOD;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.error.MillraceException;
import io.millrace.serving.model.CallRefused;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The admin calls: JSON in, JSON out, whatever carries them. Thread-safe; calls may block. */
final class RolloutAdmin {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MODELS = "/admin/models";

  private final Rollout rollout;
  private final RolloutStatus status;

  RolloutAdmin(Rollout rollout, RolloutStatus status) {
    this.rollout = rollout;
    this.status = status;
  }

  /**
   * Answers a call.
   *
   * @throws CallRefused in one sentence, with the status
   */
  byte[] answer(String method, String path, byte[] body) {
    try {
      return JSON.writeValueAsBytes(answered(method, path, body));
    } catch (IllegalArgumentException e) {
      throw CallRefused.badInput(String.valueOf(e.getMessage()));
    } catch (MillraceException e) {
      throw new CallRefused(CONFLICT, String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw CallRefused.badInput(
          "The body is no JSON: it breaks off or goes wrong at line %d, column %d."
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw CallRefused.badInput("The body is no JSON: " + e.getMessage() + ".");
    }
  }

  private JsonNode answered(String method, String path, byte[] body) throws IOException {
    if (path.equals(MODELS)) {
      requireMethod(method, "GET", path);
      return status.all();
    }
    String[] parts = path.startsWith(MODELS + "/") ? path.substring(14).split("/", -1) : null;
    if (parts == null || parts.length > 2) {
      throw nothing(path);
    }
    if (parts.length == 1) {
      requireMethod(method, "GET", path);
      return status.of(parts[0]);
    }
    act(method, path, parts[0], parts[1], object(body));
    return status.of(parts[0]);
  }

  private void act(String method, String path, String model, String action, ObjectNode body) {
    boolean ends = method.equals("DELETE") && (action.equals("canary") || action.equals("shadow"));
    if (!ends) {
      requireAction(action, path);
      requireMethod(method, "POST", path);
    }
    switch (action) {
      case "reload" -> {
        requireOnly(body, List.of());
        rollout.load(model);
      }
      case "rollback" -> {
        requireOnly(body, List.of("route"));
        rollout.rollback(model, text(body, "route"));
      }
      case "weights" -> rollout.setWeights(model, weights(body));
      case "shadow" -> {
        requireOnly(body, List.of("target"));
        rollout.setShadow(model, ends ? null : required(body, "target"));
      }
      case "canary" -> canary(model, ends, body);
      default -> throw nothing(path);
    }
  }

  private void canary(String model, boolean ends, ObjectNode body) {
    if (ends) {
      rollout.canaries().stop(model);
    } else {
      CanaryPolicy policy = policy(body);
      rollout.canaries().begin(model, required(body, "target"), policy);
    }
  }

  private static CanaryPolicy policy(ObjectNode body) {
    requireOnly(
        body,
        List.of(
            "target",
            "weight",
            "bakeSeconds",
            "windowSeconds",
            "maxErrorRatio",
            "maxP99Ratio",
            "maxShift",
            "minRequests",
            "promote"));
    CanaryPolicy standard = CanaryPolicy.standard();
    return new CanaryPolicy(
        number(body, "weight", standard.weight()),
        Duration.ofMillis(
            (long) (1_000 * number(body, "bakeSeconds", standard.bake().toSeconds()))),
        Duration.ofMillis(
            (long) (1_000 * number(body, "windowSeconds", standard.window().toSeconds()))),
        number(body, "maxErrorRatio", standard.maxErrorRatio()),
        number(body, "maxP99Ratio", standard.maxP99Ratio()),
        number(body, "maxShift", standard.maxShift()),
        (long) number(body, "minRequests", standard.minRequests()),
        truth(body, "promote", standard.promote()));
  }

  private static Map<String, Double> weights(ObjectNode body) {
    Map<String, Double> weights = new LinkedHashMap<>();
    body.properties().forEach(p -> weights.put(p.getKey(), number(body, p.getKey(), 0)));
    if (weights.isEmpty()) {
      throw CallRefused.badInput("Name targets with their weights, as {\"champion\": 90}.");
    }
    return weights;
  }

  private static ObjectNode object(byte[] body) throws IOException {
    if (body.length == 0) {
      return JSON.createObjectNode();
    }
    if (JSON.readTree(body) instanceof ObjectNode object) {
      return object;
    }
    throw CallRefused.badInput("The body has to be a JSON object.");
  }

  private static void requireOnly(ObjectNode body, List<String> known) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw CallRefused.badInput(
                    known.isEmpty()
                        ? "'%s' is not known: this call takes no values.".formatted(name)
                        : "'%s' is not known; there is %s."
                            .formatted(name, String.join(", ", known)));
              }
            });
  }

  private static @Nullable String text(ObjectNode body, String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : of(value, name, "a text", value::textValue);
  }

  private static String required(ObjectNode body, String name) {
    String text = text(body, name);
    if (text == null) {
      throw CallRefused.badInput("'%s' is missing.".formatted(name));
    }
    return text;
  }

  private static double number(ObjectNode body, String name, double standard) {
    JsonNode value = body.get(name);
    return value == null
        ? standard
        : of(value, name, "a number", () -> value.isNumber() ? value.doubleValue() : null);
  }

  private static boolean truth(ObjectNode body, String name, boolean standard) {
    JsonNode value = body.get(name);
    return value == null
        ? standard
        : of(value, name, "true or false", () -> value.isBoolean() ? value.booleanValue() : null);
  }

  private static <T> T of(JsonNode json, String name, String kind, Supplier<@Nullable T> value) {
    T found = value.get();
    if (found == null) {
      throw CallRefused.badInput("'%s' has to be %s, and is %s.".formatted(name, kind, json));
    }
    return found;
  }

  private static void requireAction(String action, String path) {
    if (!List.of("reload", "rollback", "weights", "shadow", "canary").contains(action)) {
      throw nothing(path);
    }
  }

  private static void requireMethod(String method, String wanted, String path) {
    if (!method.equals(wanted)) {
      throw new CallRefused(
          WRONG_METHOD, "%s takes %s, and not %s.".formatted(path, wanted, method));
    }
  }

  private static CallRefused nothing(String path) {
    return new CallRefused(NOT_FOUND, "There is no admin call %s.".formatted(path));
  }
}
