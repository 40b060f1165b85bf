package io.millrace.serving.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.serving.fixture.SelfSigned;
import io.millrace.serving.http.Tls;
import io.millrace.serving.model.CallRefused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RolloutAdminTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path temporary;
  private FakeRegistry registry;
  private Rollout rollout;
  private Shadow shadow;
  private RolloutAdmin admin;

  @BeforeEach
  void start() {
    registry = new FakeRegistry(temporary).withVersions(3);
    registry.point("champion", 1);
    registry.point("challenger", 2);
    rollout = registry.rollout();
    rollout.start(RoutePlan.of("tiny", "champion"));
    shadow = new Shadow(rollout, 10, 1);
    admin = new RolloutAdmin(rollout, new RolloutStatus(rollout, shadow, null));
  }

  @AfterEach
  void stop() {
    shadow.close();
  }

  @Test
  void theStateTellsRoutesAndRegistry() throws IOException {
    JsonNode state = call("GET", "/admin/models", "");

    assertThat(state.toString())
        .isEqualTo(
            "{\"revision\":1,\"models\":[{\"name\":\"tiny\",\"loaded\":true,\"stickyBy\":\"none\",\"routes\":[{\"target\":\"champion\",\"weight\":100.0,\"version\":\"1\",\"previousVersion\":null,\"rolledBackFrom\":null,\"requests\":0,\"errors\":0,\"p99Millis\":0.0}],\"shadow\":null,\"canary\":null,\"problems\":[]}],\"registry\":{\"answered\":\"2026-11-21T12:00:00Z\",\"failure\":null}}");
  }

  @Test
  void aReloadFollowsTheAliasAtOnceAndRollbackGoesBack() throws IOException {
    registry.point("champion", 2);

    assertThat(call("POST", "/admin/models/tiny/reload", "").at("/routes/0/version").asText())
        .isEqualTo("2");
    JsonNode back = call("POST", "/admin/models/tiny/rollback", "{\"route\": \"champion\"}");
    assertThat(back.at("/routes/0/version").asText()).isEqualTo("1");
    assertThat(back.at("/routes/0/rolledBackFrom").asText()).isEqualTo("2");
  }

  @Test
  void weightsShadowsAndCanariesAreSetAndEnded() throws IOException {
    call("POST", "/admin/models/tiny/weights", "{\"champion\": 90, \"challenger\": 10}");
    assertThat(RolloutTest.answer(rollout, Rollout.ROUTE_HEADER, "challenger"))
        .isEqualTo("challenger:2");
    call("POST", "/admin/models/tiny/weights", "{\"champion\": 1}");
    JsonNode shadowed = call("POST", "/admin/models/tiny/shadow", "{\"target\": \"3\"}");
    assertThat(shadowed.at("/shadow/version").asText()).isEqualTo("3");
    assertThat(call("DELETE", "/admin/models/tiny/shadow", "").at("/shadow").isNull()).isTrue();
    JsonNode begun =
        call(
            "POST",
            "/admin/models/tiny/canary",
            "{\"target\": \"challenger\", \"weight\": 20, \"bakeSeconds\": 1.5, \"promote\":"
                + " true}");
    assertThat(begun.at("/canary/phase").asText()).isEqualTo("BAKING");
    assertThat(begun.at("/routes/1/weight").asDouble()).isEqualTo(20);
    CanaryRun run = requireNonNull(requireNonNull(rollout.state().models().get("tiny")).canary());
    assertThat(run.policy().bake()).hasMillis(1_500);
    assertThat(run.policy().promote()).isTrue();
    JsonNode ended = call("DELETE", "/admin/models/tiny/canary", "");
    assertThat(ended.at("/canary/reason").asText()).isEqualTo("It was stopped by hand.");
  }

  @Test
  void whatCantBeDoneIsToldInOneSentence() {
    refused("GET", "/admin/model", "", 404, "There is no admin call /admin/model.");
    refused("GET", "/admin/models/x", "", 404, "There is no model 'x' here; there is tiny.");
    refused(
        "POST", "/admin/models/x/reload", "", 404, "There is no model 'x' here; there is tiny.");
    refused(
        "GET",
        "/admin/models/tiny/reload",
        "",
        405,
        "/admin/models/tiny/reload takes POST, and not GET.");
    refused(
        "POST", "/admin/models/tiny/x", "", 404, "There is no admin call /admin/models/tiny/x.");
    refused("POST", "/admin/models/tiny/shadow", "{}", 400, "'target' is missing.");
    refused(
        "POST",
        "/admin/models/tiny/shadow",
        "{\"target\": 3}",
        400,
        "'target' has to be a text, and is 3.");
    refused(
        "POST",
        "/admin/models/tiny/shadow",
        "{\"target\": \"9\"}",
        409,
        "The registry has no version '9' of a model 'tiny'.");
    refused(
        "POST",
        "/admin/models/tiny/weights",
        "{}",
        400,
        "Name targets with their weights, as {\"champion\": 90}.");
    refused(
        "POST",
        "/admin/models/tiny/weights",
        "{\"champion\": -1}",
        400,
        "a weight is 0 or more: -1.0");
    refused(
        "POST",
        "/admin/models/tiny/weights",
        "{\"champion\": \"all\"}",
        400,
        "'champion' has to be a number, and is \"all\".");
    refused(
        "POST",
        "/admin/models/tiny/canary",
        "{\"targett\": \"challenger\"}",
        400,
        "'targett' is not known; there is target, weight, bakeSeconds, windowSeconds,"
            + " maxErrorRatio, maxP99Ratio, maxShift, minRequests, promote.");
    refused(
        "POST",
        "/admin/models/tiny/canary",
        "{\"target\": \"challenger\", \"promote\": 1}",
        400,
        "'promote' has to be true or false, and is 1.");
    refused(
        "POST",
        "/admin/models/tiny/reload",
        "{\"now\": true}",
        400,
        "'now' is not known: this call takes no values.");
    refused("POST", "/admin/models/tiny/weights", "[1]", 400, "The body has to be a JSON object.");
    refused(
        "POST",
        "/admin/models/tiny/weights",
        "{\"a\":\n",
        400,
        "The body is no JSON: it breaks off or goes wrong at line 2, column 1.");
  }

  private void refused(String method, String path, String body, int status, String message) {
    assertThatThrownBy(() -> call(method, path, body))
        .isInstanceOfSatisfying(
            CallRefused.class, e -> assertThat(e.reason().status()).isEqualTo(status))
        .hasMessage(message);
  }

  private JsonNode call(String method, String path, String body) throws IOException {
    return JSON.readTree(admin.answer(method, path, body.getBytes(UTF_8)));
  }

  @Test
  void overHttpEachCallNeedsTheToken() throws Exception {
    try (AdminServer server =
        AdminServer.start(
            new AdminServer.Settings("127.0.0.1", 0, "secret", null), rollout, shadow, null)) {
      HttpClient client = HttpClient.newHttpClient();
      URI uri = URI.create("http://127.0.0.1:%d/admin/models".formatted(server.port()));
      HttpRequest bare = HttpRequest.newBuilder(uri).build();
      HttpRequest wrong =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer secreT").build();
      HttpRequest right =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer secret").build();
      HttpRequest large =
          HttpRequest.newBuilder(URI.create(uri + "/tiny/weights"))
              .header("Authorization", "Bearer secret")
              .POST(HttpRequest.BodyPublishers.ofString("x".repeat(70_000)))
              .build();

      for (HttpRequest request : new HttpRequest[] {bare, wrong}) {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
            .isEqualTo(
                "{\"error\":\"An admin call brings 'Authorization: Bearer TOKEN', with the admin"
                    + " token.\"}");
      }
      HttpResponse<String> answer = client.send(right, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(JSON.readTree(answer.body()).at("/models/0/name").asText()).isEqualTo("tiny");
      assertThat(client.send(large, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void overTlsACallIsAnsweredToThoseWhoTrustTheCertificate() throws Exception {
    SelfSigned certificate = SelfSigned.in(temporary);
    SSLContext tls = Tls.ofStore(certificate.store(), SelfSigned.PASSWORD.toCharArray());
    registry.point("champion", 2);
    try (AdminServer server =
        AdminServer.start(
            new AdminServer.Settings("127.0.0.1", 0, "secret", tls), rollout, shadow, null)) {
      String address = "//127.0.0.1:%d/admin/models/tiny/reload".formatted(server.port());
      HttpRequest reload = reload("https:" + address);
      HttpClient client = HttpClient.newBuilder().sslContext(certificate.client()).build();

      HttpResponse<String> answer = client.send(reload, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.sslSession()).isPresent();
      assertThat(JSON.readTree(answer.body()).at("/routes/0/version").asText()).isEqualTo("2");
      HttpClient stranger = HttpClient.newHttpClient();
      assertThatThrownBy(() -> stranger.send(reload, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(SSLHandshakeException.class);
      HttpRequest open = reload("http:" + address);
      assertThatThrownBy(() -> stranger.send(open, HttpResponse.BodyHandlers.discarding()))
          .as("without TLS")
          .isInstanceOf(IOException.class);
    }
  }

  private static HttpRequest reload(String address) {
    return HttpRequest.newBuilder(URI.create(address))
        .header("Authorization", "Bearer secret")
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
  }
}
