package io.millrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.StageFigures;
import io.millrace.api.tracking.StageRecord;
import io.millrace.api.tracking.Tracking;
import io.millrace.api.tracking.TrialRecord;
import io.millrace.console.report.RunReportPage;
import io.millrace.testkit.memory.MemoryArtifactStore;
import io.millrace.testkit.memory.MemoryDatabase;
import io.millrace.testkit.memory.MemoryTracking;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
final class ReportInBrowserTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String EVIL =
      "</script><script>alert('x')</script><img src=x onerror=alert(1)>";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Chromium chromium;

  @TempDir private static Path directory;

  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void writeReport() throws IOException {
    Tracking tracking = MemoryTracking.on(new MemoryDatabase(), MemoryArtifactStore.in(directory));
    tracking
        .runs()
        .start(
            new RunStart(
                "r1",
                "churn " + EVIL,
                START,
                Map.of("data", EVIL),
                Map.of("user", EVIL),
                Map.of("graph", graph(), "resolved", "pipeline: " + EVIL)));
    stage(tracking, 0, "raw", "ingest/csv", Map.of());
    stage(
        tracking,
        1,
        "model",
        "train/logistic-regression",
        Map.of(
            "curve:importance",
            table(List.of("feature", "importance"), List.of(EVIL, "0.5"), List.of("b", "0.25"))));
    stage(
        tracking,
        2,
        "quality",
        "evaluate/binary",
        Map.of(
            "table:confusion",
            table(
                List.of("true class", "predicted " + EVIL, "predicted No"),
                List.of(EVIL, "893.0", "514.0"),
                List.of("No", "349.0", "2152.0")),
            "table:calibration",
            table(
                List.of("probability", "rows", "mean probability", "came true"),
                List.of("0 to 0.5", "10.0", "0.2", "0.25"),
                List.of("0.5 to 1", "10.0", "0.8", "0.75")),
            "table:" + EVIL,
            table(List.of(EVIL), List.of(EVIL))));
    tracking
        .runs()
        .metrics(
            "r1",
            Map.of(
                "quality.auc",
                0.8,
                "quality.auc@slice(a=" + EVIL + ")",
                0.7,
                "quality.auc@slice(a=b)",
                0.9),
            0);
    tracking
        .runs()
        .trials(
            "r1",
            IntStream.rangeClosed(1, 20)
                .mapToObj(
                    i ->
                        new TrialRecord(
                            "model",
                            i,
                            Map.of("model.regParam", "0." + i, "kind", i % 2 == 0 ? EVIL : "b"),
                            1,
                            Map.of("auc", 0.7 + i / 100.0)))
                .toList());
    tracking.runs().finish("r1", RunStatus.REFUSED, START.plusSeconds(9), EVIL);
    new RunReportPage(tracking)
        .write(tracking.runs().run("r1").orElseThrow(), directory.resolve("report.html"));
    chromium = Chromium.start();
  }

  private static void stage(
      Tracking tracking, int position, String id, String use, Map<String, String> facts) {
    StageFigures figures = new StageFigures(20_000, 2048, 0, 1_572_864, 0, 0, 1, 7);
    tracking
        .runs()
        .stage(
            "r1",
            new StageRecord(
                position, id, use, StageRecord.Status.RAN, "f", "", 1.5, figures, facts, ""));
  }

  @SafeVarargs
  private static String table(List<String>... lines) throws IOException {
    return JSON.writeValueAsString(lines);
  }

  private static String graph() throws IOException {
    return JSON.writeValueAsString(
        List.of(
            Map.of("id", "raw", "use", EVIL, "kind", "ingestor", "from", List.of()),
            Map.of("id", "model", "use", "train/x", "kind", "trainer", "from", List.of("raw")),
            Map.of(
                "id",
                "quality",
                "use",
                "evaluate/binary",
                "kind",
                "evaluator",
                "from",
                List.of("model"))));
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  @BeforeEach
  void open() {
    context = chromium.browser().newContext();
    context.setOffline(true);
    page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(directory.resolve("report.html").toUri().toString());
  }

  @AfterEach
  void close() {
    context.close();
  }

  private int drawn() {
    return page.locator("figure.chart .canvas svg").count();
  }

  @Test
  void everyChartIsDrawnWithoutANetworkAndNothingNamedLikeHtmlRuns() {
    assertThat(complaints).isEmpty();
    assertThat(requests).containsExactly(page.url());
    assertThat(drawn()).isEqualTo(page.locator("figure.chart").count()).isGreaterThan(4);
    assertThat(page.locator("img").count()).isZero();
    assertThat(page.locator("svg.dag rect").count()).isEqualTo(3);
    assertThat(page.title()).startsWith("churn </script>");
    page.mouse().move(300, 500);
    assertThat(complaints).isEmpty();
  }

  @Test
  void itIsDarkWhereTheReaderWantsThatAndLightOnPaper() {
    String ground = "() => getComputedStyle(document.body).backgroundColor";
    assertThat(page.evaluate(ground)).isEqualTo("rgb(255, 255, 255)");
    int charts = drawn();

    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(page.evaluate(ground)).isEqualTo("rgb(15, 19, 24)");
    assertThat(drawn()).isEqualTo(charts);

    page.emulateMedia(
        new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setMedia(Media.PRINT));
    assertThat(page.evaluate(ground)).isEqualTo("rgb(255, 255, 255)");
    assertThat(page.pdf().length).isGreaterThan(20_000);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aScreenReaderFindsItsWay() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      AxeResults found = new AxeBuilder(page).analyze();
      assertThat(found.getPasses()).extracting(Rule::getId).contains("color-contrast");
      assertThat(found.getViolations())
          .as("%s", scheme)
          .extracting(rule -> rule.getId() + ": " + rule.getNodes())
          .isEmpty();
    }
  }

  @Test
  void theKeyboardReachesTheContentFirstAndTheFiguresOfACharts() {
    page.keyboard().press("Tab");
    assertThat(page.evaluate("() => document.activeElement.textContent"))
        .isEqualTo("Skip to the content");
    page.keyboard().press("Enter");
    assertThat(page.url()).endsWith("#content");

    page.locator("figure.chart summary").first().focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("figure.chart details").first().getAttribute("open")).isNotNull();
  }

  @Test
  void aNarrowScreenScrollsTablesAndNotThePage() {
    page.setViewportSize(400, 800);
    assertThat(
            (Boolean)
                page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
        .isTrue();
  }
}
