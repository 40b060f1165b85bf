package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says who asks. Never printed.
 *
 * @param header the value of {@code Authorization}; empty if the server is asked without
 * @param source where it was taken from, to tell a user what to correct
 */
public record Credentials(String header, String source) {
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  /** Asked without a name. */
  public static final Credentials NONE = new Credentials("", "");

  /** A name with its password. */
  public static Credentials basic(String user, String password, String source) {
    String pair = user + ":" + password;
    return new Credentials(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)), source);
  }

  /**
   * As MLflow's own clients take them: a name with its password goes before a token.
   *
   * @param environment gives variables by name
   */
  public static Credentials from(Function<String, Optional<String>> environment) {
    Optional<String> user = set(environment, USERNAME);
    Optional<String> password = set(environment, PASSWORD);
    if (user.isPresent() && password.isPresent()) {
      return basic(user.get(), password.get(), USERNAME + " and " + PASSWORD);
    }
    return set(environment, TOKEN)
        .map(token -> new Credentials("Bearer " + token.strip(), TOKEN))
        .orElse(NONE);
  }

  private static Optional<String> set(Function<String, Optional<String>> environment, String name) {
    return environment.apply(name).filter(value -> !value.isBlank());
  }

  /** What a user can do when the server refuses these. */
  String advice() {
    return header.isEmpty()
        ? "set " + USERNAME + " and " + PASSWORD + ", or " + TOKEN
        : "correct " + source + (source.equals(TOKEN) ? ": the token may have expired" : "");
  }

  @Override
  public String toString() {
    return header.isEmpty() ? "no credentials" : "credentials from " + source;
  }
}
