package io.millrace.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.tracking.mlflow.client.Credentials;
import io.millrace.tracking.mlflow.client.ServerAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tracking address: {@code mlflow:} before the server's own, as {@code
 * mlflow:https://mlflow.example/prefix}, with {@code ?experiment=NAME} to put all runs into one
 * experiment in place of one for each pipeline.
 *
 * @param server where it is, and who asks
 * @param experiment all runs' experiment; empty if each pipeline has its own
 */
record MlflowAddress(ServerAddress server, Optional<String> experiment) {
  static final String SCHEME = "mlflow";
  private static final String EXPERIMENT = "experiment=";
  private static final Pattern FORM =
      Pattern.compile("(https?)://(?:([^/@]*)@)?([^/?#@]+)(/[^?#]*)?(?:\\?([^#]*))?");

  static MlflowAddress of(URI address, Function<String, Optional<String>> variables) {
    Matcher matcher = FORM.matcher(address.getRawSchemeSpecificPart());
    if (!matcher.matches()) {
      // Not the address itself: it may hold a password.
      throw invalid("the tracking address names no MLflow server");
    }
    String path = matcher.group(4) == null ? "" : matcher.group(4).replaceAll("/+$", "");
    URI base = URI.create(matcher.group(1) + "://" + matcher.group(3) + path);
    Credentials credentials =
        matcher.group(2) == null ? Credentials.from(variables) : inside(matcher.group(2));
    return new MlflowAddress(
        new ServerAddress(base, credentials), experiment(matcher.group(5), base));
  }

  private static Credentials inside(String userInfo) {
    String[] pair = decoded(userInfo).split(":", 2);
    return Credentials.basic(
        pair[0], pair.length > 1 ? pair[1] : "", "the name and the password in the address");
  }

  private static Optional<String> experiment(@Nullable String query, URI base) {
    if (query == null || query.isEmpty()) {
      return Optional.empty();
    }
    if (!query.startsWith(EXPERIMENT) || query.contains("&")) {
      throw invalid("the tracking address of " + base + " has an unknown setting behind '?'");
    }
    String name = decoded(query.substring(EXPERIMENT.length()));
    if (name.isBlank()) {
      throw invalid("the tracking address of " + base + " names no experiment");
    }
    return Optional.of(name);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static MillraceException invalid(String what) {
    return new MillraceException(
        StandardError.INVALID_CALL,
        what
            + "; write mlflow:http://HOST:PORT or mlflow:https://HOST/PREFIX, with ?experiment=NAME if you like");
  }
}
