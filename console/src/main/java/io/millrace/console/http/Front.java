package io.millrace.console.http;

import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.console.http.Routes.Method;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes each request: checks who asks, finds the page, and answers, whatever goes wrong. */
final class Front implements HttpHandler {
  private static final HttpString FETCH_SITE = HttpString.tryFromString("Sec-Fetch-Site");

  private final HostCheck hosts;
  private final Door door;
  private final Assets assets;
  private final Routes routes;
  private final ErrorPages errors;
  private final Executor live;
  private final Consumer<Throwable> mishaps;

  Front(
      HostCheck hosts,
      Door door,
      Assets assets,
      Routes routes,
      ErrorPages errors,
      Executor live,
      Consumer<Throwable> mishaps) {
    this.hosts = hosts;
    this.door = door;
    this.assets = assets;
    this.routes = routes;
    this.errors = errors;
    this.live = live;
    this.mishaps = mishaps;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.dispatch((HttpHandler) this::onWorker);
  }

  private void onWorker(HttpServerExchange exchange) throws IOException {
    exchange.startBlocking();
    Answer answer = answer(exchange);
    if (answer.live()) {
      // For as long as someone listens: on a thread that no page waits for.
      exchange.dispatch(live, (HttpHandler) open -> send(open, answer));
    } else {
      send(exchange, answer);
    }
  }

  private void send(HttpServerExchange exchange, Answer answer) throws IOException {
    if (!exchange.isBlocking()) {
      exchange.startBlocking();
    }
    try {
      Responder.send(exchange, answer);
    } catch (RuntimeException | Error e) {
      // Half of the answer is on its way: all that is left is to cut it off.
      mishaps.accept(e);
      throw e;
    }
  }

  private Answer answer(HttpServerExchange exchange) {
    try {
      return told(exchange, door.session(exchange));
    } catch (RuntimeException | Error e) {
      mishaps.accept(e);
      return Answer.text(500, "text/plain; charset=utf-8", "The console failed.");
    }
  }

  /** With a page that tells what went wrong, if something did. */
  private Answer told(HttpServerExchange exchange, Optional<Session> session) {
    try {
      return answer(exchange, session);
    } catch (HttpProblem e) {
      return errors.answer(exchange, session, e.status(), String.valueOf(e.getMessage()));
    } catch (MillraceException e) {
      return errors.answer(exchange, session, status(e), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return errors.answer(exchange, session, 400, "The request broke off.");
    } catch (RuntimeException | Error e) {
      mishaps.accept(e);
      return errors.answer(
          exchange,
          session,
          500,
          "This page failed, for a reason of the console's own; its terminal tells more.");
    }
  }

  private static int status(MillraceException e) {
    return switch (e.code().name()) {
      case "NOT_FOUND" -> 404;
      case "ALIAS_MOVED", "GATE_REFUSED" -> 409;
      default -> e.code().blame() == Blame.USER ? 400 : 503;
    };
  }

  private Answer answer(HttpServerExchange exchange, Optional<Session> session) throws IOException {
    String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
    if (!hosts.isOurs(host)) {
      throw new HttpProblem(421, "This server answers under its own names only.");
    }
    Method method = method(exchange);
    Optional<Answer> asset =
        method == Method.GET ? assets.find(exchange.getRequestPath()) : Optional.empty();
    if (asset.isPresent()) {
      return asset.get();
    }
    Request request = RequestReader.read(exchange, session.orElse(null));
    if (method == Method.POST && !isOwnForm(exchange, host)) {
      throw new HttpProblem(403, "The form was sent from a page of another site.");
    }
    return door.answer(exchange, method, request).orElseGet(() -> routes.answer(method, request));
  }

  private static boolean isOwnForm(HttpServerExchange exchange, String host) {
    return HostCheck.isSameOrigin(
        host,
        exchange.getRequestHeaders().getFirst(Headers.ORIGIN),
        exchange.getRequestHeaders().getFirst(FETCH_SITE));
  }

  private static Method method(HttpServerExchange exchange) {
    HttpString method = exchange.getRequestMethod();
    if (method.equals(Methods.POST)) {
      return Method.POST;
    }
    if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
      return Method.GET;
    }
    throw new HttpProblem(405, "The console takes GET and POST only.");
  }
}
