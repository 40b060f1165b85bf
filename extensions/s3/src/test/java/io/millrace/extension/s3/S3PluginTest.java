package io.millrace.extension.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.Platform;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.problem.Problem;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.core.wiring.PlatformSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The plugin jar, loaded as users load it, on a real server of S3's protocol. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3PluginTest {
  private static final Path JAR =
      Path.of(System.getProperty("millrace.s3.jar", "target/millrace-s3.jar"));
  private static final Path SERVER =
      Path.of(System.getProperty("millrace.s3.server", "target/s3mock.jar"));

  @TempDir static Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process server;

  /** One for all: Hadoop keeps what a file system measures once for the JVM. */
  private Platform<?> platform;

  private int port;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    assumeTrue(Files.exists(SERVER), "build with -Pfull, which brings the server");
    assertThat(JAR).as("the plugin is packaged before its tests").exists();
    port = freePort();
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                SERVER.toAbsolutePath().toString(),
                "--com.adobe.testing.s3mock.httpPort=" + port,
                "--server.port=0")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("server.log").toFile())
            .start();
    awaitAnswer();
    put("/data", "");
    put("/data/shop/a.csv", "id,n\n1,x\n2,y\n");
    put("/data/shop/b.csv", "id,n\n3,z\n");
    platform = Platform.open(settings("home"));
  }

  @AfterAll
  void stop() {
    if (platform != null) {
      platform.close();
    }
    if (server != null) {
      server.destroy();
      server.onExit().join();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws InterruptedException, IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    long end = System.nanoTime() + 120_000_000_000L;
    while (System.nanoTime() < end && server.isAlive()) {
      try {
        http.send(request, BodyHandlers.discarding());
        return;
      } catch (IOException e) {
        server.waitFor(200, java.util.concurrent.TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError(
        "the server did not start: " + Files.readString(directory.resolve("server.log")));
  }

  private void put(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .PUT(BodyPublishers.ofString(body))
            .build();
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  private static String pipeline(int port, String path, Path home) {
    return """
    pipeline: store
    spark:
      spark.ui.enabled: "false"
      spark.driver.host: 127.0.0.1
      spark.sql.shuffle.partitions: "1"
      spark.hadoop.fs.s3a.endpoint: http://127.0.0.1:%d
      spark.hadoop.fs.s3a.endpoint.region: us-east-1
      spark.hadoop.fs.s3a.path.style.access: "true"
      spark.hadoop.fs.s3a.access.key: anna
      spark.hadoop.fs.s3a.secret.key: "${secret:S3_KEY}"
      spark.hadoop.fs.s3a.attempts.maximum: "1"
      spark.hadoop.fs.s3a.retry.limit: "1"
    stages:
      - id: raw
        use: ingest/csv
        with: { path: "%s", schema: { id: int, n: string }, badRows: quarantine }
      - id: good
        use: sink/quarantine
        from: raw
        with: { path: "%s" }
      - id: features
        use: sink/publish-features
        from: good
        with: { table: shop, keys: [id] }
    """
        .formatted(port, path, home.resolve("bad"));
  }

  private PlatformSettings settings(String home) {
    PlatformSettings plain = PlatformSettings.of(directory.resolve(home));
    return new PlatformSettings(
        plain.home(),
        List.of(JAR.toAbsolutePath()),
        null,
        "local[2]",
        plain.conf(),
        name -> name.equals("MILLRACE_SECRET_S3_KEY") ? Optional.of("s3cret") : Optional.empty(),
        plain.loader());
  }

  private static RunCall call(String yaml) {
    return RunCall.of(FileRequest.of(yaml, "store.yaml"));
  }

  private List<String> problems(String yaml) {
    return platform.validate(FileRequest.of(yaml, "store.yaml")).stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void filesOfABucketAreReadThroughThePluginDoor() throws IOException {
    String yaml = pipeline(port, "s3a://data/shop/*.csv", directory);
    // Without the secret nobody is let in: then nothing is known, and nothing is wrong.
    assertThat(problems(yaml)).isEmpty();

    RunReport report = platform.run(call(yaml)).execute(RunListener.NONE);

    assertThat(report.failure()).isEmpty();
    assertThat(report.status()).isEqualTo(RunStatus.DONE);
    try (Stream<Path> files = Files.walk(directory.resolve("home/features/shop"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet"))).isNotEmpty();
    }
  }

  @Test
  void aBucketThatIsNotThereIsTold() {
    String yaml = pipeline(port, "s3a://nowhere/a.csv", directory);

    assertThat(problems(yaml.replace("${secret:S3_KEY}", "known")))
        .containsExactly(
            "There is no bucket 'nowhere' for 's3a://nowhere/a.csv'; correct the path.");
    assertThat(
            problems(
                yaml.replace("${secret:S3_KEY}", "known").replace("s3a://nowhere", "s3a://data")))
        .containsExactly("There is no file or directory 's3a://data/a.csv'; correct the path.");
  }

  /** The server that the other tests use lets everybody in. */
  @Test
  void whoIsNotLetInIsTold() throws IOException {
    HttpServer refusing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    refusing.createContext(
        "/",
        exchange -> {
          byte[] body =
              "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/xml");
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(403, head ? -1 : body.length);
          if (!head) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    refusing.start();
    String yaml =
        pipeline(refusing.getAddress().getPort(), "s3a://closed/a.csv", directory)
            .replace("${secret:S3_KEY}", "wrong");
    try {
      assertThat(problems(yaml))
          .containsExactly(
              "'s3a://closed/a.csv' may not be read; check the credentials, and what they allow.");
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void withoutThePluginItIsSaidWhatIsMissing() {
    PlatformSettings without = PlatformSettings.of(directory.resolve("bare"));
    try (Platform<?> bare = Platform.open(without)) {
      String yaml = pipeline(port, "s3a://data/shop/a.csv", directory);
      assertThat(bare.validate(FileRequest.of(yaml, "store.yaml")))
          .extracting(Problem::message)
          .containsExactly(
              "Nothing here reads 's3a://data/shop/a.csv'; put the jar that knows such addresses"
                  + " into the plugins directory, for s3a: millrace-s3.jar.");
    }
  }
}
