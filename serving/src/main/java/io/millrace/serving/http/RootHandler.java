package io.millrace.serving.http;

import static io.millrace.serving.model.CallRefused.Reason.NOT_ALLOWED;
import static io.millrace.serving.model.CallRefused.Reason.NOT_FOUND;
import static io.millrace.serving.model.CallRefused.Reason.NOT_READY;
import static io.millrace.serving.model.CallRefused.Reason.WRONG_METHOD;

import io.millrace.serving.http.Route.Target;
import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.protocol.mlflow.ContentType;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes each request: finds its route, checks method, key and load, and has it answered. Small
 * requests are answered on the thread that read them, which costs no hand-over; larger ones, and
 * what may block, on a worker.
 */
final class RootHandler implements HttpHandler {
  /** Bodies up to here are parsed and scored in less time than other connections notice. */
  private static final int INLINE_BYTES = 1 << 14;

  private static final HttpString API_KEY = HttpString.tryFromString("X-API-Key");

  private final Credentials credentials;
  private final Limits limits;
  private final Inference inference;
  private final Information information;
  private final ServingMetrics metrics;
  private final @Nullable AccessLog accessLog;
  private final Map<String, Endpoint> endpoints;
  private final RequestIds ids = new RequestIds();
  private final InFlight all = new InFlight();
  private final AtomicInteger predicting = new AtomicInteger();
  private volatile boolean draining;

  RootHandler(
      Credentials credentials,
      Limits limits,
      Inference inference,
      Information information,
      ServingMetrics metrics,
      @Nullable AccessLog accessLog,
      List<Endpoint> endpoints) {
    this.credentials = credentials;
    this.limits = limits;
    this.inference = inference;
    this.information = information;
    this.metrics = metrics;
    this.accessLog = accessLog;
    Map<String, Endpoint> byPath = new HashMap<>();
    endpoints.forEach(endpoint -> byPath.put(endpoint.path(), endpoint));
    this.endpoints = Map.copyOf(byPath);
    metrics.showInFlight(predicting::get);
  }

  /** Says in all answers from now on that the server is about to end. */
  void drain() {
    draining = true;
  }

  InFlight inFlight() {
    return all;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    OpenConnection connection = OpenConnection.of(exchange);
    Route route = connection.route(exchange.getRequestPath());
    if (route.target() == Target.NOTHING && endpoints.containsKey(exchange.getRequestPath())) {
      route = new Route(Target.EXTRA, null, null);
    }
    String id = ids.of(exchange.getRequestHeaders().getFirst(Call.REQUEST_ID));
    Call call = new Call(exchange, connection.remote(), route, id, () -> draining, this::over);
    all.begin();
    connection.begin(call);
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          call.finish();
          next.proceed();
        });
    guarded(call, () -> handle(call));
  }

  private static void guarded(Call call, Runnable work) {
    try {
      work.run();
    } catch (CallRefused e) {
      call.refuse(e);
    } catch (RuntimeException | Error e) {
      call.fail(e);
    }
  }

  private void handle(Call call) {
    Target target = call.route().target();
    if (target.isGuarded()
        && !credentials.allow(call.header(API_KEY), call.header(Headers.AUTHORIZATION))) {
      throw new CallRefused(
          NOT_ALLOWED, "The call needs a key, as X-API-Key: KEY or Authorization: Bearer KEY.");
    }
    if (target == Target.NOTHING) {
      throw new CallRefused(NOT_FOUND, "There is nothing at this path; /docs tells what there is.");
    }
    requireMethod(call);
    switch (target) {
      case INFER, INVOCATIONS -> predict(call);
      case EXTRA, LOAD, UNLOAD ->
          BodyReader.read(call, limits.bodyBytes(), inference.deadline(call), this::onWorker);
      case LIVE, PING, READY ->
          // Probes are answered even where all workers are busy.
          information.answer(call, draining);
      default -> onWorker(call, new byte[0]);
    }
  }

  private void requireMethod(Call call) {
    HttpServerExchange exchange = call.exchange();
    Endpoint extra = endpoints.get(exchange.getRequestPath());
    String allowed =
        call.route().target() == Target.EXTRA && extra != null
            ? extra.method()
            : call.route().target().method();
    boolean fits =
        exchange.getRequestMethod().equalToString(allowed)
            || allowed.equals("GET") && exchange.getRequestMethod().equals(Methods.HEAD);
    if (!fits) {
      exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
      throw new CallRefused(WRONG_METHOD, "This path takes %s only.".formatted(allowed));
    }
  }

  private void predict(Call call) {
    call.asksForPredictions();
    call.holds(predicting::decrementAndGet);
    if (predicting.incrementAndGet() > limits.concurrent()) {
      throw new CallRefused(
          NOT_READY,
          "The server works on %d requests, its limit: try again in a moment."
              .formatted(limits.concurrent()));
    }
    Protocol protocol =
        call.route().target() == Target.INVOCATIONS
            ? Protocol.invocations(ContentType.of(call.header(Headers.CONTENT_TYPE)))
            : Protocol.v2(call.requestId());
    BodyReader.read(
        call,
        limits.bodyBytes(),
        inference.deadline(call),
        (read, body) -> {
          if (body.length <= INLINE_BYTES) {
            inference.answer(read, protocol, body);
          } else {
            read.exchange()
                .dispatch(
                    (HttpHandler)
                        exchange -> guarded(read, () -> inference.answer(read, protocol, body)));
          }
        });
  }

  private void onWorker(Call call, byte[] body) {
    call.exchange()
        .dispatch(
            (HttpHandler)
                exchange ->
                    guarded(
                        call,
                        () -> {
                          Endpoint extra = endpoints.get(exchange.getRequestPath());
                          if (call.route().target() == Target.EXTRA && extra != null) {
                            call.answer(extra.action().answer(call.query(), body));
                          } else {
                            information.answer(call, draining);
                          }
                        }));
  }

  private void over(Call call) {
    if (call.served() != null && call.servedRoute() != null) {
      metrics.of(call.served()).finished(call.servedRoute(), call.status());
    } else {
      metrics.finished(call.status());
      String told = call.turnedAway();
      if (told != null) {
        inference.turnedAway(call, told);
      }
    }
    if (accessLog != null) {
      accessLog.add(call.line());
    }
    all.end();
  }
}
