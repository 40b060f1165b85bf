package io.millrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.millrace.api.tracking.Lease;
import io.millrace.api.tracking.RunStart;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures that the manual shows; they lie in {@code target/pictures} afterwards. */
@Tag("full")
final class ConsolePicturesTest {
  private static final Path PICTURES = Path.of("target", "pictures");

  @TempDir private static Path directory;
  private static ConsoleReader reader;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(PICTURES);
    reader = ConsoleReader.start(directory);
  }

  @AfterAll
  static void stop() {
    reader.close();
  }

  @BeforeEach
  void visit() {
    visit(ColorScheme.LIGHT);
  }

  private static void visit(ColorScheme scheme) {
    reader.visit(new Browser.NewContextOptions().setViewportSize(1200, 760).setColorScheme(scheme));
  }

  private static void take(String name) throws IOException {
    byte[] picture =
        reader
            .page()
            .screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    assertThat(picture.length).isBetween(10_000, 400_000);
    reader.requireQuiet();
  }

  @Test
  void runs() throws IOException {
    reader.open("runs?pipeline=telco-churn");
    take("console-runs");
  }

  @Test
  void runInTheDark() throws IOException {
    visit(ColorScheme.DARK);
    reader.open("runs/" + ConsoleSeed.id(114));
    take("console-run-dark");
  }

  @Test
  void comparison() throws IOException {
    reader.open(
        "compare?run="
            + ConsoleSeed.id(114)
            + "&run="
            + ConsoleSeed.id(107)
            + "&run="
            + ConsoleSeed.id(56));
    take("console-compare");
  }

  @Test
  void aMetric() throws IOException {
    reader.open("metrics?pipeline=telco-churn&metric=quality.auc");
    take("console-metric");
  }

  @Test
  void model() throws IOException {
    reader.open("models/telco-churn");
    take("console-model");
  }

  @Test
  void promotion() throws IOException {
    reader.signIn();
    reader.open("models/telco-churn/move?do=promote&alias=champion&version=4");
    reader.page().fill("#why", "two points better on the newest customers, agreed on Monday");
    take("console-promote");
  }

  @Test
  void features() throws IOException {
    reader.open("features/customers?from=1&to=2");
    take("console-features");
  }

  @Test
  void lineage() throws IOException {
    reader.page().setViewportSize(1440, 720);
    reader.open("lineage?of=telco-churn:2");
    take("console-lineage");
    visit(ColorScheme.DARK);
    reader.open("lineage?of=telco-churn:2");
    take("console-lineage-dark");
  }

  @Test
  void aRunUnderWay() throws IOException {
    String run = "20260501-101500-1a2b";
    reader
        .home
        .records()
        .runs()
        .start(new RunStart(run, "telco-churn", Instant.now(), Map.of(), Map.of(), Map.of()));
    reader
        .home
        .records()
        .journal()
        .acquire(
            new Lease(
                run,
                InetAddress.getLocalHost().getHostName() + "-other",
                1,
                Instant.EPOCH,
                Instant.now().plusSeconds(600)),
            holder -> true);
    Path events = reader.home.runs().resolve(run).resolve("events.jsonl");
    Files.createDirectories(events.getParent());
    Files.writeString(events, LiveEvents.underWay(Instant.now()));
    reader.open("runs/" + run + "/live");
    take("console-live");
    visit(ColorScheme.DARK);
    reader.open("runs/" + run + "/live");
    take("console-live-dark");
  }
}
