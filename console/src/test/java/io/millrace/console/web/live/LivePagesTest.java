package io.millrace.console.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.console.WebConsole;
import io.millrace.console.http.HttpConsole;
import io.millrace.console.http.HttpSettings;
import io.millrace.console.web.SeededWorkspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LivePagesTest {
  private static final String STARTED =
      """
      {"time":"2026-03-01T10:00:00Z","event":"run-started","run":"r1","pipeline":"churn","stages":[{"id":"raw","use":"ingest/csv","action":"work"},{"id":"model","use":"train/x","action":"work"}]}
      """;
  private static final String RAW_STARTED =
      "{\"time\":\"2026-03-01T10:00:01Z\",\"event\":\"stage-started\",\"stage\":\"raw\"}\n";
  private static final String ENDED =
      "{\"time\":\"2026-03-01T10:00:09Z\",\"event\":\"run-ended\",\"status\":\"done\",\"seconds\":9,\"message\":\"\"}\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final List<Throwable> mishaps = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private SeededWorkspace home;
  private HttpConsole console;

  @BeforeEach
  void start() {
    home = new SeededWorkspace(directory);
    console =
        WebConsole.start(
            new HttpSettings("127.0.0.1", 0, "a token of the tests", "memory", mishaps::add), home);
  }

  @AfterEach
  void stop() {
    console.close();
    assertThat(mishaps).isEmpty();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(console.address() + path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(to(path).build(), BodyHandlers.ofString());
  }

  private void finish() {
    home.tracking().orElseThrow().runs().finish("r1", RunStatus.DONE, Instant.now(), "");
  }

  /** What is sent, as it comes. */
  private final class Events implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;
    private String id = "";

    Events(String path, String last) throws IOException, InterruptedException {
      HttpRequest.Builder request = to(path);
      if (!last.isEmpty()) {
        request.header("Last-Event-ID", last);
      }
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
      in = response.body();
      lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next event of that kind. */
    JsonNode next(String kind) throws IOException {
      String now = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          now = line.substring(7);
        } else if (line.startsWith("data: ") && now.equals(kind)) {
          return JSON.readTree(line.substring(6));
        }
      }
      throw new AssertionError("no event '" + kind + "' came before the end");
    }

    boolean isOver() throws IOException {
      String line = lines.readLine();
      while (line != null && line.isEmpty()) {
        line = lines.readLine();
      }
      return line == null;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @Test
  void whatHappensIsSentAsItHappensUntilTheEnd() throws Exception {
    home.startLive("r1", "churn", Map.of());
    home.append("r1", STARTED);
    try (Events events = new Events("runs/r1/events", "")) {
      JsonNode first = events.next("state");
      assertThat(first.get("status").textValue()).isEqualTo("running");
      assertThat(first.get("stages").findValuesAsText("id")).containsExactly("raw", "model");
      assertThat(first.get("log").findValuesAsText("text"))
          .containsExactly("planned: 2 stages to do, 0 to reuse");

      home.append("r1", RAW_STARTED.substring(0, 30));
      home.append("r1", RAW_STARTED.substring(30));
      JsonNode second = events.next("state");
      assertThat(second.get("stages").findValuesAsText("id")).containsExactly("raw");
      assertThat(second.at("/stages/0/status").textValue()).isEqualTo("running");
      assertThat(second.get("from").longValue()).isEqualTo(1);
      assertThat(events.id).isEqualTo("2");

      finish();
      home.append("r1", ENDED);
      JsonNode last = events.next("state");
      assertThat(last.get("running").booleanValue()).isFalse();
      assertThat(events.next("end")).isEmpty();
      assertThat(events.isOver()).isTrue();
    }
  }

  @Test
  void whoComesBackGetsTheLinesThatWereMissed() throws Exception {
    home.startLive("r1", "churn", Map.of());
    home.append("r1", STARTED + RAW_STARTED + ENDED);
    finish();

    try (Events all = new Events("runs/r1/events", "")) {
      assertThat(all.next("state").get("log")).hasSize(3);
    }
    try (Events rest = new Events("runs/r1/events?lines=0", "2")) {
      JsonNode state = rest.next("state");
      assertThat(state.get("from").longValue()).isEqualTo(2);
      assertThat(state.get("log").findValuesAsText("text"))
          .containsExactly("the run is done after 9.00 s");
    }
    try (Events rest = new Events("runs/r1/events?lines=1", "")) {
      assertThat(rest.next("state").get("log")).hasSize(2);
    }
  }

  @Test
  void aRunWhoseProcessDiedIsShownSo() throws Exception {
    home.start("r1", "churn", Map.of());
    home.append("r1", STARTED + RAW_STARTED);

    HttpResponse<String> page = get("runs/r1/live");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("interrupted</span></h1>")
        .contains("The process that worked on this run is gone.")
        .contains("millrace run --resume r1")
        .doesNotContain("http-equiv=\"refresh\"");
    try (Events events = new Events("runs/r1/events", "")) {
      assertThat(events.next("state").get("status").textValue()).isEqualTo("interrupted");
      events.next("end");
    }
  }

  @Test
  void aRunOfAnotherMachineIsShownByItsRecord() throws Exception {
    home.startLive(
        "r1",
        "churn",
        Map.of(
            "graph",
            "[{\"id\":\"raw\",\"use\":\"ingest/csv\",\"kind\":\"ingestor\",\"from\":[]},"
                + "{\"id\":\"model\",\"use\":\"train/x\",\"kind\":\"trainer\",\"from\":[\"raw\"]}]"));
    StageFigures figures = new StageFigures(20_000, 0, 0, 0, 0, 0, 1, 7);
    home.tracking()
        .orElseThrow()
        .runs()
        .stage(
            "r1",
            new StageRecord(
                0,
                "raw",
                "ingest/csv",
                StageRecord.Status.RAN,
                "f",
                "",
                1.5,
                figures,
                Map.of(),
                ""));

    HttpResponse<String> page = get("runs/r1/live");

    assertThat(page.body())
        .contains("worked on by another machine")
        .contains("1 of 2 done")
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    try (Events events = new Events("runs/r1/events", "")) {
      assertThat(events.next("state").get("stages").findValuesAsText("status"))
          .containsExactly("ran", "waiting");
      finish();
      assertThat(events.next("state").get("status").textValue()).isEqualTo("done");
      events.next("end");
    }
  }

  @Test
  void aRunThatGoesOnElsewhereIsNotShownByOldEvents() throws Exception {
    home.startLive("r1", "churn", Map.of());
    home.append("r1", STARTED + ENDED.replace("done", "interrupted"));

    assertThat(get("runs/r1/live").body()).contains("running</span></h1>");
  }

  @Test
  void namesAreTextAndIdsLeadNowhereElse() throws Exception {
    String evil = "<img src=x onerror=alert(1)>";
    home.startLive("r1", "churn", Map.of());
    home.append("r1", STARTED.replace("raw", evil).replace("churn", evil));

    assertThat(get("runs/r1/live").body()).doesNotContain("<img");
    assertThat(get("runs/none/live").statusCode()).isEqualTo(404);
    assertThat(get("runs/none/events").statusCode()).isEqualTo(404);
    assertThat(get("runs/..%2F..%2Fetc/events").statusCode()).isEqualTo(404);
  }

  @Test
  void moreReadersThanThereAreThreadsForAreTurnedAway() throws Exception {
    home.startLive("r1", "churn", Map.of());
    home.append("r1", STARTED);
    List<Events> open = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        Events events = new Events("runs/r1/events", "");
        events.next("state");
        open.add(events);
      }
      assertThat(get("runs/r1/events").statusCode()).isEqualTo(503);
      assertThat(get("runs/r1/live").statusCode()).isEqualTo(200);
    } finally {
      for (Events events : open) {
        events.close();
      }
    }
  }
}
