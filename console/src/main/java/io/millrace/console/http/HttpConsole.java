package io.millrace.console.http;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The console's server. */
public final class HttpConsole implements AutoCloseable {
  private static final int IO_THREADS = 2;
  private static final int WORKER_THREADS = 16;
  private static final int MOST_LIVE = 64;
  private static final long MAX_BODY = 1 << 20;
  private static final int HEAD_MILLIS = 10_000;

  private final Undertow server;
  private final ExecutorService live;
  private final HttpSettings settings;

  private HttpConsole(Undertow server, ExecutorService live, HttpSettings settings) {
    this.server = server;
    this.live = live;
    this.settings = settings;
  }

  /** Adds pages to a console. */
  @FunctionalInterface
  public interface Site {
    /** Adds routes, whose handlers fill templates with {@code pages}. */
    void addTo(Routes routes, Pages pages);
  }

  /**
   * Starts a server, and returns once it listens.
   *
   * @throws MillraceException INVALID_CALL, if the address can't be listened at
   */
  public static HttpConsole start(HttpSettings settings, Site site) {
    Assets assets = new Assets();
    Pages pages = new Pages(assets, settings.place());
    Routes routes = new Routes();
    site.addTo(routes, pages);
    boolean loopback = settings.isLoopback();
    ExecutorService live = liveThreads();
    Front front =
        new Front(
            new HostCheck(settings.host(), loopback),
            new Door(new Sessions(settings.token()), pages, loopback),
            assets,
            routes,
            new ErrorPages(pages),
            live,
            settings.mishaps());
    Undertow server =
        Undertow.builder()
            .addHttpListener(settings.port(), settings.host())
            .setIoThreads(IO_THREADS)
            .setWorkerThreads(WORKER_THREADS)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_MILLIS)
            .setHandler(front)
            .build();
    listen(server, settings);
    return new HttpConsole(server, live, settings);
  }

  private static void listen(Undertow server, HttpSettings settings) {
    try {
      server.start();
    } catch (RuntimeException e) {
      server.stop();
      throw new MillraceException(
          StandardError.INVALID_CALL,
          isTaken(e)
              ? "port %d of %s is taken: choose another one with --port, or 0 for any that is free"
                  .formatted(settings.port(), settings.host())
              : "the console can't listen at %s:%d: %s"
                  .formatted(settings.host(), settings.port(), reason(e)),
          e);
    }
  }

  private static boolean isTaken(RuntimeException e) {
    return e.getCause() instanceof BindException && reason(e).contains("in use");
  }

  private static String reason(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private static ExecutorService liveThreads() {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        MOST_LIVE,
        1,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, "console-live-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The port that it listens at. */
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Where browsers find it, with a slash at the end. */
  public String address() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "http://" + host + ":" + port() + "/";
  }

  /** Ends; who listens to something live is cut off. */
  @Override
  public void close() {
    live.shutdownNow();
    server.stop();
  }
}
