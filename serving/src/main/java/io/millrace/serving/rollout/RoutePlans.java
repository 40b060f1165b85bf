package io.millrace.serving.rollout;

import static io.millrace.api.error.StandardError.INVALID_CALL;

import io.millrace.api.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads how models are to be served from the words of a call. */
public final class RoutePlans {
  private static final String ROUTE = "--route NAME:TARGET=WEIGHT,…";
  private static final String CANARY =
      "--canary NAME:TARGET[,weight=5,bake=600,window=300,errors=0.01,p99=1.5,shift=0.2,requests=100,promote=false]";

  private final Map<String, Map<String, Double>> weights = new LinkedHashMap<>();
  private final Map<String, StickyKey> keys = new LinkedHashMap<>();
  private final Map<String, String> shadows = new LinkedHashMap<>();
  private final Map<String, RoutePlan.Canary> canaries = new LinkedHashMap<>();

  private RoutePlans() {}

  /**
   * Reads the values of the options of that name.
   *
   * @throws MillraceException INVALID_CALL, in one sentence
   */
  public static List<RoutePlan> parse(
      List<String> models,
      List<String> routes,
      List<String> sticky,
      List<String> shadow,
      List<String> canary) {
    RoutePlans plans = new RoutePlans();
    try {
      models.forEach(plans::model);
      routes.forEach(plans::route);
      sticky.forEach(plans::key);
      shadow.forEach(plans::shadow);
      canary.forEach(plans::canary);
      return plans.all();
    } catch (IllegalArgumentException e) {
      throw new MillraceException(INVALID_CALL, String.valueOf(e.getMessage()), e);
    }
  }

  private void model(String text) {
    int at = text.lastIndexOf('@');
    String[] parts = at > 0 ? split(text, at) : parts(text, "--model NAME@alias or NAME:VERSION");
    if (at < 0 && VersionAccess.isAlias(parts[1])) {
      throw wrong("'%s' names no version; write --model NAME@alias or NAME:VERSION.", text);
    }
    add(parts[0], Map.of(parts[1], 100.0), text);
  }

  private void route(String text) {
    String[] parts = parts(text, ROUTE);
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String share : parts[1].split(",", -1)) {
      String[] pair = share.split("=", 2);
      if (pair.length < 2 || pair[0].isBlank() || shares.containsKey(pair[0])) {
        throw wrong("'%s' names no weights; write %s.", text, ROUTE);
      }
      shares.put(pair[0], number(pair[1], text));
    }
    Split.of("", List.copyOf(shares.values()));
    add(parts[0], shares, text);
  }

  private void add(String model, Map<String, Double> shares, String text) {
    if (weights.putIfAbsent(model, shares) != null) {
      throw wrong("'%s' tells the routes of '%s' again; give each model once.", text, model);
    }
  }

  private void key(String text) {
    String[] parts = parts(text, "--sticky NAME:header:X-Customer or NAME:column:customer");
    keys.put(parts[0], StickyKey.parse(parts[1]));
  }

  private void shadow(String text) {
    String[] parts = parts(text, "--shadow NAME:TARGET");
    shadows.put(parts[0], parts[1]);
  }

  private void canary(String text) {
    String[] parts = parts(text, CANARY);
    String[] words = parts[1].split(",", -1);
    Map<String, String> limits = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      limits.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    CanaryPolicy policy = policy(limits, text);
    if (!limits.isEmpty()) {
      throw wrong(
          "'%s' is no limit of a canary; write %s.", limits.keySet().iterator().next(), CANARY);
    }
    canaries.put(parts[0], new RoutePlan.Canary(words[0], policy));
  }

  private static CanaryPolicy policy(Map<String, String> limits, String text) {
    CanaryPolicy standard = CanaryPolicy.standard();
    return new CanaryPolicy(
        take(limits, "weight", standard.weight(), text),
        Duration.ofMillis((long) (1_000 * take(limits, "bake", standard.bake().toSeconds(), text))),
        Duration.ofMillis(
            (long) (1_000 * take(limits, "window", standard.window().toSeconds(), text))),
        take(limits, "errors", standard.maxErrorRatio(), text),
        take(limits, "p99", standard.maxP99Ratio(), text),
        take(limits, "shift", standard.maxShift(), text),
        (long) take(limits, "requests", standard.minRequests(), text),
        takeTruth(limits, text));
  }

  private static double take(
      Map<String, String> limits, String name, double standard, String text) {
    String value = limits.remove(name);
    return value == null ? standard : number(value, text);
  }

  private static boolean takeTruth(Map<String, String> limits, String text) {
    String value = limits.remove("promote");
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw wrong("'%s' is neither true nor false in '%s'.", value, text);
  }

  private List<RoutePlan> all() {
    Set<String> named = new LinkedHashSet<>(keys.keySet());
    named.addAll(shadows.keySet());
    named.addAll(canaries.keySet());
    for (String model : named) {
      if (!weights.containsKey(model)) {
        throw wrong("'%s' has no route; give it one by --model or --route.", model);
      }
    }
    List<RoutePlan> plans = new ArrayList<>();
    weights.forEach(
        (model, shares) ->
            plans.add(
                new RoutePlan(
                    model,
                    shares,
                    keys.getOrDefault(model, StickyKey.NONE),
                    shadows.get(model),
                    canaries.get(model))));
    return plans;
  }

  private static String[] parts(String text, String form) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw wrong("'%s' can't be read; write %s.", text, form);
    }
    return split(text, colon);
  }

  private static String[] split(String text, int at) {
    return new String[] {text.substring(0, at), text.substring(at + 1)};
  }

  private static double number(String value, String text) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw wrong("'%s' is no number in '%s'.", value, text);
    }
  }

  private static IllegalArgumentException wrong(String format, Object... words) {
    return new IllegalArgumentException(format.formatted(words));
  }
}
