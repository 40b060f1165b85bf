package io.millrace.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process. */
final class MainTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void servesUntilItIsAskedToEndAndEndsWell() throws Exception {
    Packages.cities(directory.resolve("package"));
    Path log = directory.resolve("access.log");
    Process server =
        ServerInProcess.start(
            "serve",
            "--package",
            "towns:3=" + directory.resolve("package"),
            "--port",
            "0",
            "--access-log",
            log.toString());
    try (BufferedReader out = server.inputReader(UTF_8)) {
      String ready = Objects.requireNonNull(out.readLine(), "no line on standard output");
      assertThat(ready).matches("Ready at http://127\\.0\\.0\\.1:\\d+: towns 3");
      URI address = URI.create(ready.substring("Ready at ".length(), ready.lastIndexOf(": ")));

      String reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address.resolve("/v2/models")).build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(reply).isEqualTo("{\"models\":[\"towns\"]}");
      String port = Integer.toString(address.getPort());
      assertThat(ServerInProcess.start("--probe", port).waitFor()).as("a health check").isZero();

      server.destroy();
      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isZero();
      assertThat(ServerInProcess.start("--probe", port).waitFor())
          .as("a health check")
          .isEqualTo(1);
      assertThat(Files.readAllLines(log)).hasSize(2);
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void aRehearsalAnswersGoldenRowsAndEnds() throws Exception {
    Packages.cities(directory.resolve("package"));
    Path log = directory.resolve("access.log");

    Process server =
        ServerInProcess.start(
            "--package",
            "towns=" + directory.resolve("package"),
            "--host",
            "0.0.0.0",
            "--rehearse",
            "--access-log",
            log.toString());
    try (BufferedReader out = server.inputReader(UTF_8)) {
      assertThat(out.lines().toList())
          .singleElement()
          .asString()
          .startsWith("Ready at http://127.0.0.1:");
    }

    assertThat(server.waitFor()).isZero();
    assertThat(Files.readString(log))
        .contains("\"path\":\"/v2/health/ready\",\"status\":200")
        .contains("\"path\":\"/metrics\",\"status\":200");
  }

  @Test
  void mistakesEndItWithOneLineAndTheirCode() throws Exception {
    assertEnds(2, "[NOT_FOUND] There is no model package at /no/such.", "--package", "/no/such");
    assertEnds(2, "[INVALID_CALL] There is no option '--x'; --help tells which there are.", "--x");
    Path damaged = directory.resolve("damaged");
    Packages.cities(damaged);
    Files.writeString(damaged.resolve("scoring/arrays.bin"), "x");
    assertEnds(
        5,
        "[PACKAGE_CORRUPT] The model package at %s is damaged: the file scoring/arrays.bin was changed. Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again."
            .formatted(damaged),
        "--package",
        damaged.toString());
    Path newer = directory.resolve("newer");
    Packages.cities(newer);
    Path description = newer.resolve("model.json");
    Files.writeString(
        description,
        Files.readString(description)
            .replaceFirst("\"formatVersion\" ?: ?\\d+", "\"formatVersion\" : 99"));
    assertEnds(
        5,
        "[PACKAGE_TOO_NEW] The model package at %s has format 99 in model.json, and this Millrace reads up to 1: use a newer one."
            .formatted(newer),
        "--package",
        newer.toString());
    Path truncated = directory.resolve("truncated");
    Packages.cities(truncated);
    Files.writeString(truncated.resolve("model.json"), "{\"formatVersion\": 1, ");
    assertEnds(
        5,
        "[PACKAGE_CORRUPT] The model package at %s is damaged: model.json can't be read (it is cut off in line 1). Take it again from where it was registered; if it lies there, from a backup, or run its pipeline again."
            .formatted(truncated),
        "--package",
        truncated.toString());
  }

  @Test
  void drainsAndEndsWhenTheProcessIsGoneThatAskedForIt() throws Exception {
    Packages.cities(directory.resolve("package"));
    Process parent = new ProcessBuilder("sleep", "600").start();
    try (ServerInProcess server =
        ServerInProcess.ready(
            "--package",
            directory.resolve("package").toString(),
            "--end-with",
            Long.toString(parent.pid()))) {
      assertThat(server.invoke("{\"instances\":[[\"Rome\",1]]}").statusCode()).isEqualTo(200);
      assertThat(server.process().isAlive()).isTrue();

      parent.destroyForcibly();

      assertThat(server.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.process().exitValue()).isZero();
    } finally {
      parent.destroyForcibly();
    }
  }

  private static void assertEnds(int code, String line, String... words) throws Exception {
    Process process = ServerInProcess.start(words);
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      assertThat(err.lines().toList()).containsExactly(line);
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(code);
  }
}
