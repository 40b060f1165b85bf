package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.Gate;
import io.millrace.serving.Packages;
import io.millrace.serving.model.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server takes at most, and whom it cuts off. */
final class LimitsTest {
  private static final Limits SMALL =
      new Limits(30_000, 100, 1, Duration.ofMillis(300), Duration.ofSeconds(20));

  /** Large enough to be answered by a worker: the gate must not hold what reads requests. */
  private static final String GATED_ROW = "{\"instances\":[[1]]" + " ".repeat(20_000) + "}";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @SuppressWarnings("NullAway.Init")
  private ServedModel cities;

  @SuppressWarnings("NullAway.Init")
  private ServedModel gated;

  @BeforeEach
  void load() throws IOException {
    cities = Packages.load(Packages.cities(directory.resolve("1")), "1");
    gated = Packages.load(Packages.gated(directory.resolve("2")), "1");
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedHoweverItIsSent() throws IOException {
    String answer =
        "{\"error_code\":\"BAD_REQUEST\",\"message\":\"The body is larger than 30000 bytes, the limit of this server.\"}";
    try (TestServer server = TestServer.of(ServerSettings.standard().with(SMALL), cities)) {
      // With its length, before any of it is sent, as curl does with Expect: 100-continue.
      assertThat(
              raw(
                  server,
                  "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 30001\r\n\r\n"))
          .startsWith("HTTP/1.1 413 ")
          .endsWith(answer);
      // In chunks, of which the last is too much.
      assertThat(
              raw(
                  server,
                  "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + ("1000\r\n" + " ".repeat(0x1000) + "\r\n").repeat(8)))
          .startsWith("HTTP/1.1 413 ")
          .endsWith(answer);
      assertThat(server.invoke("{\"instances\":[]" + " ".repeat(29_000) + "}").status())
          .isEqualTo(200);
    }
  }

  @Test
  void rowsBeyondTheLimitAreRefused() {
    String sentence =
        "The body holds more than 100 rows, the limit of this server: send fewer at a time.";
    try (TestServer server = TestServer.of(ServerSettings.standard().with(SMALL), cities)) {
      String rows = "[\"Rome\",1],".repeat(100);
      assertThat(server.invoke("{\"instances\":[" + rows + "[\"Rome\",1]]}"))
          .hasToString("413 {\"error_code\":\"BAD_REQUEST\",\"message\":\"" + sentence + "\"}");
      assertThat(server.invoke("{\"instances\":[" + rows.substring(0, rows.length() - 1) + "]}"))
          .satisfies(reply -> assertThat(reply.status()).isEqualTo(200));
      assertThat(
              server.post(
                  "/v2/models/cities/infer",
                  "{\"inputs\":[{\"name\":\"city\",\"datatype\":\"BYTES\",\"shape\":[101],\"data\":[\""
                      + "x".repeat(200)
                      + "\"]}]}"))
          .hasToString("413 {\"error\":\"" + sentence + "\"}");
      assertThat(
              server.post(
                  "/v2/models/cities/infer",
                  "{\"inputs\":[{\"name\":\"city\",\"datatype\":\"BYTES\",\"shape\":[2147483647,2147483647],\"data\":[]}]}"))
          .hasToString(
              "400 {\"error\":\"The 'data' of the input 'city' holds fewer values than its shape [2147483647, 2147483647] says.\"}");
    }
  }

  @Test
  void requestsBeyondTheLimitAreTurnedAwayWhileOthersAreAnswered() throws Exception {
    Limits one = new Limits(30_000, 100, 1, Duration.ofSeconds(20), Duration.ofSeconds(20));
    try (TestServer server = TestServer.of(ServerSettings.standard().with(one), gated)) {
      Gate.close();
      CompletableFuture<TestServer.Reply> first =
          CompletableFuture.supplyAsync(() -> server.invoke(GATED_ROW));
      Gate.awaitRow();
      TestServer.Reply second = server.invoke("{\"instances\":[[1]]}");
      assertThat(second)
          .hasToString(
              "503 {\"error_code\":\"TEMPORARILY_UNAVAILABLE\",\"message\":\"The server works on 1 requests, its limit: try again in a moment.\"}");
      assertThat(second.header("Retry-After")).isEqualTo("1");
      assertThat(server.get("/v2/health/live").status()).isEqualTo(200);
      Gate.open();
      assertThat(first.get()).hasToString("200 {\"predictions\":[1.0]}");
      assertThat(server.invoke("{\"instances\":[[2]]}")).hasToString("200 {\"predictions\":[2.0]}");
    }
  }

  @Test
  void aRequestWhoseTimeIsOverIsGivenUp() throws Exception {
    // The first row holds its request beyond the limit; the clock is looked at every 64 rows.
    Limits limits = new Limits(30_000, 100, 2, Duration.ofMillis(200), Duration.ofSeconds(20));
    try (TestServer server = TestServer.of(ServerSettings.standard().with(limits), gated)) {
      Gate.close();
      String rows = "[1],".repeat(99) + "[1]";
      CompletableFuture<TestServer.Reply> slow =
          CompletableFuture.supplyAsync(
              () -> server.invoke("{\"instances\":[" + rows + "]" + " ".repeat(20_000) + "}"));
      Gate.awaitRow();
      long begun = System.nanoTime();
      // A sender that trickles is cut off after the same time: so ours is over too.
      assertThat(trickle(server)).isEqualTo(-1);
      assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(150).toNanos());
      Gate.open();
      assertThat(slow.get()).hasToString("504 Request processing time exceeded limit");
    }
  }

  @Test
  void aSilentConnectionIsClosed() throws IOException {
    Limits limits = new Limits(30_000, 100, 1, Duration.ofSeconds(20), Duration.ofMillis(200));
    try (TestServer server = TestServer.of(ServerSettings.standard().with(limits), cities);
        Socket silent = server.socket();
        Socket halfHead = server.socket()) {
      halfHead.getOutputStream().write("GET /ping HT".getBytes(StandardCharsets.US_ASCII));
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(halfHead.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void idleConnectionsDoNotKeepOthersFromTheirAnswers() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try (TestServer server = TestServer.of(cities)) {
      for (int i = 0; i < 1000; i++) {
        idle.add(server.socket());
      }
      assertThat(server.invoke("{\"instances\":[[\"Oslo\",1]]}"))
          .hasToString("200 {\"predictions\":[1.0]}");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void sendersThatLeaveAmidTheirBodiesTakeNoPlaceFromOthers() throws IOException {
    Limits one = new Limits(30_000, 100, 1, Duration.ofSeconds(20), Duration.ofSeconds(20));
    try (TestServer server = TestServer.of(ServerSettings.standard().with(one), cities)) {
      for (int i = 0; i < 5; i++) {
        try (Socket leaver = server.socket()) {
          leaver
              .getOutputStream()
              .write(
                  "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
                      .getBytes(StandardCharsets.US_ASCII));
        }
      }
      TestServer.Reply reply = server.invoke("{\"instances\":[[\"Oslo\",1]]}");
      for (int tries = 0; reply.status() == 503 && tries < 10_000; tries++) {
        // The server may not have seen yet that the last one left.
        reply = server.invoke("{\"instances\":[[\"Oslo\",1]]}");
      }
      assertThat(reply).hasToString("200 {\"predictions\":[1.0]}");
    }
  }

  /** Sends half a body, and waits for the connection's end. */
  private static int trickle(TestServer server) throws IOException {
    try (Socket socket = server.socket()) {
      socket
          .getOutputStream()
          .write(
              "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"inst"
                  .getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read();
    }
  }

  /** Sends bytes, and reads all that comes until the server closes the connection. */
  private static String raw(TestServer server, String request) throws IOException {
    try (Socket socket = server.socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder reply = new StringBuilder();
      byte[] buffer = new byte[4096];
      while (!reply.toString().endsWith("}")) {
        int read = in.read(buffer);
        if (read < 0) {
          break;
        }
        reply.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
      }
      return reply.toString();
    }
  }
}
