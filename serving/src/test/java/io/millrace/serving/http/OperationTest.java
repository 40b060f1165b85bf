package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.serving.Gate;
import io.millrace.serving.Packages;
import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.CallRefused;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see and do: draining, logs, meters, descriptions, endpoints of their own. */
final class OperationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @SuppressWarnings("NullAway.Init")
  private ServedModel cities;

  @BeforeEach
  void load() throws IOException {
    cities = Packages.load(Packages.cities(directory.resolve("1")), "1");
  }

  @Test
  void drainingAnswersWhatIsRunningAndSaysThatItIsNotReady() throws Exception {
    ServedModel gated = Packages.load(Packages.gated(directory.resolve("2")), "1");
    try (TestServer server = TestServer.of(gated)) {
      Gate.close();
      CompletableFuture<TestServer.Reply> running =
          CompletableFuture.supplyAsync(
              () -> server.invoke("{\"instances\":[[1]]" + " ".repeat(20_000) + "}"));
      Gate.awaitRow();
      assertThat(server.server().drain(Duration.ZERO, Duration.ofMillis(50)))
          .as("drained while a request was running")
          .isFalse();
      Gate.open();
      assertThat(running.get()).hasToString("200 {\"predictions\":[1.0]}");
      assertThat(running.get().header("Connection")).isEqualTo("close");
      assertThat(server.server().drain(Duration.ZERO, Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void readinessEndsWithTheNoticeOfDraining() throws Exception {
    try (TestServer server = TestServer.of(cities)) {
      CompletableFuture<Boolean> drained =
          CompletableFuture.supplyAsync(
              () -> server.server().drain(Duration.ofSeconds(1), Duration.ofSeconds(10)));
      TestServer.Reply ready = server.get("/v2/health/ready");
      while (ready.status() == 200) {
        ready = server.get("/v2/health/ready");
      }
      assertThat(ready).hasToString("503 {\"live\":false,\"ready\":false}");
      assertThat(server.get("/v2/health/live").status()).isEqualTo(200);
      assertThat(server.invoke("{\"instances\":[[\"Rome\",1]]}").status()).isEqualTo(200);
      assertThat(drained.get()).isTrue();
    }
  }

  @Test
  void theAccessLogHasALineOfJsonForEachRequest() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AccessLog log = AccessLog.to(out);
    try (TestServer server = TestServer.of(ServerSettings.standard().with(log), cities)) {
      server.post(
          "/invocations?secret=1",
          "{\"instances\":[[\"Rome\",1],[\"Oslo\",2]]}",
          "Content-Type",
          "application/json",
          "X-Request-Id",
          "abc");
      server.get("/nothing", "X-Request-Id", "no id\u0001".replace('\u0001', ' '));
      assertThat(server.server().drain(Duration.ZERO, Duration.ofSeconds(10))).isTrue();
    }
    log.close();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(first.path("time").asText()).endsWith("Z");
    assertThat(first.path("micros").asLong()).isPositive();
    assertThat(lines.get(0).replaceAll("\"(time|micros)\":[^,]*,", ""))
        .isEqualTo(
            "{\"id\":\"abc\",\"remote\":\"127.0.0.1\",\"method\":\"POST\",\"path\":\"/invocations\",\"status\":200,"
                + "\"bytesIn\":37,\"bytesOut\":25,\"model\":\"cities\",\"version\":\"1\",\"route\":\"default\",\"rows\":2}");
    assertThat(lines.get(1).replaceAll(",?\"(time|micros|id)\":[^,}]*", ""))
        .isEqualTo(
            "{,\"remote\":\"127.0.0.1\",\"method\":\"GET\",\"path\":\"/nothing\",\"status\":404,\"bytesIn\":0,\"bytesOut\":69}");
  }

  @Test
  void aLogThatCanNotBeWrittenIsCountedAndSlowsNothing() throws IOException {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    AccessLog log = AccessLog.to(full);
    try (TestServer server = TestServer.of(ServerSettings.standard().with(log), cities)) {
      assertThat(server.invoke("{\"instances\":[[\"Rome\",1]]}").status()).isEqualTo(200);
      assertThat(server.server().drain(Duration.ZERO, Duration.ofSeconds(10))).isTrue();
    }
    log.close();
    assertThat(log.dropped()).isPositive();
  }

  @Test
  void countsRequestsRowsAndNullsForPrometheus() {
    try (TestServer server = TestServer.of(cities)) {
      server.invoke("{\"instances\":[[\"Rome\",null],[\"Oslo\",-2],[\"Oslo\",2]]}");
      server.invoke("{\"instances\":[[\"Bern\",1]]}");
      server.get("/nothing");

      TestServer.Reply metrics = server.get("/metrics");

      assertThat(metrics.header("Content-Type"))
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      assertThat(metrics.body().lines())
          .contains(
              "millrace_model_info{alias=\"\",model=\"cities\",version=\"1\"} 1",
              "millrace_inference_requests_total{code=\"400\",model=\"cities\",route=\"default\",version=\"1\"} 1.0",
              "millrace_inference_rows_total{model=\"cities\",version=\"1\"} 3.0",
              "millrace_inference_rows_dropped_total{model=\"cities\",version=\"1\"} 1.0",
              "millrace_feature_missing_total{feature=\"size\",model=\"cities\",version=\"1\"} 1.0",
              "millrace_inference_duration_seconds_count{model=\"cities\",phase=\"parse\",version=\"1\"} 1",
              "millrace_inference_duration_seconds_count{model=\"cities\",phase=\"transform\",version=\"1\"} 1",
              "millrace_inference_duration_seconds_count{model=\"cities\",phase=\"predict\",version=\"1\"} 1",
              "millrace_prediction_value_bucket{model=\"cities\",version=\"1\",le=\"-0.001\"} 0",
              "millrace_prediction_value_bucket{model=\"cities\",version=\"1\",le=\"0.0\"} 1",
              "millrace_prediction_value_bucket{model=\"cities\",version=\"1\",le=\"0.1\"} 1",
              "millrace_prediction_value_bucket{model=\"cities\",version=\"1\",le=\"1.0\"} 2",
              "millrace_prediction_value_sum{model=\"cities\",version=\"1\"} 1.0",
              "request_preprocess_seconds_count{model_name=\"cities\"} 1",
              "request_predict_seconds_count{model_name=\"cities\"} 1",
              "request_postprocess_seconds_count{model_name=\"cities\"} 1",
              "request_explain_seconds_count{model_name=\"cities\"} 0",
              "millrace_http_requests_total{code=\"404\"} 1.0",
              "millrace_inference_in_flight 0.0");
    }
  }

  @Test
  void listenersLearnOfAnswersAndFailures() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    AnswerListener listener =
        new AnswerListener() {
          @Override
          public void answered(Answer answer) {
            heard.add(
                "%s %s %s %s %d %s"
                    .formatted(
                        answer.requestId(),
                        answer.model().name(),
                        answer.route(),
                        answer.inputs().object(0, 0),
                        answer.outputs().rows(),
                        answer.outputs().number(0, 0)));
          }

          @Override
          public void failed(Failure failure) {
            heard.add(failure.model().name() + " " + failure.route() + " " + failure.status());
          }

          @Override
          public void turnedAway(Failure failure) {
            heard.add("turned away: " + failure.model().name());
          }
        };
    try (TestServer server =
        TestServer.of(ServerSettings.standard(), List.of(listener), List.of(), cities)) {
      server.post(
          "/invocations",
          "{\"instances\":[[\"Oslo\",1]]}",
          "Content-Type",
          "application/json",
          "X-Request-Id",
          "r1");
      server.invoke("{\"instances\":[[\"Bern\",1]]}");
      server.server().drain(Duration.ZERO, Duration.ofSeconds(10));
    }
    assertThat(heard).containsExactly("r1 cities default Oslo 1 1.0", "cities default 400");
  }

  @Test
  void endpointsOfItsOwnAreAnsweredBesideTheProtocols() {
    Endpoint reload =
        new Endpoint(
            "POST",
            "/admin/reload",
            (query, body) -> {
              if (query.containsKey("fail")) {
                throw new CallRefused(CallRefused.Reason.CONFLICT, "It is being loaded already.");
              }
              return ("[" + body.length + "]").getBytes(StandardCharsets.UTF_8);
            });
    try (TestServer server =
        TestServer.of(ServerSettings.standard(), List.of(), List.of(reload), cities)) {
      assertThat(server.post("/admin/reload", "abc")).hasToString("200 [3]");
      assertThat(server.post("/admin/reload?fail=1", ""))
          .hasToString("409 {\"error\":\"It is being loaded already.\"}");
      assertThat(server.get("/admin/reload"))
          .hasToString("405 {\"error\":\"This path takes POST only.\"}");
    }
  }

  @Test
  void describesItselfAsOpenApiWithExamplesThatAreAnswered() throws IOException {
    try (TestServer server = TestServer.of(cities)) {
      JsonNode api = JSON.readTree(server.get("/openapi.json").body());

      assertThat(api.path("openapi").asText()).isEqualTo("3.0.3");
      JsonNode row = api.at("/components/schemas/Row1");
      assertThat(row.path("required")).hasToString("[\"city\",\"size\"]");
      assertThat(row.at("/properties/city")).hasToString("{\"type\":\"string\",\"example\":\"a\"}");
      assertThat(row.at("/properties/size"))
          .hasToString(
              "{\"type\":\"number\",\"format\":\"double\",\"nullable\":true,\"example\":0.5}");
      // The example has the right columns and types: what the model says of it is about its value.
      for (String path : List.of("/v2/models/cities/infer", "/invocations")) {
        String example =
            api.path("paths")
                .path(path)
                .at("/post/requestBody/content/application~1json/example")
                .toString();
        assertThat(server.post(path, example, "Content-Type", "application/json").body())
            .contains("Row 0 is refused: The column 'city' holds 'a', which no training row does.");
      }
      api.path("paths")
          .fieldNames()
          .forEachRemaining(path -> assertThat(server.get(path).status()).as(path).isIn(200, 405));
    }
  }

  @Test
  void thePageLoadsNothingFromElsewhere() {
    try (TestServer server = TestServer.of(cities)) {
      TestServer.Reply page = server.get("/");
      assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
      assertThat(page.body())
          .contains("openapi.json")
          .doesNotContain("http://", "https://", "innerHTML");
      assertThat(server.get("/docs").body()).isEqualTo(page.body());
    }
  }
}
