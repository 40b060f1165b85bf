package io.millrace.console.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Writes answers, with the headers that keep a page to itself. */
final class Responder {
  /** Below that, packing costs more than it saves. */
  private static final int WORTH_PACKING = 1024;

  /**
   * Scripts and styles come from files of this server only: whatever got into a page's text is not
   * run. Attributes hold the heights of charts.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  /** Without any referrer, browsers would not say of a form that this server's page sent it. */
  private static final Map<String, String> USUAL =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
          "Cache-Control", "private, no-cache");

  private Responder() {}

  /** Writes an answer; on a thread that may wait. */
  static void send(HttpServerExchange exchange, Answer answer) throws IOException {
    exchange.setStatusCode(answer.status());
    Map<String, String> headers = new TreeMap<>(USUAL);
    headers.putAll(answer.headers());
    headers.forEach((name, value) -> exchange.getResponseHeaders().put(header(name), value));
    if (!answer.type().isEmpty()) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.type());
    }
    if (answer.body() instanceof Content content) {
      send(exchange, pack(exchange, content));
    } else if (!exchange.getRequestMethod().equals(Methods.HEAD)) {
      try (OutputStream to = exchange.getOutputStream()) {
        answer.body().write(to);
      }
    }
  }

  private static HttpString header(String name) {
    return HttpString.tryFromString(name);
  }

  private static byte[] pack(HttpServerExchange exchange, Content content) {
    if (content.plain().length < WORTH_PACKING) {
      return content.plain();
    }
    exchange.getResponseHeaders().put(Headers.VARY, Headers.ACCEPT_ENCODING_STRING);
    String accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
    if (accepted == null || !accepted.contains("gzip") || accepted.contains("gzip;q=0")) {
      return content.plain();
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
    return content.packed();
  }

  private static void send(HttpServerExchange exchange, byte[] bytes) throws IOException {
    exchange.setResponseContentLength(bytes.length);
    if (!exchange.getRequestMethod().equals(Methods.HEAD)) {
      try (OutputStream to = exchange.getOutputStream()) {
        to.write(bytes);
      }
    }
  }
}
