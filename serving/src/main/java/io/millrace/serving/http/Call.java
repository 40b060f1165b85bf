package io.millrace.serving.http;

import static io.millrace.serving.model.CallRefused.Reason.NOT_ALLOWED;
import static io.millrace.serving.model.CallRefused.Reason.NOT_READY;
import static io.millrace.serving.model.CallRefused.Reason.TOO_SLOW;

import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.ModelCall;
import io.millrace.serving.model.ModelLease;
import io.millrace.serving.model.ServedModel;
import io.millrace.serving.protocol.FirstRow;
import io.millrace.serving.protocol.mlflow.MlflowErrors;
import io.millrace.serving.protocol.v2.V2Metadata;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** One request and its answer. One thread at a time works on it. */
final class Call implements ModelCall {
  static final String JSON = "application/json";
  static final HttpString REQUEST_ID = HttpString.tryFromString("X-Request-Id");

  private static final HttpString MODEL = HttpString.tryFromString("X-Model");
  private static final HttpString MODEL_VERSION = HttpString.tryFromString("X-Model-Version");
  private static final HttpString SERVED_VERSION =
      HttpString.tryFromString("X-Millrace-Model-Version");
  private static final HttpString SERVED_ROUTE = HttpString.tryFromString("X-Millrace-Route");

  /** What nginx logs for a sender that left without an answer. */
  private static final int NO_ANSWER = 499;

  private final HttpServerExchange exchange;
  private final String remote;
  private final Route route;
  private final String id;
  private final Instant time = Instant.now();
  private final long started = System.nanoTime();
  private final BooleanSupplier draining;
  private final CallEnd end;
  private byte[] body = {};
  private @Nullable ServedModel served;
  private @Nullable String servedRoute;
  private int rows;
  private @Nullable Runnable release;
  private boolean prediction;
  private @Nullable String refusal;
  private boolean answered;
  private boolean finished;

  /** Is told when a call is over, once. */
  @FunctionalInterface
  interface CallEnd {
    void over(Call call);
  }

  Call(
      HttpServerExchange exchange,
      String remote,
      Route route,
      String id,
      BooleanSupplier draining,
      CallEnd end) {
    this.exchange = exchange;
    this.remote = remote;
    this.route = route;
    this.id = id;
    this.draining = draining;
    this.end = end;
    exchange.getResponseHeaders().put(REQUEST_ID, id);
  }

  HttpServerExchange exchange() {
    return exchange;
  }

  Route route() {
    return route;
  }

  Instant time() {
    return time;
  }

  /** In {@link System#nanoTime} time. */
  long started() {
    return started;
  }

  @Override
  public String requestId() {
    return id;
  }

  @Override
  public @Nullable String model() {
    return route.target() == Route.Target.INVOCATIONS
        ? headerOrQuery(MODEL, "model")
        : route.modelOrNull();
  }

  @Override
  public @Nullable String version() {
    return route.target() == Route.Target.INVOCATIONS
        ? headerOrQuery(MODEL_VERSION, "version")
        : route.versionOrNull();
  }

  @Override
  public @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /** The same; a name that is known before is found without being hashed. */
  @Nullable String header(HttpString name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  @Override
  public @Nullable String field(String column) {
    return FirstRow.field(body, header("Content-Type"), column);
  }

  void keepBody(byte[] read) {
    body = read;
  }

  /** Notes which version answers, for the answer's head, the log and the meters. */
  void servedBy(ModelLease lease) {
    served = lease.model();
    servedRoute = lease.route();
    exchange.getResponseHeaders().put(SERVED_VERSION, lease.model().version());
    exchange.getResponseHeaders().put(SERVED_ROUTE, lease.route());
  }

  /**
   * Notes what gives back the call's place among those whose number is limited. It is given back
   * before the answer leaves: who sends one request after another never meets itself.
   */
  void holds(Runnable place) {
    release = place;
  }

  private void release() {
    Runnable place = release;
    release = null;
    if (place != null) {
      place.run();
    }
  }

  /** The parameters of the query, each with its first value. */
  Map<String, String> query() {
    Map<String, String> first = new HashMap<>();
    exchange.getQueryParameters().forEach((name, values) -> first.put(name, values.getFirst()));
    return first;
  }

  void scored(int count) {
    rows = count;
  }

  /** Notes that the call came so far that predictions were asked for, by who may do so. */
  void asksForPredictions() {
    prediction = true;
  }

  /**
   * What the sender was told, if predictions were asked for and refused before a version saw it.
   */
  @Nullable String turnedAway() {
    return prediction && served == null ? refusal : null;
  }

  @Nullable ServedModel served() {
    return served;
  }

  @Nullable String servedRoute() {
    return servedRoute;
  }

  /** Answers in JSON. */
  void answer(byte[] bytes) {
    send(200, JSON, bytes);
  }

  /** Answers; later answers to the same call are lost. */
  void send(int status, String contentType, byte[] bytes) {
    if (answered) {
      return;
    }
    answered = true;
    release();
    if (draining.getAsBoolean()) {
      exchange.setPersistent(false);
    }
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
    exchange.getResponseSender().send(ByteBuffer.wrap(bytes));
  }

  /** Answers with an error. */
  void refuse(CallRefused refused) {
    if (refused.reason() == NOT_READY) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
    }
    if (refused.reason() == NOT_ALLOWED) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
    }
    if (!exchange.isRequestComplete()) {
      // What still comes is not read as the next request.
      exchange.setPersistent(false);
    }
    refuse(refused.reason().status(), refused.getMessage());
  }

  /**
   * Answers that the server failed; what happened goes to standard error.
   *
   * @return what the sender is told
   */
  String fail(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    System.err.printf("Request %s failed: %s", id, trace);
    String told = "The server failed; its log tells more under the request id %s.".formatted(id);
    refuse(500, told);
    return told;
  }

  private void refuse(int status, String message) {
    refusal = message;
    if (route.target() != Route.Target.INVOCATIONS) {
      send(status, JSON, V2Metadata.error(message));
    } else if (MlflowErrors.isPlain(status)) {
      String text =
          status == TOO_SLOW.status() ? "Request processing time exceeded limit" : message;
      send(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    } else {
      send(status, JSON, MlflowErrors.json(status, message));
    }
  }

  /** Cuts the connection of a sender that takes too long. */
  void cut(String why) {
    refusal = why;
    abandon();
  }

  /** Cuts the connection: there is nobody who would read an answer. */
  void abandon() {
    IoUtils.safeClose(exchange.getConnection());
    finish();
  }

  /** Ends the call; all ways that a request may end lead here, some of them twice. */
  void finish() {
    synchronized (this) {
      if (finished) {
        return;
      }
      finished = true;
    }
    release();
    end.over(this);
  }

  int status() {
    return answered ? exchange.getStatusCode() : NO_ANSWER;
  }

  AccessLog.Line line() {
    ServedModel model = served;
    return new AccessLog.Line(
        time,
        id,
        remote,
        exchange.getRequestMethod().toString(),
        exchange.getRequestPath(),
        status(),
        body.length,
        exchange.getResponseBytesSent(),
        System.nanoTime() - started,
        model == null ? null : model.name(),
        model == null ? null : model.version(),
        servedRoute,
        rows);
  }

  private @Nullable String headerOrQuery(HttpString header, String parameter) {
    String value = exchange.getRequestHeaders().getFirst(header);
    return value == null || value.isEmpty() ? query(parameter) : value;
  }

  private @Nullable String query(String parameter) {
    Deque<String> values = exchange.getQueryParameters().get(parameter);
    String value = values == null ? null : values.peekFirst();
    return value == null || value.isEmpty() ? null : value;
  }
}
