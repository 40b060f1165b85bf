package io.millrace.serving.protocol.mlflow;

import io.millrace.serving.model.CallRefused.Reason;
import io.millrace.serving.protocol.Json;

/** Errors as MLflow's server gives them. */
public final class MlflowErrors {
  private MlflowErrors() {}

  /** The body for an error that has MLflow's JSON form. */
  public static byte[] json(int status, String message) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("error_code", code(status));
          json.writeStringField("message", Json.wellFormed(message));
          json.writeEndObject();
        });
  }

  /** Whether MLflow answers with the plain sentence. */
  public static boolean isPlain(int status) {
    return status == Reason.WRONG_FORMAT.status() || status == Reason.TOO_SLOW.status();
  }

  private static String code(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 404 -> "RESOURCE_DOES_NOT_EXIST";
      case 405 -> "ENDPOINT_NOT_FOUND";
      case 409 -> "RESOURCE_CONFLICT";
      case 500 -> "INTERNAL_ERROR";
      case 501 -> "NOT_IMPLEMENTED";
      case 503 -> "TEMPORARILY_UNAVAILABLE";
      default -> "BAD_REQUEST";
    };
  }
}
