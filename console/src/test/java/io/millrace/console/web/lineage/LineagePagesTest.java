package io.millrace.console.web.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.tracking.Asset;
import io.millrace.api.tracking.RunLink;
import io.millrace.api.tracking.RunTracker;
import io.millrace.console.web.VisitedConsole;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LineagePagesTest extends VisitedConsole {
  private static final Asset DATA = new Asset(Asset.Kind.DATA, "file:/data/churn.csv", "7-9");

  @BeforeEach
  void twoRuns() {
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
  }

  private HttpResponse<String> get(String of, String more) {
    return visitor.get("/lineage?of=" + URLEncoder.encode(of, StandardCharsets.UTF_8) + more);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void bothWaysAreDrawnAndListedWithLinks() {
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
  void oneWayLeavesTheOtherOut() {
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
  void whatDoesNotFitIsToldAndCanBeAskedFor() {
    String page = get("r1", "&nodes=3").body();

    assertThat(count(page, "<rect ")).isEqualTo(3);
    assertThat(page)
        .contains("3 things; it goes on beyond them")
        .contains("href=\"/lineage?of=r1&amp;way=both&amp;nodes=500\"");
  }

  @Test
  void whatIsNotThereIsToldWithWhereToBegin() {
    HttpResponse<String> none = get("r9", "");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.body()).contains("there is no run and no model &#39;r9&#39;").contains("r1");
    assertThat(get("<i>", "").statusCode()).isEqualTo(400);
    assertThat(get("", "").body()).contains("Newest runs").contains("/lineage?of=run%3Ar1");
  }
}
