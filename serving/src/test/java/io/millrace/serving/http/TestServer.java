package io.millrace.serving.http;

import io.millrace.serving.metrics.ServingMetrics;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.FixedModels;
import io.millrace.serving.model.ServedModel;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A server at a free port, and a client of it. */
final class TestServer implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpServer server;

  private TestServer(HttpServer server) {
    this.server = server;
  }

  static TestServer of(ServedModel... models) {
    return of(ServerSettings.standard(), models);
  }

  static TestServer of(ServerSettings settings, ServedModel... models) {
    return of(settings, List.of(), List.of(), models);
  }

  static TestServer of(
      ServerSettings settings,
      List<AnswerListener> listeners,
      List<Endpoint> endpoints,
      ServedModel... models) {
    return new TestServer(
        HttpServer.start(
            settings, FixedModels.of(List.of(models)), new ServingMetrics(), listeners, endpoints));
  }

  HttpServer server() {
    return server;
  }

  /** What came back. */
  record Reply(int status, String body, HttpResponse<String> whole) {
    String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  Reply get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Reply post(String path, String body, String... headers) {
    return send("POST", path, BodyPublishers.ofString(body), headers);
  }

  /** Posts JSON to /invocations. */
  Reply invoke(String body) {
    return post("/invocations", body, "Content-Type", "application/json");
  }

  Reply post(String path, byte[] body, String... headers) {
    return send("POST", path, BodyPublishers.ofByteArray(body), headers);
  }

  Reply send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new AssertionError("no answer to " + method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Socket socket() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Override
  public void close() {
    server.close();
  }
}
