package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.Gate;
import io.millrace.serving.Packages;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.ServedModel;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What listeners, as the request log is one, hear of requests that no version ever saw. */
final class TurnedAwayTest implements AnswerListener {
  private final Collection<String> heard = new ConcurrentLinkedQueue<>();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @SuppressWarnings("NullAway.Init")
  private ServedModel gated;

  @BeforeEach
  void load() throws IOException {
    gated = Packages.load(Packages.gated(directory.resolve("1")), "7");
  }

  @Override
  public void answered(Answer answer) {
    heard.add("answered");
  }

  @Override
  public void failed(Failure failure) {
    heard.add("failed " + failure.status());
  }

  @Override
  public void turnedAway(Failure failure) {
    assertThat(failure.inputs()).isNull();
    heard.add(
        "%s %s %s %s %d %s"
            .formatted(
                failure.requestId(),
                failure.model().name(),
                failure.model().version(),
                failure.route(),
                failure.status(),
                failure.message()));
  }

  private TestServer server(ServerSettings settings) {
    return TestServer.of(settings, List.of(this), List.of(), gated);
  }

  private static ServerSettings settings(int concurrent, Duration time) {
    return ServerSettings.standard()
        .with(new Limits(30_000, 100, concurrent, time, Duration.ofSeconds(20)));
  }

  @Test
  void theBusyServerNamesTheModelThatWouldHaveAnswered() throws Exception {
    try (TestServer server = server(settings(1, Duration.ofSeconds(20)))) {
      Gate.close();
      CompletableFuture<TestServer.Reply> first =
          CompletableFuture.supplyAsync(
              () -> server.invoke("{\"instances\":[[1]]" + " ".repeat(20_000) + "}"));
      Gate.awaitRow();
      server.post(
          "/invocations",
          "{\"instances\":[[1]]}",
          "X-Request-Id",
          "r1",
          "Content-Type",
          "application/json");
      server.post("/v2/models/unknown/infer", "{}");
      Gate.open();
      assertThat(first.get().status()).isEqualTo(200);
    }

    assertThat(heard)
        .containsExactlyInAnyOrder(
            "r1 gated 7 default 503 The server works on 1 requests, its limit: try again in a"
                + " moment.",
            "answered");
  }

  @Test
  void soDoLargeSlowAndUnreadableBodies() throws IOException {
    try (TestServer server = server(settings(10, Duration.ofMillis(300)))) {
      String large = " ".repeat(30_001);
      assertThat(server.post("/v2/models/gated/infer", large, "X-Request-Id", "r1").status())
          .isEqualTo(413);
      String[] parquet = {"X-Request-Id", "r2", "Content-Type", "application/x-parquet"};
      assertThat(server.post("/invocations", "a", parquet).status()).isEqualTo(415);
      try (Socket slow = server.socket()) {
        slow.getOutputStream()
            .write(
                "POST /invocations HTTP/1.1\r\nHost: x\r\nX-Request-Id: r3\r\nContent-Length: 100\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(slow.getInputStream().read()).isEqualTo(-1);
      }
    }

    assertThat(heard)
        .hasSize(3)
        .contains(
            "r1 gated 7 default 413 The body is larger than 30000 bytes, the limit of this server.",
            "r3 gated 7 default 499 The body was not there when the time limit of this server"
                + " passed.")
        .anyMatch(told -> told.startsWith("r2 gated 7 default 415 "));
  }

  /** Whoever may not ask, or asks for nothing that is there, could fill a disk with it. */
  @Test
  void nobodyHearsOfCallsWithoutAKeyOrForWhatIsNotThere() {
    String key = "0123456789abcdef";
    try (TestServer server =
        server(settings(10, Duration.ofSeconds(20)).with(Credentials.of(List.of(key), "test")))) {
      assertThat(server.invoke("{\"instances\":[[1]]}").status()).isEqualTo(401);
      String[] keyed = {"X-API-Key", key};
      assertThat(server.post("/v2/models/unknown/infer", " ".repeat(30_001), keyed).status())
          .isEqualTo(413);
      assertThat(server.post("/v2/models/unknown/infer", "{}", keyed).status()).isEqualTo(404);
      assertThat(server.post("/v2/models/gated/versions/9/infer", "{}", keyed).status())
          .isEqualTo(404);
    }

    assertThat(heard).isEmpty();
  }
}
