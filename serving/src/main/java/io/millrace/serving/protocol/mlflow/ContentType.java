package io.millrace.serving.protocol.mlflow;

import static io.millrace.serving.model.CallRefused.Reason.WRONG_FORMAT;

import io.millrace.serving.model.CallRefused;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of a request's body. The errors have the texts of MLflow's server. */
public enum ContentType {
  /** One of the four JSON forms. */
  JSON,
  /** Comma-separated values with a header. */
  CSV;

  /**
   * What the header {@code Content-Type} says; JSON without one.
   *
   * @throws CallRefused WRONG_FORMAT, if it is neither, or in another charset than UTF-8
   */
  public static ContentType of(@Nullable String header) {
    if (header == null) {
      return JSON;
    }
    String[] parts = header.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      requireUtf8(parts[i].strip());
    }
    return switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
      case "application/json" -> JSON;
      case "text/csv" -> CSV;
      default ->
          throw new CallRefused(
              WRONG_FORMAT,
              "This predictor only supports the following content types: Types: ['text/csv', 'application/json']. Got '%s'."
                  .formatted(header));
    };
  }

  private static void requireUtf8(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    if (!name.equals("charset")) {
      throw new CallRefused(
          WRONG_FORMAT, "Unrecognized content type parameters: %s.".formatted(name));
    }
    String charset = equals < 0 ? "" : parameter.substring(equals + 1).replace("\"", "");
    if (!charset.equalsIgnoreCase("utf-8")) {
      throw new CallRefused(WRONG_FORMAT, "The scoring server only supports UTF-8");
    }
  }
}
