package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.Call;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command that shows pages, as processes of their own where they come up. */
@Timeout(120)
final class UiCommandTest {
  private static final String SECRET = "a-secret-of-16-or-more";

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  private Process start(Map<String, String> environment, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.millrace.app.Main", "ui", "--port", "0"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
    builder.environment().putAll(environment);
    return builder.redirectError(directory.resolve("err").toFile()).start();
  }

  private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private static URI shown(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).as("the first line").isNotNull();
    return URI.create(line);
  }

  @Test
  void theAddressShownSignsInAndAnEndIsClean() throws Exception {
    Process process = start(Map.of());
    try {
      URI address = shown(process);
      HttpResponse<String> entered = get(address);
      HttpResponse<String> runs = get(address.resolve("/runs"));

      assertThat(address.toString())
          .matches("http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]{32}");
      assertThat(entered.statusCode()).isEqualTo(303);
      assertThat(entered.headers().firstValue("Set-Cookie")).isPresent();
      assertThat(runs.body()).contains("Nothing was run yet", "tracking.db");
      assertThat(get(address.resolve("/features")).statusCode()).isEqualTo(200);
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(directory.resolve("err")))
          .isEqualTo("Ctrl-C ends the console" + System.lineSeparator());
    } finally {
      process.destroyForcibly();
    }
    assertThat(directory.resolve(".millrace"))
        .as("who only looks makes no database")
        .doesNotExist();
  }

  @Test
  void aTokenOfTheEnvironmentIsTakenAndNotShown() throws Exception {
    Process process = start(Map.of("MILLRACE_UI_TOKEN", SECRET));
    try {
      URI address = shown(process);

      assertThat(address.toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
      assertThat(get(address.resolve("/?token=" + SECRET)).statusCode()).isEqualTo(303);
      assertThat(Files.readString(directory.resolve("err")))
          .contains("MILLRACE_UI_TOKEN")
          .doesNotContain(SECRET);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aPortThatIsTakenIsAMistakeOfTheCall() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Call call = Call.in(directory, "ui", "--port", Integer.toString(taken.getLocalPort()));

      assertThat(call.exitCode()).isEqualTo(2);
      assertThat(call.err())
          .contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken", "--port");
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThat(Call.in(directory, "ui", "--port", "70000").err())
        .contains("--port takes 0 to 65535, not 70000");
    assertThat(Call.in(directory, "ui", "--output", "json"))
        .satisfies(call -> assertThat(call.exitCode()).isEqualTo(2))
        .satisfies(call -> assertThat(call.out()).contains("/api"));
    assertThat(Call.in(directory, "ui", "--host", "no such host").err())
        .contains("the console can't listen at no such host:8090");
  }

  @Test
  void aTokenThatIsEasilyGuessedIsRefused() throws Exception {
    Process process = start(Map.of("MILLRACE_UI_TOKEN", "short"));

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(directory.resolve("err")))
        .contains("MILLRACE_UI_TOKEN is shorter than 16 characters")
        .doesNotContain("'short'");
  }
}
