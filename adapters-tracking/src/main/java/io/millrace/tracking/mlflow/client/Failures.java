package io.millrace.tracking.mlflow.client;

import static io.millrace.tracking.mlflow.client.MlflowError.MLFLOW_DENIED;
import static io.millrace.tracking.mlflow.client.MlflowError.MLFLOW_EXISTS;
import static io.millrace.tracking.mlflow.client.MlflowError.MLFLOW_NOT_FOUND;
import static io.millrace.tracking.mlflow.client.MlflowError.MLFLOW_REFUSED;
import static io.millrace.tracking.mlflow.client.MlflowError.MLFLOW_UNFIT;
import static io.millrace.tracking.mlflow.client.MlflowError.MLFLOW_UNREACHABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what is wrong with a server, where, and what to do. */
final class Failures {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_QUOTE = 300;

  private final ServerAddress server;

  Failures(ServerAddress server) {
    this.server = server;
  }

  /** No answer came. */
  MillraceException silent(Request request, Throwable cause, Duration patience) {
    String where = "The MLflow server at " + server.shown();
    if (isUnresolved(cause)) {
      return unreachable(
          "The host of the MLflow server at %s is not known; correct the tracking address."
              .formatted(server.shown()),
          cause);
    }
    if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
      return unreachable(
          where + " takes no connection; start it, or correct the tracking address.", cause);
    }
    if (cause instanceof SSLException) {
      return unreachable(
          "%s can't be spoken to by TLS (%s); correct the tracking address, or trust its certificate."
              .formatted(where, cause.getMessage()),
          cause);
    }
    if (cause instanceof TimeoutException) {
      return unreachable(
          "%s gave no answer within %d s when %s; look at its log, or try again later."
              .formatted(where, patience.toSeconds(), request.what()),
          cause);
    }
    if (cause instanceof LimitedBody.TooLarge) {
      return new MillraceException(
          MLFLOW_UNFIT,
          "%s answered more than MLflow ever does when %s (%s); correct the tracking address."
              .formatted(where, request.what(), cause.getMessage()),
          cause);
    }
    return unreachable(
        "%s broke off when %s (%s); look at its log, or try again later."
            .formatted(where, request.what(), reason(cause)),
        cause);
  }

  private static boolean isUnresolved(Throwable cause) {
    return cause instanceof UnknownHostException
        || cause instanceof UnresolvedAddressException
        || cause.getCause() instanceof UnresolvedAddressException;
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static MillraceException unreachable(String message, Throwable cause) {
    return new MillraceException(MLFLOW_UNREACHABLE, message, cause);
  }

  /** An answer that does not say yes. */
  MillraceException refused(Request request, int status, byte[] body) {
    String where = "The MLflow server at " + server.shown();
    JsonNode error = json(body);
    String code = error == null ? "" : error.path("error_code").asText();
    if (status == 401) {
      return new MillraceException(
          MLFLOW_DENIED,
          where + " does not let you in (401); " + server.credentials().advice() + ".");
    }
    if (status == 403) {
      return new MillraceException(
          MLFLOW_DENIED,
          "%s does not allow %s (403); ask for the permission, or %s."
              .formatted(where, request.what(), server.credentials().advice()));
    }
    if (status >= 300 && status < 400) {
      return new MillraceException(
          MLFLOW_UNFIT,
          "%s sends elsewhere (%d) when %s; write the address that it really has."
              .formatted(where, status, request.what()));
    }
    if (status == 429) {
      return new MillraceException(
          MLFLOW_UNREACHABLE,
          where + " has too many requests (429) when " + request.what() + "; try again later.");
    }
    if (status >= 500 && status != 501) {
      return new MillraceException(
          MLFLOW_UNREACHABLE,
          "%s failed (%d%s) when %s; look at its log, or try again later."
              .formatted(where, status, said(error), request.what()));
    }
    if (status == 404 && error == null) {
      return new MillraceException(
          MLFLOW_UNFIT,
          "There is no MLflow at %s: it knows no %s (404); correct the tracking address, or use a newer server."
              .formatted(server.shown(), request.path().split("\\?", 2)[0]));
    }
    if (code.equals("RESOURCE_ALREADY_EXISTS")) {
      return new MillraceException(
          MLFLOW_EXISTS, where + " has one of that name when " + request.what() + ".");
    }
    return new MillraceException(
        status == 404 ? MLFLOW_NOT_FOUND : MLFLOW_REFUSED,
        "%s refused %s (%d%s).".formatted(where, request.what(), status, said(error)));
  }

  /** A good answer that is no JSON. */
  MillraceException garbled(Request request, IOException cause) {
    return new MillraceException(
        MLFLOW_UNFIT,
        "What answers at %s when %s gives no JSON, or cut-off JSON; correct the tracking address, or look at its log."
            .formatted(server.shown(), request.what()),
        cause);
  }

  private static String said(@Nullable JsonNode error) {
    String message = error == null ? "" : error.path("message").asText();
    String line = message.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      return "";
    }
    String quote = line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
    return ": " + quote;
  }

  private static @Nullable JsonNode json(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(new String(body, UTF_8));
      return tree != null && tree.isObject() ? tree : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
