package io.millrace.console.http;

import io.millrace.console.http.Pages.Section;
import io.millrace.console.http.Pages.View;
import io.millrace.console.http.Routes.Method;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.Headers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Lets in: to read, where more than this machine reaches the server, and to write anywhere, only
 * who has given the token.
 */
final class Door {
  private static final String TOKEN = "token";
  private static final String BEARER = "Bearer ";
  private static final String LOGIN = "/login";

  private final Sessions sessions;
  private final Pages pages;
  private final boolean readingIsFree;

  Door(Sessions sessions, Pages pages, boolean readingIsFree) {
    this.sessions = sessions;
    this.pages = pages;
    this.readingIsFree = readingIsFree;
  }

  /** The session that a request belongs to. */
  Optional<Session> session(HttpServerExchange exchange) {
    Cookie cookie = exchange.getRequestCookie(cookieName(exchange));
    return sessions.find(cookie == null ? null : cookie.getValue());
  }

  /** Cookies are shared by all servers of a host. */
  private static String cookieName(HttpServerExchange exchange) {
    return "millrace-" + exchange.getHostPort();
  }

  /** Answers what has to do with tokens; empty if the request may go on. */
  Optional<Answer> answer(HttpServerExchange exchange, Method method, Request request) {
    if (request.path().equals(LOGIN)) {
      return Optional.of(method == Method.GET ? form(200, request, "") : enter(exchange, request));
    }
    if (method == Method.POST) {
      requireOwnForm(request);
      if (request.path().equals("/logout")) {
        return Optional.of(leave(exchange, request));
      }
      return Optional.empty();
    }
    if (request.query().containsKey(TOKEN)) {
      return Optional.of(enterByLink(exchange, request));
    }
    if (readingIsFree || request.session().isPresent() || hasBearer(exchange)) {
      return Optional.empty();
    }
    if (request.path().startsWith("/api/")) {
      throw new HttpProblem(401, "Send the token as Authorization: Bearer TOKEN.");
    }
    return Optional.of(Answer.seeOther(loginAddress(request.address())));
  }

  private static String loginAddress(String back) {
    return LOGIN + "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
  }

  private boolean hasBearer(HttpServerExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return header != null
        && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && sessions.isToken(header.substring(BEARER.length()).strip());
  }

  private static void requireOwnForm(Request request) {
    Session session =
        request
            .session()
            .orElseThrow(
                () ->
                    new HttpProblem(
                        403, "To change something, sign in first with the console's token."));
    byte[] expected = session.csrf().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, request.field("csrf").getBytes(StandardCharsets.UTF_8))) {
      throw new HttpProblem(
          403, "The form is not of this session. Go back, load the page anew, and send it again.");
    }
  }

  private Answer form(int status, Request request, String problem) {
    String to = request.field("to").isEmpty() ? request.first("to") : request.field("to");
    return pages.page(
        status,
        request,
        new View(
            "login.ftlh",
            Section.NONE,
            "Sign in",
            Map.of("to", local(to), "problem", problem, "free", readingIsFree)));
  }

  private Answer enter(HttpServerExchange exchange, Request request) {
    if (!sessions.isToken(request.field(TOKEN).strip())) {
      return form(
          403, request, "That is not the token of this console. A new one is made at each start.");
    }
    return entered(exchange, local(request.field("to")));
  }

  private Answer enterByLink(HttpServerExchange exchange, Request request) {
    if (!sessions.isToken(request.first(TOKEN))) {
      return form(
          403, request, "The link's token is not that of this console: it was started anew since.");
    }
    return entered(exchange, exchange.getRequestURI());
  }

  private Answer entered(HttpServerExchange exchange, String to) {
    Session session = sessions.begin();
    return Answer.seeOther(to).with("Set-Cookie", cookie(exchange, session.id(), ""));
  }

  private Answer leave(HttpServerExchange exchange, Request request) {
    request.session().ifPresent(sessions::end);
    return Answer.seeOther("/").with("Set-Cookie", cookie(exchange, "", "; Max-Age=0"));
  }

  private static String cookie(HttpServerExchange exchange, String value, String more) {
    return cookieName(exchange) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + more;
  }

  /** Only pages of this server: never {@code //elsewhere}. */
  private static String local(String to) {
    return to.matches("/(?![/\\\\])[^\\\\\\p{Cntrl}]*") && !to.startsWith(LOGIN) ? to : "/";
  }
}
