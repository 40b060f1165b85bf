package io.millrace.console.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.RunKind;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.console.web.VisitedConsole;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RunPagesTest extends VisitedConsole {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String EVIL = "\"><script>alert('ü')</script><img src=x onerror=alert(1)>";
  private static final Pattern LISTED = Pattern.compile("name=\"run\" value=\"([^\"]+)\"");
  private static final Pattern CHART =
      Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL);

  private RunTracker runs() {
    return home.tracking().orElseThrow().runs();
  }

  private void run(String id, String pipeline, int minute, Map<String, Double> metrics) {
    runs()
        .start(
            new RunStart(
                id,
                pipeline,
                START.plusSeconds(60L * minute),
                Map.of("depth", Integer.toString(minute)),
                Map.of("user", "ada"),
                Map.of()));
    runs().metrics(id, metrics, 0);
    runs().finish(id, RunStatus.DONE, START.plusSeconds(60L * minute + 5), "");
  }

  private List<String> listed(String address) {
    List<String> ids = new ArrayList<>();
    Matcher matcher = LISTED.matcher(visitor.page(address));
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }

  private static List<JsonNode> charts(String page) throws IOException {
    List<JsonNode> charts = new ArrayList<>();
    Matcher matcher = CHART.matcher(page);
    while (matcher.find()) {
      charts.add(new ObjectMapper().readTree(matcher.group(1)));
    }
    return charts;
  }

  @Test
  void aHomeWithoutRunsTellsHowToMakeOne() {
    assertThat(visitor.page("/runs")).contains("Nothing was run yet", "millrace new pipeline demo");
    assertThat(visitor.get("/").headers().firstValue("Location")).contains("/runs");
    assertThat(visitor.page("/compare")).contains("Select runs in the");
  }

  @Test
  void theListIsNarrowedByPipelineStatusKindAndText() {
    run("a", "churn", 1, Map.of());
    run("b", "sales", 2, Map.of());
    runs().start(new RunStart("c", "churn", START, Map.of(), Map.of(), Map.of()));
    runs().finish("c", RunStatus.FAILED, START, "it broke");
    runs().start(new RunStart("s", RunKind.SCORE, "churn", START, Map.of(), Map.of(), Map.of()));
    runs().finish("s", RunStatus.DONE, START, "");

    assertThat(listed("/runs")).containsExactly("b", "a", "c");
    assertThat(listed("/runs?pipeline=churn")).containsExactly("a", "c");
    assertThat(listed("/runs?status=failed")).containsExactly("c");
    assertThat(listed("/runs?kind=score")).containsExactly("s");
    assertThat(listed("/runs?kind=any")).hasSize(4);
    assertThat(listed("/runs?text=ADA&pipeline=sales")).containsExactly("b");
    assertThat(visitor.page("/runs?text=nowhere")).contains("No run is like that", "Show all");
    assertThat(visitor.get("/runs?status=green").statusCode()).isEqualTo(400);
  }

  @Test
  void theListIsSortedByTheStartOrByAMetricAndSaysSo() {
    run("a", "churn", 1, Map.of("q.auc", 0.7));
    run("b", "churn", 2, Map.of("q.auc", 0.9));
    run("c", "churn", 3, Map.of());

    assertThat(listed("/runs?order=asc")).containsExactly("a", "b", "c");
    assertThat(listed("/runs?sort=q.auc")).containsExactly("b", "a", "c");
    assertThat(listed("/runs?sort=q.auc&order=asc")).containsExactly("a", "b", "c");
    assertThat(visitor.page("/runs?sort=q.auc"))
        .contains(
            "<th scope=\"col\" class=\"n\" aria-sort=\"descending\"><a"
                + " href=\"/runs?sort=q.auc&amp;order=asc\">q.auc</a>")
        .contains("aria-sort=\"none\"><a href=\"/runs\">started</a>");
  }

  @Test
  void ofALossTheSmallestComeFirstAtTheFirstClick() {
    run("a", "churn", 1, Map.of("q.log_loss", 0.7));

    assertThat(visitor.page("/runs")).contains("/runs?sort=q.log_loss&amp;order=asc");
  }

  @Test
  void theMetricsShownAreThoseOfMostRunsOrTheReadersChoice() {
    run("a", "churn", 1, Map.of("q.auc", 0.7, "q.auc@slice(x=1)", 0.1, "q.lower(auc)", 0.6));
    run("b", "churn", 2, Map.of("q.auc", 0.75, "q.f1", 0.5));

    assertThat(visitor.page("/runs"))
        .contains("0.7500", "0.5000")
        .doesNotContain("slice(", "lower(");
    assertThat(visitor.page("/runs?metric=q.auc%40slice(x%3D1)"))
        .contains("q.auc@slice(x=1)", "0.1000")
        .doesNotContain("0.5000");
  }

  @Test
  void longListsComeInPages() {
    for (int i = 0; i < 120; i++) {
      run("run-%03d".formatted(i), "churn", i, Map.of());
    }

    assertThat(listed("/runs")).hasSize(50).startsWith("run-119");
    assertThat(listed("/runs?page=3")).hasSize(20).endsWith("run-000");
    assertThat(visitor.page("/runs?page=2&pipeline=churn"))
        .contains("51 to 100 of 120", "Page 2 of 3")
        .contains("rel=\"prev\" href=\"/runs?pipeline=churn\"")
        .contains("rel=\"next\" href=\"/runs?pipeline=churn&amp;page=3\"");
    assertThat(visitor.page("/runs?page=9")).contains("No runs on this page: there are 120");
  }

  @Test
  void aRunWhoseProcessDiedIsInterrupted() {
    home.startLive("alive", "churn", Map.of());
    home.start("dead", "churn", Map.of());

    assertThat(listed("/runs?status=running")).containsExactly("alive");
    assertThat(listed("/runs?status=interrupted")).containsExactly("dead");
    assertThat(visitor.page("/runs/dead")).contains("<span class=\"badge interrupted\">");
    assertThat(visitor.page("/runs/alive")).contains("<a href=\"/runs/alive/live\">Follow it</a>");
  }

  @Test
  void aRunIsShownWithAllThatIsKnownOfIt() throws IOException {
    runs()
        .start(
            new RunStart(
                "r1",
                "churn",
                START,
                Map.of("rows", "300"),
                Map.of("user", "ada", "file", "churn.yaml"),
                Map.of("resolved", "pipeline: churn\n")));
    StageFigures figures = new StageFigures(20_000, 0, 0, 0, 0, 0, 1, 7);
    runs()
        .stage(
            "r1",
            new StageRecord(
                0,
                "raw",
                "ingest/csv",
                StageRecord.Status.RAN,
                "f",
                "v7",
                1.5,
                figures,
                Map.of(),
                "read again"));
    runs().metrics("r1", Map.of("q.auc", 0.5), 0);
    runs().metrics("r1", Map.of("q.auc", 0.8, "q.lower(auc)", 0.75, "q.upper(auc)", 0.85), 1);
    runs()
        .trials(
            "r1",
            List.of(
                new TrialRecord("model", 1, Map.of("model.c", "1"), 1, Map.of("auc", 0.7)),
                new TrialRecord("model", 2, Map.of("model.c", "2"), 1, Map.of("auc", 0.8))));
    runs().document("r1", "models", "[{\"name\":\"churn\",\"version\":3}]");
    runs()
        .document(
            "r1",
            "gates",
            """
            [{"stage":"q","model":"model","gate":"auc >= 0.9","held":false,"metric":"auc","value":0.8,
              "bound":0.9,"reason":"auc 0.8 is not >= 0.9","file":"churn.yaml","line":1,"column":1}]
            """);
    runs().artifact("r1", "notes.txt", Files.writeString(directory.resolve("notes"), "noted"));
    runs().finish("r1", RunStatus.REFUSED, START.plusSeconds(90), "gate does not hold");

    String page = visitor.page("/runs/r1");

    assertThat(page)
        .contains("<span class=\"badge refused\">refused</span>", "gate does not hold")
        .contains("1 min 30 s", "churn.yaml", "20\u202f000", "v7", "read again")
        .contains("0.8000", "0.7500 to 0.8500", "/metrics?pipeline=churn&amp;metric=q.auc")
        .contains("auc 0.8 is not &gt;= 0.9", "2 trials", "<td>300</td>")
        .contains("<a href=\"/models/churn#v3\">churn version 3</a>")
        .contains("/runs/r1/report", "/lineage?of=run%3Ar1")
        .contains("/runs/r1/document?name=resolved", "/runs/r1/file?name=notes.txt");
    assertThat(charts(page))
        .extracting(chart -> chart.at("/series/0/type").asText())
        .containsExactly("line", "parallel");
    assertThat(charts(page).get(0).at("/series/0/data").toString())
        .isEqualTo("[[0.0,0.5],[1.0,0.8]]");
    assertThat(visitor.get("/runs/none").statusCode()).isEqualTo(404);
  }

  @Test
  void whatWasKeptWithARunCantActAsTheConsole() throws IOException {
    runs().start(new RunStart("r1", "churn", START, Map.of(), Map.of(), Map.of("resolved", EVIL)));
    Path html = Files.writeString(directory.resolve("x.html"), "<script>kept()</script>");
    runs().artifact("r1", "x.html", html);

    HttpResponse<String> made = visitor.get("/runs/r1/report");
    runs().artifact("r1", "report.html", html);
    HttpResponse<String> kept = visitor.get("/runs/r1/report");
    HttpResponse<String> document = visitor.get("/runs/r1/document?name=resolved");
    HttpResponse<String> file = visitor.get("/runs/r1/file?name=x.html");

    assertThat(made.body()).contains("Run report");
    assertThat(kept.body()).isEqualTo("<script>kept()</script>");
    for (HttpResponse<String> response : List.of(made, kept)) {
      assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("sandbox allow-scripts; default-src 'none';")
          .doesNotContain("allow-same-origin", "connect-src");
    }
    assertThat(document.body()).isEqualTo(EVIL);
    assertThat(document.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(file.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(file.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename*=UTF-8''x.html");
    assertThat(visitor.get("/runs/r1/file?name=../../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(visitor.get("/runs/r1/document?name=none").statusCode()).isEqualTo(404);
  }

  @Test
  void runsSideBySideShowDifferencesAndTheBestFigures() throws IOException {
    run("a", "churn", 1, Map.of("q.auc", 0.7, "q.log_loss", 0.4, "q.odd", 1.0, "q.same", 2.0));
    run("b", "churn", 2, Map.of("q.auc", 0.9, "q.log_loss", 0.5, "q.odd", 3.0, "q.same", 2.0));

    String page = visitor.page("/compare?run=a&run=b&run=a");

    assertThat(page)
        .contains("<td class=\"n best\">0.9000 <span class=\"mark\">best</span></td>")
        .contains("<td class=\"n best\">0.4000 <span class=\"mark\">best</span></td>")
        .contains("<td class=\"n\">3</td>")
        .contains("<tr><th scope=\"row\">q.same</th>")
        .contains(
            "<tr class=\"differs\"><th scope=\"row\">depth <span"
                + " class=\"mark\">differs</span></th>")
        .contains("<tr><th scope=\"row\">user</th>")
        .contains("<a href=\"/compare?run=b\" aria-label=\"without it: a\">");
    assertThat(charts(page)).hasSize(3);
    assertThat(visitor.get("/compare?run=a&run=gone").statusCode()).isEqualTo(404);
  }

  @Test
  void aMetricIsDrawnOverTheRunsOfAPipelineFromTheOldestOn() throws IOException {
    run("a", "churn", 1, Map.of("q.auc", 0.7));
    run("b", "churn", 2, Map.of("q.auc", 0.9));
    run("c", "sales", 3, Map.of("q.auc", 0.1));

    String page = visitor.page("/metrics?pipeline=churn&metric=q.auc");

    assertThat(charts(page).get(0).at("/series/0/data").toString())
        .isEqualTo(
            "[[%s,0.7],[%s,0.9]]"
                .formatted(
                    (double) START.plusSeconds(60).toEpochMilli(),
                    (double) START.plusSeconds(120).toEpochMilli()));
    assertThat(charts(page).get(0).at("/xAxis/type").asText()).isEqualTo("time");
    assertThat(page).contains("href=\"/runs/b\"").doesNotContain("href=\"/runs/c\"");
    assertThat(visitor.page("/metrics?pipeline=churn&metric=none"))
        .contains("No run of churn has the metric none", ">q.auc</a>");
    assertThat(visitor.page("/metrics?pipeline=none")).contains("There is no run of the pipeline");
    assertThat(visitor.page("/metrics")).contains("Say of which pipeline");
  }

  @Test
  void namesThatAreHtmlAreShownAndNotRun() {
    run("evil", EVIL, 1, Map.of("q." + EVIL, 0.5));
    runs()
        .stage(
            "evil",
            new StageRecord(
                0,
                EVIL,
                EVIL,
                StageRecord.Status.FAILED,
                "f",
                EVIL,
                1,
                StageFigures.NONE,
                Map.of(),
                EVIL));
    runs().tags("evil", Map.of(EVIL, EVIL));
    runs().document("evil", "gates", "[]");
    runs().finish("evil", RunStatus.FAILED, START, EVIL);
    String quoted = URLEncoder.encode(EVIL, StandardCharsets.UTF_8);

    for (String address :
        List.of(
            "/runs",
            "/runs?text=" + quoted + "&sort=" + quoted + "&metric=" + quoted,
            "/runs/evil",
            "/compare?run=evil",
            "/metrics?pipeline=" + quoted + "&metric=q." + quoted,
            "/metrics?pipeline=" + quoted)) {
      assertThat(visitor.page(address))
          .as(address)
          .contains("alert(&#39;ü&#39;)")
          .doesNotContain("<script>alert", "<img src=x", EVIL);
    }
    assertThat(visitor.get("/runs/" + quoted.replace("+", "%20")).body())
        .doesNotContain("<script>alert");
  }

  @Test
  void programsGetTheSameAsJson() throws IOException {
    run("a", "churn", 1, Map.of("q.auc", 0.7));
    run("b", "churn", 2, Map.of("q.auc", Double.NaN));
    JsonNode list = new ObjectMapper().readTree(visitor.page("/api/runs?text=b"));
    JsonNode one = new ObjectMapper().readTree(visitor.page("/api/runs/a"));

    assertThat(list.path("count").asInt()).isEqualTo(1);
    assertThat(list.at("/runs/0/run").asText()).isEqualTo("b");
    assertThat(list.at("/runs/0/metrics").get("q.auc").asText()).isEqualTo("NaN");
    assertThat(one.path("metrics").get("q.auc").asDouble()).isEqualTo(0.7);
    assertThat(one.path("params").path("depth").asText()).isEqualTo("1");
    assertThat(one.path("started").asText()).isEqualTo("2026-03-01T10:01:00Z");
  }
}
