package io.millrace.console.web.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunTracker;
import io.millrace.console.WebConsole;
import io.millrace.console.http.HttpConsole;
import io.millrace.console.http.HttpSettings;
import io.millrace.console.web.SeededWorkspace;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LineagePagesTest {
  private static final Asset DATA = new Asset(Asset.Kind.DATA, "file:/data/churn.csv", "7-9");

  @TempDir private Path directory;
  private final List<Throwable> mishaps = new ArrayList<>();
  private SeededWorkspace home;
  private HttpConsole console;

  @BeforeEach
  void start() {
    home = new SeededWorkspace(directory);
    RunTracker runs = home.tracking().orElseThrow().runs();
    home.start("r1", "churn", Map.of());
    runs.links(
        "r1",
        List.of(
            RunLink.reads(DATA),
            RunLink.writes(Asset.features("customers", 3)),
            RunLink.writes(Asset.model("telco", 1))));
    home.start("r2", "other <b>", Map.of());
    runs.links("r2", List.of(RunLink.reads(Asset.features("customers", 3))));
    console =
        WebConsole.start(
            new HttpSettings("127.0.0.1", 0, "a token of the tests", "memory", mishaps::add), home);
  }

  @AfterEach
  void stop() {
    console.close();
    assertThat(mishaps).isEmpty();
  }

  private HttpResponse<String> get(String of, String more)
      throws IOException, InterruptedException {
    String address =
        console.address() + "lineage?of=" + URLEncoder.encode(of, StandardCharsets.UTF_8) + more;
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  @Test
  void bothWaysAreDrawnAndListedWithLinks() throws Exception {
    String page = get("r1", "").body();

    assertThat(count(page, "<rect ")).isEqualTo(5);
    assertThat(page)
        .contains("5 things")
        .contains("<span class=\"how\">it read</span>")
        .contains("<span class=\"how\">it wrote</span>")
        .contains("href=\"/runs/r2\"")
        .contains("href=\"/models/telco#v1\"")
        .contains("href=\"/features/customers\"")
        .contains("href=\"/lineage?of=data%3Afile%3A%2Fdata%2Fchurn.csv%237-9\"")
        .doesNotContain("<b>");
  }

  @Test
  void oneWayLeavesTheOtherOut() throws Exception {
    assertThat(get("r1", "&way=up").body())
        .contains("2 things")
        .contains("What it was made of</h2>")
        .doesNotContain("What was made of it</h2>");
    assertThat(get("data:/data/churn.csv#7-9", "&way=down").body())
        .contains("5 things")
        .contains("read by");
    assertThat(get("r1", "&way=out").statusCode()).isEqualTo(400);
  }

  @Test
  void whatDoesNotFitIsToldAndCanBeAskedFor() throws Exception {
    String page = get("r1", "&nodes=3").body();

    assertThat(count(page, "<rect ")).isEqualTo(3);
    assertThat(page)
        .contains("3 things; it goes on beyond them")
        .contains("href=\"/lineage?of=r1&amp;way=both&amp;nodes=500\"");
  }

  @Test
  void whatIsNotThereIsToldWithWhereToBegin() throws Exception {
    HttpResponse<String> none = get("r9", "");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.body()).contains("there is no run and no model &#39;r9&#39;").contains("r1");
    assertThat(get("<i>", "").statusCode()).isEqualTo(400);
    assertThat(get("", "").body()).contains("Newest runs").contains("/lineage?of=run%3Ar1");
  }
}
