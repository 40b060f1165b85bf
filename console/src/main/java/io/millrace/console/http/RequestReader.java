package io.millrace.console.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads requests. */
final class RequestReader {
  private static final String LAST_EVENT = "Last-Event-ID";
  private static final int MAX_FORM_BYTES = 64 << 10;
  private static final String FORM = "application/x-www-form-urlencoded";

  private RequestReader() {}

  /** A request; the body of a form is read, on a thread that may wait. */
  static Request read(HttpServerExchange exchange, @Nullable Session session) throws IOException {
    String query = exchange.getQueryString();
    String written = exchange.getRequestURI() + (query.isEmpty() ? "" : "?" + query);
    Map<String, List<String>> form =
        exchange.getRequestMethod().equals(Methods.POST) ? form(exchange) : Map.of();
    String lastEvent = exchange.getRequestHeaders().getFirst(LAST_EVENT);
    return new Request(
        exchange.getRequestPath(),
        written,
        Map.of(),
        fields(query),
        form,
        session,
        lastEvent == null ? "" : lastEvent);
  }

  private static Map<String, List<String>> form(HttpServerExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    if (type == null || !type.startsWith(FORM)) {
      throw new HttpProblem(415, "A form is sent as " + FORM + ".");
    }
    try (InputStream in = exchange.getInputStream()) {
      byte[] bytes = in.readNBytes(MAX_FORM_BYTES + 1);
      if (bytes.length > MAX_FORM_BYTES) {
        throw new HttpProblem(413, "The form is larger than 64 KiB.");
      }
      return fields(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static Map<String, List<String>> fields(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        fields.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.bad("The address holds a '%' that stands for nothing.");
    }
  }
}
