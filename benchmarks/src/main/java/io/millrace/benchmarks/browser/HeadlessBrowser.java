package io.millrace.benchmarks.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.process.BackgroundProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The machine's Chromium, without a window. */
public final class HeadlessBrowser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 20_000_000;

  private final BackgroundProcess process;
  private final HttpClient client;
  private final int port;

  private HeadlessBrowser(BackgroundProcess process, HttpClient client, int port) {
    this.process = process;
    this.client = client;
    this.port = port;
  }

  /** The program, if the machine has one. */
  public static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param scratch for its profile and what it prints
   */
  public static HeadlessBrowser start(Path program, Path scratch) throws IOException {
    Path profile = Files.createTempDirectory(scratch, "browser");
    BackgroundProcess process =
        BackgroundProcess.start(
            List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank"),
            profile.resolve("out"));
    try {
      int port = port(profile.resolve("DevToolsActivePort"), process);
      return new HeadlessBrowser(process, HttpClient.newHttpClient(), port);
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** The browser writes a file with two lines when it listens. */
  private static int port(Path file, BackgroundProcess process) throws IOException {
    long begun = System.nanoTime();
    while (true) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() > 1) {
        return Integer.parseInt(lines.get(0));
      }
      if (!process.isAlive() || System.nanoTime() - begun > STARTS_WITHIN.toNanos()) {
        throw new IllegalStateException("the browser does not start; see " + file.getParent());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Opens a page to be told where to go. */
  public BrowserTab tab() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      JsonNode made =
          new ObjectMapper()
              .readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
      return BrowserTab.open(client, made.get("webSocketDebuggerUrl").textValue());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
