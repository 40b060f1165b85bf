package io.millrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.console.web.VisitedConsole;
import io.millrace.console.web.Visitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConsoleTest extends VisitedConsole {
  private static final Pattern ASSET = Pattern.compile("\"(/static/[0-9a-f]+/page\\.css)\"");

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void aPageLetsNoScriptInAndNobodyFrameIt() {
    HttpResponse<String> response = visitor.get("/runs");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
        .contains("base-uri 'none'", "form-action 'self'")
        .doesNotContain("unsafe-eval", "script-src 'self' 'unsafe-inline'");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(response, "Referrer-Policy")).isEqualTo("same-origin");
    assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
  }

  @Test
  void pagesHoldNoScriptOfTheirOwn() {
    assertThat(
            visitor.page("/runs").replaceAll("<script src=\"/static/[^\"]+\" defer></script>", ""))
        .doesNotContain("<script", " onclick", "javascript:");
  }

  @Test
  void stylesAreKeptByBrowsersForAsLongAsTheyStayTheSame() {
    Matcher asset = ASSET.matcher(visitor.page("/runs"));
    assertThat(asset.find()).isTrue();

    HttpResponse<String> plain = visitor.get(asset.group(1));
    HttpResponse<String> other =
        visitor.get(asset.group(1).replaceFirst("/static/[0-9a-f]", "/static/_"));

    assertThat(header(plain, "Cache-Control")).contains("immutable", "max-age=31536000");
    assertThat(header(plain, "Content-Type")).isEqualTo("text/css; charset=utf-8");
    assertThat(plain.body()).contains(":root{");
    assertThat(other.statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsLargeIsPackedForBrowsersThatUnpackIt() throws IOException {
    byte[] packed = raw("GET /runs HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip, br");
    byte[] plain = raw("GET /runs HTTP/1.1", "Host: localhost");

    assertThat(head(packed)).containsIgnoringCase("content-encoding: gzip");
    assertThat(head(plain)).doesNotContainIgnoringCase("content-encoding");
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body(packed)))) {
      assertThat(in.readAllBytes()).isEqualTo(body(plain));
    }
  }

  @Test
  void headIsAnsweredWithoutContent() throws IOException {
    byte[] answer = raw("HEAD /runs HTTP/1.1", "Host: localhost");

    assertThat(head(answer)).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length");
    assertThat(body(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8090"})
  void whoComesUnderAnotherNameIsTurnedAway(String host) throws IOException {
    assertThat(head(raw("GET /runs HTTP/1.1", "Host: " + host))).startsWith("HTTP/1.1 421");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:9000", "127.0.0.1", "[::1]:8090"})
  void thisMachinesOwnNamesAreFine(String host) throws IOException {
    assertThat(head(raw("GET /runs HTTP/1.1", "Host: " + host))).startsWith("HTTP/1.1 200");
  }

  @Test
  void mistakesInAddressesAreToldAsPages() throws IOException {
    HttpResponse<String> missing = visitor.get("/nothing/here");
    HttpResponse<String> wrongMethod = visitor.send(visitor.to("/runs").DELETE());

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("<h1>Not found</h1>", "There is no page at /nothing/here.");
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(visitor.get("/runs?page=one").statusCode()).isEqualTo(400);
    assertThat(head(raw("GET /runs?text=%zz HTTP/1.1", "Host: localhost")))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void programsAreToldAsJson() {
    HttpResponse<String> response = visitor.get("/api/runs/none");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "Content-Type")).isEqualTo(Answer.JSON);
    assertThat(response.body()).isEqualTo("{\"status\":404,\"error\":\"There is no run 'none'.\"}");
  }

  @Test
  void lookingIsFreeOnThisMachineAndChangingIsNot() {
    HttpResponse<String> refused =
        visitor.post("/models/m/move", "do", "promote", "alias", "champion", "why", "x");

    assertThat(visitor.get("/models").statusCode()).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("sign in first", "<a href=\"/login\">");
  }

  @Test
  void theTokenOpensASessionThatScriptsAndOtherSitesDoNotGet() {
    HttpResponse<String> wrong = visitor.post("/login", "token", "guessed", "to", "/models");
    HttpResponse<String> right =
        visitor.post("/login", "token", Visitor.TOKEN, "to", "/models?a=b");

    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body()).contains("That is not the token", "value=\"/models\"");
    assertThat(right.statusCode()).isEqualTo(303);
    assertThat(header(right, "Location")).isEqualTo("/models?a=b");
    assertThat(header(right, "Set-Cookie"))
        .startsWith("millrace-" + visitor.port() + "=")
        .endsWith("; Path=/; HttpOnly; SameSite=Strict");
    assertThat(visitor.page("/models")).contains("Signed in");
  }

  @Test
  void theLinkOfTheTerminalSignsInAndTheTokenLeavesTheAddress() {
    HttpResponse<String> wrong = visitor.get("/?token=old");
    HttpResponse<String> right = visitor.get("/models?token=a%20token%20of%20the%20tests");

    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(right.statusCode()).isEqualTo(303);
    assertThat(header(right, "Location")).isEqualTo("/models");
    assertThat(visitor.page("/models")).contains("Signed in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example", "/\\evil.example", "https://evil.example", "", "/login"})
  void signingInLeadsNowhereElse(String to) {
    HttpResponse<String> response = visitor.post("/login", "token", Visitor.TOKEN, "to", to);

    assertThat(header(response, "Location")).isEqualTo("/");
  }

  @Test
  void signingOutEndsTheSession() {
    visitor.signIn();
    String csrf = Visitor.csrf(visitor.page("/login"));

    assertThat(visitor.post("/logout", "csrf", "forged").statusCode()).isEqualTo(403);
    assertThat(visitor.page("/runs")).contains("Signed in");
    assertThat(visitor.post("/logout", "csrf", csrf).statusCode()).isEqualTo(303);
    assertThat(visitor.page("/runs")).doesNotContain("Signed in");
  }

  @Test
  void formsOfOtherSitesAreRefusedThoughTheBrowserIsSignedIn() {
    visitor.signIn();
    String csrf = Visitor.csrf(visitor.page("/login"));

    for (List<String> header :
        List.of(
            List.of("Origin", "https://evil.example"),
            List.of("Origin", "null"),
            List.of("Sec-Fetch-Site", "cross-site"),
            List.of("Sec-Fetch-Site", "same-site"))) {
      HttpResponse<String> response =
          visitor.send(visitor.form("/logout", "csrf", csrf).header(header.get(0), header.get(1)));
      assertThat(response.statusCode()).as(header.toString()).isEqualTo(403);
    }
    HttpResponse<String> own =
        visitor.send(
            visitor
                .form("/logout", "csrf", csrf)
                .header("Origin", "http://127.0.0.1:" + visitor.port())
                .header("Sec-Fetch-Site", "same-origin"));
    assertThat(own.statusCode()).isEqualTo(303);
  }

  @Test
  void onlyFormsAreTakenAndNoLargeOnes() {
    visitor.signIn();
    HttpResponse<String> json =
        visitor.send(
            visitor
                .to("/logout")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    HttpResponse<String> large = visitor.post("/logout", "csrf", "x".repeat(70_000));

    assertThat(json.statusCode()).isEqualTo(415);
    assertThat(large.statusCode()).isEqualTo(413);
  }

  @Test
  void whereOthersReachItNothingIsShownWithoutTheToken() {
    try (Visitor other = Visitor.ofOpen(home)) {
      HttpResponse<String> page = other.get("/models/m?all=yes");
      assertThat(page.statusCode()).isEqualTo(303);
      assertThat(header(page, "Location")).isEqualTo("/login?to=%2Fmodels%2Fm%3Fall%3Dyes");
      assertThat(other.page("/login")).contains("shows nothing without its token");
      assertThat(other.get("/api/runs").statusCode()).isEqualTo(401);
      assertThat(
              other
                  .send(other.to("/api/runs").header("Authorization", "Bearer " + Visitor.TOKEN))
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              other
                  .send(other.to("/api/runs").header("Authorization", "Bearer guessed"))
                  .statusCode())
          .isEqualTo(401);

      other.signIn();

      assertThat(other.get("/runs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsTold() {
    HttpSettings settings =
        new HttpSettings("127.0.0.1", visitor.port(), "token", "memory", problem -> {});

    assertThatThrownBy(() -> HttpConsole.start(settings, (routes, pages) -> {}))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "port %d of 127.0.0.1 is taken: choose another one with --port, or 0 for any that is free"
                .formatted(visitor.port()));
  }

  @Test
  void aHostThatIsNoneIsTold() {
    HttpSettings settings = new HttpSettings("no such host", 0, "token", "memory", problem -> {});

    assertThatThrownBy(() -> HttpConsole.start(settings, (routes, pages) -> {}))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("the console can't listen at no such host:0");
  }

  /** One request as it is written, and all that comes back. */
  private byte[] raw(String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", visitor.port())) {
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readAllBytes();
    }
  }

  private static int end(byte[] answer) {
    return new String(answer, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
  }

  private static String head(byte[] answer) {
    return new String(answer, 0, end(answer), StandardCharsets.ISO_8859_1);
  }

  private static byte[] body(byte[] answer) {
    int begin = end(answer) + 4;
    return Arrays.copyOfRange(answer, begin, answer.length);
  }
}
