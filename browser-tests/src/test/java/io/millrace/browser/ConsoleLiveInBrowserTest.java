package io.millrace.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.RunStart;
import io.millrace.api.tracking.RunStatus;
import io.millrace.core.Platform;
import io.millrace.core.PlatformRun;
import io.millrace.core.RunCall;
import io.millrace.core.file.FileRequest;
import io.millrace.core.run.RunListener;
import io.millrace.core.run.RunReport;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.stages.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Following a run while it goes on. */
@Tag("full")
final class ConsoleLiveInBrowserTest extends ReadConsole {
  private void begin(String run) {
    reader
        .home
        .records()
        .runs()
        .start(new RunStart(run, "churn", Instant.now(), Map.of(), Map.of(), Map.of()));
    reader
        .home
        .records()
        .journal()
        .acquire(
            new Lease(run, "elsewhere", 1, Instant.EPOCH, Instant.now().plusSeconds(600)),
            holder -> true);
  }

  private void append(String run, String text) throws IOException {
    Path file = reader.home.runs().resolve(run).resolve("events.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Locator stage(String id) {
    return page.locator("#live-stages tr[data-stage=" + id + "]");
  }

  @Test
  void aRunIsSeenFromItsStartToItsEndWithoutLoadingThePageAgain() throws Exception {
    Hold filling = reader.home.calls.hold("fit", "filled");
    Hold training = reader.home.calls.hold("train", "model");
    try (Platform<Table> platform = reader.home.open()) {
      PlatformRun<Table> run =
          platform.run(
              new RunCall(FileRequest.of(Houses.PIPELINE, "houses.yaml"), null, null, true, 1));
      CompletableFuture<RunReport> report =
          CompletableFuture.supplyAsync(() -> run.execute(RunListener.NONE));
      filling.awaitEntered();
      reader.open("runs/" + run.id() + "/live");
      page.evaluate("() => { window.neverLoadedAgain = true; }");
      assertThat(page.locator("#live-status")).hasText("running");
      assertThat(stage("filled").locator(".badge")).hasText("running");
      assertThat(stage("model").locator(".badge")).hasText("waiting");

      filling.release();
      training.awaitEntered();
      assertThat(stage("filled").locator(".badge")).hasText("ran");
      assertThat(stage("model").locator(".badge")).hasText("running");
      assertThat(page.locator("#live-said")).hasText("stage 'model' started");

      training.release();
      assertThat(page.locator("#live-status")).hasText("done");
      assertThat(page.locator("#live-count")).hasText("7 of 7 done");
      assertThat(page.locator("#live-metrics")).containsText("quality.rmse");
      assertThat(page.locator("#live-log li").last()).containsText("the run is done after");
      assertThat(page.evaluate("() => window.neverLoadedAgain")).isEqualTo(true);
      assertThat(report.get(30, TimeUnit.SECONDS).exitCode()).isZero();
    }
  }

  @Test
  void tasksTrialsAndWarningsComeAsTheyAreWritten() throws IOException {
    begin("live-1");
    append("live-1", LiveEvents.underWay(Instant.now()));
    reader.open("runs/live-1/live");
    Locator bar = stage("model").locator("progress");
    assertThat(bar).hasJSProperty("value", 37);
    assertThat(stage("model")).containsText("trial 3 of 8, best auc 0.8390");

    append(
        "live-1",
        LiveEvents.at(
                Instant.now(),
                0,
                "'event':'trial','stage':'model','finished':6,'total':8,'metric':'auc','value':0.85,'best':0.85,'secondsLeft':20")
            + LiveEvents.at(
                Instant.now(),
                0,
                "'event':'warning','stage':'model','message':'" + "<b>bold</b>'"));
    assertThat(bar).hasJSProperty("value", 75);
    assertThat(stage("model")).containsText("about 20 s left");
    assertThat(page.locator("#live-log li.warning").last())
        .containsText("stage 'model': <b>bold</b>");
    assertThat(page.locator("#live b")).hasCount(0);
  }

  @Test
  void aRunWhoseProcessDiesIsShownSoAndHowItGoesOn() throws IOException {
    begin("live-2");
    append("live-2", LiveEvents.underWay(Instant.now()));
    reader.open("runs/live-2/live");
    assertThat(page.locator("#live-status")).hasText("running");

    reader.home.records().journal().deleteRun("live-2");

    assertThat(page.locator("#live-status")).hasText("interrupted");
    assertThat(page.getByText("millrace run --resume live-2")).isVisible();
  }

  @Test
  void aReaderWhoLostTheConnectionGetsWhatWasMissed() throws IOException {
    begin("live-3");
    append("live-3", LiveEvents.underWay(Instant.now()));
    reader.open("runs/live-3/live");
    int lines = page.locator("#live-log li").count();
    assertThat(lines).isPositive();

    reader.context().setOffline(true);
    append(
        "live-3",
        LiveEvents.at(Instant.now(), 0, "'event':'warning','stage':'model','message':'one'"));
    reader.context().setOffline(false);
    append(
        "live-3",
        LiveEvents.at(Instant.now(), 0, "'event':'warning','stage':'model','message':'two'"));

    assertThat(page.locator("#live-log li").last()).containsText("two");
    assertThat(page.locator("#live-log li")).hasCount(lines + 2);
    reader.forgive();
  }

  @Test
  void withoutScriptsThePageIsLoadedAgain() throws IOException {
    begin("live-4");
    append("live-4", LiveEvents.underWay(Instant.now()));
    page = reader.visit(new Browser.NewContextOptions().setJavaScriptEnabled(false));
    reader.open("runs/live-4/live");
    assertThat(page.locator("noscript p")).containsText("every 5 seconds");

    reader.home.records().runs().finish("live-4", RunStatus.DONE, Instant.now(), "");
    append(
        "live-4",
        LiveEvents.at(
            Instant.now(), 0, "'event':'run-ended','status':'done','seconds':9,'message':''"));

    assertThat(page.locator("#live-status"))
        .hasText("done", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
  }
}
