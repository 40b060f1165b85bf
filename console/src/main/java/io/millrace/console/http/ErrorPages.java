package io.millrace.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what went wrong: as a page, to programs as JSON. */
final class ErrorPages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Pages pages;

  ErrorPages(Pages pages) {
    this.pages = pages;
  }

  Answer answer(
      HttpServerExchange exchange, Optional<Session> session, int status, String message) {
    if (exchange.getRequestPath().startsWith("/api/")) {
      return json(status, message);
    }
    Request request =
        new Request(
            exchange.getRequestPath(), "/", Map.of(), Map.of(), Map.of(), session.orElse(null), "");
    String title = title(status);
    return pages.page(
        status,
        request,
        new View(
            "error.ftlh",
            Section.NONE,
            title,
            Map.of(
                "title",
                title,
                "status",
                status,
                "lines",
                List.of(message.split("\n")),
                "signIn",
                status == StatusCodes.FORBIDDEN && session.isEmpty())));
  }

  private static String title(int status) {
    return switch (status) {
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 409 -> "Nothing was changed";
      case 503 -> "Not available now";
      default -> status < 500 ? "This can't be answered" : "Something went wrong";
    };
  }

  private static Answer json(int status, String message) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", status);
    document.put("error", message);
    try {
      return Answer.text(status, Answer.JSON, JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
