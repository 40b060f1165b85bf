package io.millrace.serving.http;

import org.jspecify.annotations.Nullable;

/**
 * What a path means.
 *
 * @param target what is asked for
 * @param modelOrNull the model that the path names
 * @param versionOrNull the version that the path names
 */
record Route(Target target, @Nullable String modelOrNull, @Nullable String versionOrNull) {
  private static final String MODELS = "/v2/models/";
  private static final String REPOSITORY = "/v2/repository/models/";

  /** What can be asked for. */
  enum Target {
    INFER("POST", true),
    INVOCATIONS("POST", true),
    PING("GET", false),
    VERSION("GET", true),
    LIVE("GET", false),
    READY("GET", false),
    SERVER("GET", true),
    MODELS("GET", true),
    MODEL("GET", true),
    MODEL_READY("GET", true),
    LOAD("POST", true),
    UNLOAD("POST", true),
    METRICS("GET", true),
    OPENAPI("GET", true),
    // The page itself tells nothing of the models: it asks for /openapi.json with the reader's key.
    PAGE("GET", false),
    /** An endpoint that the server was given. */
    EXTRA("", true),
    NOTHING("", true);

    private final String method;
    private final boolean guarded;

    Target(String method, boolean guarded) {
      this.method = method;
      this.guarded = guarded;
    }

    /** The one method that it takes; HEAD goes wherever GET does. */
    String method() {
      return method;
    }

    /** Whether a call needs a key, where calls do. */
    boolean isGuarded() {
      return guarded;
    }
  }

  /** The route of a decoded path. */
  static Route of(String path) {
    if (path.startsWith(MODELS)) {
      return model(path.substring(MODELS.length()).split("/", -1));
    }
    if (path.startsWith(REPOSITORY)) {
      return repository(path.substring(REPOSITORY.length()).split("/", -1));
    }
    return new Route(fixed(path), null, null);
  }

  boolean isV2() {
    return target != Target.INVOCATIONS;
  }

  private static Target fixed(String path) {
    return switch (path) {
      case "/invocations" -> Target.INVOCATIONS;
      case "/ping", "/health" -> Target.PING;
      case "/version" -> Target.VERSION;
      case "/v2", "/v2/" -> Target.SERVER;
      case "/v2/health/live" -> Target.LIVE;
      case "/v2/health/ready" -> Target.READY;
      case "/v2/models" -> Target.MODELS;
      case "/metrics" -> Target.METRICS;
      case "/openapi.json" -> Target.OPENAPI;
      case "/", "/docs" -> Target.PAGE;
      default -> Target.NOTHING;
    };
  }

  /** Of {@code MODEL[/versions/VERSION][/ready|/infer]}. */
  private static Route model(String[] parts) {
    boolean versioned = parts.length > 2 && parts[1].equals("versions") && !parts[2].isEmpty();
    int next = versioned ? 3 : 1;
    String last = parts.length == next + 1 ? parts[next] : "";
    boolean tooLong = parts.length > next + 1 || parts[0].isEmpty();
    Target target =
        tooLong
            ? Target.NOTHING
            : parts.length == next
                ? Target.MODEL
                : switch (last) {
                  case "infer" -> Target.INFER;
                  case "ready" -> Target.MODEL_READY;
                  default -> Target.NOTHING;
                };
    return new Route(target, parts[0], versioned ? parts[2] : null);
  }

  private static Route repository(String[] parts) {
    Target target =
        parts.length != 2 || parts[0].isEmpty()
            ? Target.NOTHING
            : switch (parts[1]) {
              case "load" -> Target.LOAD;
              case "unload" -> Target.UNLOAD;
              default -> Target.NOTHING;
            };
    return new Route(target, parts[0], null);
  }
}
