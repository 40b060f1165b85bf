package io.millrace.serving.http;

import static io.millrace.api.error.StandardError.INVALID_CALL;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.ModelTable;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Answers the protocols over HTTP, from the models of a table. */
public final class HttpServer implements AutoCloseable {
  /** A request's head has to be there within this time from its first byte. */
  private static final int HEAD_MILLIS = 10_000;

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_PARAMETERS = 20;

  private final Undertow undertow;
  private final RootHandler handler;

  private HttpServer(Undertow undertow, RootHandler handler) {
    this.undertow = undertow;
    this.handler = handler;
  }

  /**
   * Starts a server, and returns once it listens.
   *
   * @param listeners are told of each answer
   * @param endpoints paths beside the protocols
   * @throws MillraceException INVALID_CALL, if the address can't be listened at
   */
  public static HttpServer start(
      ServerSettings settings,
      ModelTable models,
      ServingMetrics metrics,
      List<AnswerListener> listeners,
      List<Endpoint> endpoints) {
    metrics.showModels(models::models);
    if (settings.accessLogOrNull() != null) {
      metrics.showAccessLogDropped(settings.accessLogOrNull()::dropped);
    }
    RootHandler handler =
        new RootHandler(
            settings.credentials(),
            settings.limits(),
            new Inference(models, metrics, settings.limits(), listeners),
            new Information(models, metrics, settings.version()),
            metrics,
            settings.accessLogOrNull(),
            endpoints);
    Undertow undertow = builder(settings, handler).build();
    try {
      undertow.start();
    } catch (RuntimeException e) {
      undertow.stop();
      throw new MillraceException(
          INVALID_CALL,
          "The server can't listen at %s:%d: %s."
              .formatted(settings.host(), settings.port(), rootMessage(e)),
          e);
    }
    return new HttpServer(undertow, handler);
  }

  private static Undertow.Builder builder(ServerSettings settings, RootHandler handler) {
    int cores = Runtime.getRuntime().availableProcessors();
    int idle = Math.toIntExact(settings.limits().idleTime().toMillis());
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(Math.max(2, cores))
            .setWorkerThreads(Math.max(4, 2 * cores))
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, (long) settings.limits().bodyBytes())
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
            .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
            .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, idle)
            .setServerOption(UndertowOptions.IDLE_TIMEOUT, idle)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Math.min(idle, HEAD_MILLIS))
            .setHandler(new HttpContinueReadHandler(handler));
    SSLContext tls = settings.tlsOrNull();
    return tls == null
        ? builder.addHttpListener(settings.port(), settings.host())
        : builder.addHttpsListener(settings.port(), settings.host(), tls);
  }

  /** The port that it listens at. */
  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  /**
   * Says that it is not ready any more, takes no new connection, and waits until the running
   * requests are answered.
   *
   * @param notice how long it still takes new connections, for balancers to notice
   * @param atMost how long it waits for running requests after that
   * @return whether all were answered
   */
  public boolean drain(Duration notice, Duration atMost) {
    handler.drain();
    if (!notice.isZero()) {
      try {
        Thread.sleep(notice.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    undertow.getListenerInfo().forEach(Undertow.ListenerInfo::suspend);
    return handler.inFlight().awaitNone(atMost);
  }

  /** Ends at once; what is worked on is lost. */
  @Override
  public void close() {
    undertow.stop();
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
