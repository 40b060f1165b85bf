package io.millrace.serving.http;

import static io.millrace.api.error.StandardError.INVALID_CALL;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.ModelTable;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/**
 * Answers the protocols over HTTP, from the models of a table. Puts Undertow's parts together by
 * itself: Undertow's own server can't stop taking connections without breaking those it has.
 */
public final class HttpServer implements AutoCloseable {
  /** A request's head has to be there within this time from its first byte. */
  private static final int HEAD_MILLIS = 10_000;

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_PARAMETERS = 20;
  private static final int BACKLOG = 1024;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int BUFFERS_OF_THREAD = 4;

  private final XnioWorker worker;
  private final ByteBufferPool buffers;
  private final HttpOpenListener connections;
  private final AcceptingChannel<? extends StreamConnection> door;
  private final RootHandler handler;

  private HttpServer(
      XnioWorker worker,
      ByteBufferPool buffers,
      HttpOpenListener connections,
      AcceptingChannel<? extends StreamConnection> door,
      RootHandler handler) {
    this.worker = worker;
    this.buffers = buffers;
    this.connections = connections;
    this.door = door;
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
    try {
      return listen(settings, handler);
    } catch (IOException | IllegalArgumentException e) {
      throw new MillraceException(
          INVALID_CALL,
          "The server can't listen at %s:%d (%s)."
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
  }

  /**
   * Loads what every server needs, which takes a third of a start: for a thread beside the one that
   * loads models.
   */
  public static void prepare() {
    try {
      worker(Xnio.getInstance(Undertow.class.getClassLoader())).shutdownNow();
      new HttpOpenListener(buffers(), OptionMap.EMPTY)
          .setRootHandler(new HttpContinueReadHandler(exchange -> {}));
    } catch (IOException e) {
      // The start itself tells of it.
    }
  }

  private static HttpServer listen(ServerSettings settings, RootHandler handler)
      throws IOException {
    Xnio xnio = Xnio.getInstance(Undertow.class.getClassLoader());
    XnioWorker worker = worker(xnio);
    ByteBufferPool buffers = buffers();
    HttpOpenListener connections = new HttpOpenListener(buffers, options(settings.limits()));
    connections.setRootHandler(new HttpContinueReadHandler(handler));
    try {
      AcceptingChannel<? extends StreamConnection> door = door(settings, xnio, worker, connections);
      door.resumeAccepts();
      return new HttpServer(worker, buffers, connections, door, handler);
    } catch (IOException | RuntimeException e) {
      worker.shutdownNow();
      buffers.close();
      throw e;
    }
  }

  private static XnioWorker worker(Xnio xnio) throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    return xnio.createWorker(
        OptionMap.builder()
            .set(Options.WORKER_NAME, "millrace")
            .set(Options.WORKER_IO_THREADS, Math.max(2, cores))
            .set(Options.WORKER_TASK_CORE_THREADS, Math.max(4, 2 * cores))
            .set(Options.WORKER_TASK_MAX_THREADS, Math.max(4, 2 * cores))
            .set(Options.TCP_NODELAY, true)
            .getMap());
  }

  private static ByteBufferPool buffers() {
    return new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_OF_THREAD);
  }

  private static OptionMap options(Limits limits) {
    int idle = Math.toIntExact(limits.idleTime().toMillis());
    return OptionMap.builder()
        // Above our own limit: what still comes behind a 413 is read for a while, so that the
        // sender gets to read the answer.
        .set(UndertowOptions.MAX_ENTITY_SIZE, 2L * limits.bodyBytes() + (1 << 20))
        .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
        .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
        .set(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, idle)
        .set(UndertowOptions.IDLE_TIMEOUT, idle)
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, Math.min(idle, HEAD_MILLIS))
        .getMap();
  }

  private static AcceptingChannel<? extends StreamConnection> door(
      ServerSettings settings, Xnio xnio, XnioWorker worker, HttpOpenListener connections)
      throws IOException {
    OptionMap socket =
        OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BACKLOG, BACKLOG)
            .getMap();
    InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
    if (address.isUnresolved()) {
      throw new IOException("there is no such address");
    }
    SSLContext tls = settings.tlsOrNull();
    if (tls == null) {
      return worker.createStreamConnectionServer(
          address, ChannelListeners.<StreamConnection>openListenerAdapter(connections), socket);
    }
    return new UndertowXnioSsl(xnio, OptionMap.EMPTY, tls)
        .createSslConnectionServer(
            worker,
            address,
            ChannelListeners.<SslConnection>openListenerAdapter(connections),
            socket);
  }

  /** The port that it listens at. */
  public int port() {
    return door.getLocalAddress(InetSocketAddress.class).getPort();
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
    try {
      TimeUnit.MILLISECONDS.sleep(notice.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    IoUtils.safeClose(door);
    return handler.inFlight().awaitNone(atMost);
  }

  /** Ends at once; what is worked on is lost. */
  @Override
  public void close() {
    IoUtils.safeClose(door);
    connections.closeConnections();
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(1, TimeUnit.SECONDS)) {
        System.err.println("A request did not end when the server was closed.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    buffers.close();
  }
}
