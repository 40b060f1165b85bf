package io.millrace.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.serving.Packages;
import io.millrace.serving.fixture.SelfSigned;
import io.millrace.serving.model.ServedModel;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and TLS. */
final class SecurityTest {
  private static final String KEY = "correct-horse-battery";
  private static final String REFUSAL =
      "The call needs a key, as X-API-Key: KEY or Authorization: Bearer KEY.";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void callsNeedAKeyExceptProbesAndThePage() throws IOException {
    Credentials keys = Credentials.of(List.of("another-key-of-ours", KEY), "the test");
    try (TestServer server = TestServer.of(ServerSettings.standard().with(keys), cities())) {
      assertThat(server.get("/v2/models")).hasToString("401 {\"error\":\"" + REFUSAL + "\"}");
      TestServer.Reply refused = server.invoke("{}");
      assertThat(refused)
          .hasToString("401 {\"error_code\":\"UNAUTHENTICATED\",\"message\":\"" + REFUSAL + "\"}");
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(server.get("/nothing").status()).isEqualTo(401);
      assertThat(server.get("/metrics").status()).isEqualTo(401);
      assertThat(server.get("/v2/models", "X-API-Key", KEY + "x").status()).isEqualTo(401);
      assertThat(server.get("/v2/models", "Authorization", "Basic " + KEY).status()).isEqualTo(401);

      assertThat(server.get("/v2/models", "X-API-Key", KEY).status()).isEqualTo(200);
      assertThat(server.get("/v2/models", "Authorization", "bearer " + KEY).status())
          .isEqualTo(200);
      assertThat(server.get("/ping").status()).isEqualTo(200);
      assertThat(server.get("/v2/health/ready").status()).isEqualTo(200);
      assertThat(server.get("/docs").status()).isEqualTo(200);
    }
  }

  @Test
  void keysComeFromAFile() throws IOException {
    Path file = directory.resolve("keys");
    Files.writeString(file, "# ours\n\n " + KEY + " \n");
    assertThat(Credentials.ofFile(file).allow(KEY, null)).isTrue();
    assertThat(Credentials.ofFile(file).allow("# ours", null)).isFalse();

    Files.writeString(file, "# none\n");
    assertRefused("There is no key in %s.", file);
    Files.writeString(file, KEY + "\nshort");
    assertRefused(
        "Key 2 in %s has fewer than 16 characters: take a longer one, as 'openssl rand -hex 32' makes.",
        file);
  }

  @Test
  void servesHttpsFromAStoreAndFromPem() throws Exception {
    SelfSigned certificate = SelfSigned.in(directory);
    Path store = certificate.store();
    char[] password = SelfSigned.PASSWORD.toCharArray();
    KeyStore keys = certificate.keys();
    Path chain = directory.resolve("chain.pem");
    Path key = directory.resolve("key.pem");
    Files.writeString(chain, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey("server", password).getEncoded()));

    SSLContext client = certificate.client();
    for (SSLContext tls : List.of(Tls.ofStore(store, password), Tls.ofPem(chain, key))) {
      try (TestServer server = TestServer.of(ServerSettings.standard().with(tls), cities());
          Socket socket =
              client.getSocketFactory().createSocket("127.0.0.1", server.server().port())) {
        socket
            .getOutputStream()
            .write("GET /v2/models HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.0 200 OK")
            .endsWith("{\"models\":[\"cities\"]}");
      }
    }
    assertThatThrownBy(() -> Tls.ofPem(chain, chain))
        .isInstanceOf(MillraceException.class)
        .hasMessage(
            "%s can't be used for TLS (it holds no '-----BEGIN PRIVATE KEY-----'; 'openssl pkcs8 -topk8 -nocrypt -in KEY' makes one).",
            chain);
    assertThatThrownBy(() -> Tls.ofStore(store, "wrong".toCharArray()))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith(store + " can't be used for TLS (the password may be wrong: ");
  }

  private ServedModel cities() throws IOException {
    return Packages.load(Packages.cities(Files.createTempDirectory(directory, "package")), "1");
  }

  private static void assertRefused(String message, Path file) {
    assertThatThrownBy(() -> Credentials.ofFile(file))
        .isInstanceOf(MillraceException.class)
        .hasMessage(message, file);
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
  }
}
