package io.millrace.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.RunTracker;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunReportPageTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String EVIL =
      "</script><script>alert('x')</script><img src=x onerror=alert(1)>";
  private static final Pattern CHART =
      Pattern.compile("<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL);
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>.*?</script>", Pattern.DOTALL);

  @TempDir private Path directory;
  private Tracking tracking;

  @BeforeEach
  void open() {
    tracking = MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(directory));
  }

  private RunTracker runs() {
    return tracking.runs();
  }

  private void start(String name) {
    runs()
        .start(
            new RunStart(
                "r1",
                name,
                START,
                Map.of("data", name),
                Map.of("user", name),
                Map.of(
                    "resolved",
                    "pipeline: " + name,
                    "graph",
                    """
                    [{"id":"raw","use":"ingest/csv","kind":"ingestor","from":[]},
                     {"id":"quality","use":"evaluate/binary","kind":"evaluator","from":["raw"]}]
                    """)));
  }

  private void stage(int position, String id, String use, Map<String, String> facts) {
    StageFigures figures = new StageFigures(20_000, 2048, 0, 1_572_864, 0, 0, 1, 7);
    runs()
        .stage(
            "r1",
            new StageRecord(
                position, id, use, StageRecord.Status.RAN, "f", "", 1.5, figures, facts, ""));
  }

  private String page() throws IOException {
    Path file = directory.resolve("report.html");
    new RunReportPage(tracking).write(runs().run("r1").orElseThrow(), file);
    return Files.readString(file);
  }

  private static String withoutScripts(String page) {
    return SCRIPT.matcher(page).replaceAll("");
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
  void aPageTellsEvaluationTrialsPipelineAndCost() throws IOException {
    start("churn");
    stage(0, "raw", "ingest/csv", Map.of());
    stage(
        1,
        "quality",
        "evaluate/binary",
        Map.of(
            "table:confusion",
            "[[\"true class\",\"predicted Yes\",\"predicted No\"],[\"Yes\",\"893.0\",\"514.0\"],[\"No\",\"349.0\",\"2152.0\"]]",
            "table:other",
            "[[\"what\",\"how many\"],[\"things\",\"0.123456\"]]"));
    runs()
        .metrics(
            "r1",
            Map.of(
                "quality.auc", 0.84496,
                "quality.lower(auc)", 0.83,
                "quality.upper(auc)", 0.86,
                "quality.auc@slice(Contract=Two year)", 0.7),
            0);
    runs()
        .trials(
            "r1",
            List.of(
                new TrialRecord("model", 1, Map.of("model.regParam", "0.0"), 1, Map.of("auc", 0.8)),
                new TrialRecord(
                    "model", 2, Map.of("model.regParam", "0.1"), 1, Map.of("auc", 0.7))));
    runs().finish("r1", RunStatus.DONE, START.plusSeconds(185), "");

    String page = page();

    assertThat(page)
        .contains("<dd>3 min 5 s</dd>", "0.8300 to 0.8600", "Contract = Two year")
        .contains("<text x=\"14\" y=\"21\" class=\"name\">raw</text>", "1.5 MiB", "0.1235");
    List<JsonNode> charts = charts(page);
    assertThat(charts)
        .extracting(chart -> chart.at("/series/0/type").asText())
        .containsExactly("heatmap", "bar", "parallel", "bar");
    assertThat(charts.get(0).at("/series/0/data/3/label/formatter").asText())
        .isEqualTo("2\u202f152");
    assertThat(charts.get(2).at("/series/0/data").toString()).isEqualTo("[[0.0,0.8],[0.1,0.7]]");
    assertThat(charts.get(3).at("/yAxis/data").toString()).isEqualTo("[\"raw\",\"quality\"]");
  }

  @Test
  void nothingThatIsNamedLikeHtmlIsRun() throws IOException {
    start(EVIL);
    stage(0, EVIL, EVIL, Map.of(EVIL, EVIL));
    String json =
        new ObjectMapper().writeValueAsString(List.of(List.of(EVIL, EVIL), List.of(EVIL, "1.0")));
    stage(1, "quality", "evaluate/binary", Map.of("table:confusion", json, "table:" + EVIL, json));
    runs().metrics("r1", Map.of("quality.auc", 0.8, "quality.auc@slice(a=" + EVIL + ")", 0.7), 0);
    runs()
        .trials(
            "r1",
            List.of(
                new TrialRecord(EVIL, 1, Map.of(EVIL, EVIL), 1, Map.of("auc", 0.8)),
                new TrialRecord(EVIL, 2, Map.of(EVIL, "b"), 1, Map.of("auc", 0.8))));
    runs()
        .document(
            "r1",
            "graph",
            "[{\"id\":"
                + new ObjectMapper().writeValueAsString(EVIL)
                + ",\"use\":\"u\",\"kind\":\"k\",\"from\":[]}]");
    runs().finish("r1", RunStatus.FAILED, START, EVIL);

    String page = page();

    assertThat(page).doesNotContain("<script>alert", "<img src=x");
    assertThat(withoutScripts(page)).contains("&lt;img src=x onerror=alert(1)&gt;");
    assertThat(charts(page)).isNotEmpty();
  }

  @Test
  void curvesOfCompetingModelsShareOneChartAndBinsAreOfTheOneThatGoesOn() throws IOException {
    start("churn");
    stage(
        0,
        "model",
        "train/logistic-regression",
        Map.of(
            "curve:importance",
            "[[\"feature\",\"coefficient\",\"class\"],[\"age\",\"2.0\",\"a\"],[\"age\",\"-1.0\",\"b\"]]"));
    stage(
        1,
        "quality",
        "evaluate/binary",
        Map.of(
            "curve:roc",
            "[[\"fpr\",\"tpr\",\"threshold\",\"model\"],[\"0.0\",\"0.0\",\"Infinity\",\"one\"],[\"1.0\",\"1.0\",\"0.1\",\"one\"],"
                + "[\"0.0\",\"0.5\",\"Infinity\",\"two\"]]",
            "curve:residuals",
            "[[\"from\",\"to\",\"rows\",\"model\"],[\"0.0\",\"1.0\",\"7.0\",\"one\"],[\"0.0\",\"1.0\",\"9.0\",\"two\"]]"));

    List<JsonNode> charts = charts(page());

    JsonNode residuals =
        charts.get(0).at("/series/0/type").asText().equals("bar") ? charts.get(0) : charts.get(1);
    JsonNode roc =
        charts.get(0).at("/series/0/type").asText().equals("line") ? charts.get(0) : charts.get(1);
    assertThat(residuals.at("/series/0/data").toString()).isEqualTo("[7.0]");
    assertThat(roc.at("/series").findValuesAsText("name"))
        .containsExactly("one", "two", "by chance");
    assertThat(charts.get(2).at("/yAxis/data").toString()).isEqualTo("[\"age · a\",\"age · b\"]");
  }

  @Test
  void gatesAreToldWithTheirFiguresAndTheDifferenceToTheChampion() throws IOException {
    start("churn");
    runs()
        .document(
            "r1",
            "gates",
            """
            [{"stage":"quality","model":"model","gate":"auc >= champion - 0.005","held":false,
              "metric":"auc","value":0.81,"bound":0.835,"alias":"champion","version":3,
              "versionValue":0.84,"difference":{"value":-0.03,"lower":-0.041,"upper":-0.02,
              "level":0.95,"resamples":200},"reason":"auc 0.81 is not >= 0.835",
              "file":"pipeline.yaml","line":12,"column":5}]
            """);

    assertThat(page())
        .contains("<code>auc &gt;= champion - 0.005</code>", "does not hold")
        .contains("<td class=\"n\">0.8100</td><td class=\"n\">0.8400 (version 3)</td>")
        .contains("-0.03000 (-0.04100 to -0.02000, 95 %)", "auc 0.81 is not &gt;= 0.835");
  }

  @Test
  void aPageFetchesNothing() throws IOException {
    start("churn");
    runs().finish("r1", RunStatus.REFUSED, START, "gate \"auc >= 0.9\" does not hold");

    String page = page();

    assertThat(withoutScripts(page))
        .doesNotContain("http://", "https://", "<link", "@import", "url(")
        .contains("gate &quot;auc &gt;= 0.9&quot; does not hold");
    assertThat(page).doesNotContain("<script src");
  }

  @Test
  void figuresThatAreNoNumbersAreToldAndNotDrawn() throws IOException {
    start("churn");
    stage(
        0,
        "quality",
        "evaluate/binary",
        Map.of("table:confusion", "[[\"a\",\"b\"],[\"c\",\"none\"]]"));
    runs().metrics("r1", Map.of("quality.auc", Double.NaN), 0);
    runs()
        .trials(
            "r1",
            List.of(
                new TrialRecord("model", 1, Map.of("a", "1"), 1, Map.of("auc", Double.NaN)),
                new TrialRecord("model", 2, Map.of("a", "2"), 1, Map.of("auc", 0.7))));

    String page = page();

    assertThat(page).contains("<caption>confusion</caption>", "<td class=\"n\">–</td>", "2 trials");
    assertThat(charts(page))
        .extracting(chart -> chart.at("/series/0/type").asText())
        .containsExactly("bar");
  }
}
