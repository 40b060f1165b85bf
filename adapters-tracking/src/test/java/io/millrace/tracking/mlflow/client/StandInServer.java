package io.millrace.tracking.mlflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Answers as an MLflow server does (shapes taken from MLflow 3.17), from memory, and fails as it is
 * told to. The same contracts run against a real server in the full tier.
 */
public final class StandInServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final StandInStore store;
  private HttpServer server;
  private final int port;

  static {
    // Else each answer waits 40 ms for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** What a server does in place of answering. */
  @FunctionalInterface
  public interface Failing {
    /** Does it. */
    void fail(HttpExchange exchange) throws IOException;
  }

  private record Fault(Predicate<String> when, Failing failing, boolean always) {}

  /** A request that was sent. */
  public record Seen(String method, String path, String authorization, String body) {}

  /** One of the given version, which decides what it knows. */
  public StandInServer(String version) {
    this.store = new StandInStore(version);
    this.server = started(0);
    this.port = server.getAddress().getPort();
  }

  /** A present-day one. */
  public StandInServer() {
    this("3.17.2");
  }

  private HttpServer started(int port) {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      made.setExecutor(threads);
      made.createContext("/", this::handle);
      made.start();
      return made;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As {@code http://127.0.0.1:4711}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Takes no connections any more. */
  public void stop() {
    server.stop(0);
  }

  /** Takes them again, at the same address, with what it knew. */
  public void restart() {
    server = started(port);
  }

  /** The next request whose {@code METHOD path} holds {@code part} fails. */
  public StandInServer failing(String part, Failing failing) {
    faults.add(new Fault(request -> request.contains(part), failing, false));
    return this;
  }

  /** All such requests fail. */
  public StandInServer alwaysFailing(String part, Failing failing) {
    faults.add(new Fault(request -> request.contains(part), failing, true));
    return this;
  }

  /** From now on a page has at most so many items, and its token tells nothing. */
  public void makePagesOpaque(int mostItems) {
    store.pages().makeOpaque(mostItems);
  }

  /** From now on nothing fails. */
  public void heal() {
    faults.clear();
  }

  /** The requests whose {@code METHOD path} holds {@code part}, in their order. */
  public List<Seen> seen(String part) {
    return seen.stream().filter(s -> (s.method() + " " + s.path()).contains(part)).toList();
  }

  /** An answer of that status. */
  public static Failing status(int status, String body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      answer(exchange, status, body.getBytes(UTF_8));
    };
  }

  /** An answer that ends before it is whole. */
  public static Failing cutOff() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("{\"experiments\": [".getBytes(UTF_8));
      exchange.getResponseBody().flush();
      throw new IOException("cut off");
    };
  }

  /** No answer until the client goes away. */
  public static Failing silence() {
    return exchange -> {
      try {
        Thread.sleep(20_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Does what it is asked, and loses the answer. */
  public Failing lost() {
    return exchange -> {
      serve(exchange, exchange.getRequestBody().readAllBytes());
      throw new IOException("lost");
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String line = exchange.getRequestMethod() + " " + path;
    for (Fault fault : faults) {
      if (fault.when().test(line)) {
        if (!fault.always()) {
          faults.remove(fault);
        }
        note(exchange, new byte[0]);
        fault.failing().fail(exchange);
        exchange.close();
        return;
      }
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    note(exchange, body);
    StandInStore.Answer answer = serve(exchange, body);
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    answer(exchange, answer.status(), answer.body());
  }

  private void note(HttpExchange exchange, byte[] body) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    seen.add(
        new Seen(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            authorization == null ? "" : authorization,
            body.length > 1 << 20 ? "" : new String(body, UTF_8)));
  }

  private StandInStore.Answer serve(HttpExchange exchange, byte[] body) throws IOException {
    URI uri = exchange.getRequestURI();
    Map<String, String> query = new LinkedHashMap<>();
    if (uri.getRawQuery() != null) {
      for (String part : uri.getRawQuery().split("&")) {
        String[] pair = part.split("=", 2);
        query.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
      }
    }
    boolean isJson =
        "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
    JsonNode tree = isJson && body.length > 0 ? JSON.readTree(body) : JSON.createObjectNode();
    ObjectNode object = (ObjectNode) tree;
    query.forEach((key, value) -> object.put(key, value));
    synchronized (store) {
      return store.answer(exchange.getRequestMethod(), uri.getPath(), object, body, address());
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** So that a multipart upload is on offer, as on a server in front of S3. */
  public StandInServer withMultipart() {
    store.offerMultipart();
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
