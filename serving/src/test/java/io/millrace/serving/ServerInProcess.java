package io.millrace.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A server in a process of its own. */
final class ServerInProcess implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final URI address;

  private ServerInProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts a process, whatever becomes of it. */
  static Process start(String... words) throws IOException {
    return start(List.of(), words);
  }

  private static Process start(List<String> before, String... words) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).start();
  }

  /** Starts a server at a free port, and waits until it is ready. */
  static ServerInProcess ready(String... words) throws IOException {
    return ready(List.of(), words);
  }

  /**
   * The same under another program.
   *
   * @param before that program with its words; it becomes the server
   */
  static ServerInProcess ready(List<String> before, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--port", "0", "--access-log", "off"));
    Process process = start(before, all.toArray(String[]::new));
    BufferedReader out = process.inputReader(UTF_8);
    String line = out.readLine();
    if (line == null) {
      String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
      throw new AssertionError("the server did not start: " + said);
    }
    int from = "Ready at ".length();
    return new ServerInProcess(process, URI.create(line.substring(from, line.indexOf(": ", from))));
  }

  Process process() {
    return process;
  }

  URI address() {
    return address;
  }

  HttpResponse<String> invoke(String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/invocations"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return Objects.requireNonNull(CLIENT.send(request, BodyHandlers.ofString()));
  }

  String get(String path) throws IOException, InterruptedException {
    return CLIENT
        .send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
