package io.millrace.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page for who sees it in the dark, hears it, uses keys only, or means harm. */
@Tag("full")
final class ConsoleForEverybodyTest extends ReadConsole {
  static List<String> pages() {
    return List.of(
        "runs",
        "runs/" + ConsoleSeed.id(114),
        "runs/" + ConsoleSeed.id(102),
        "runs/" + ConsoleSeed.id(114) + "/live",
        "compare?run=" + ConsoleSeed.id(114) + "&run=" + ConsoleSeed.id(107),
        "metrics?pipeline=telco-churn&metric=quality.auc",
        "models",
        "models/" + ConsoleSeed.MODEL,
        "models/" + ConsoleSeed.MODEL + "/move?do=promote&alias=champion&version=4",
        "features",
        "features/customers?from=0&to=2",
        "lineage",
        "lineage?of=" + ConsoleSeed.MODEL + ":2",
        "login");
  }

  static List<String> evilPages() {
    String evil = encoded(ConsoleSeed.EVIL);
    String id = encoded(ConsoleSeed.EVIL_ID);
    return List.of(
        "runs?text=evil",
        "runs?text=" + evil,
        "runs?pipeline=" + evil + "&sort=" + evil,
        "runs/" + id,
        "runs/" + id + "/live",
        "runs/" + id + "/report",
        "compare?run=" + id + "&run=" + ConsoleSeed.id(114),
        "metrics?pipeline=" + evil + "&metric=quality." + evil,
        "lineage?of=run%3A" + id);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void axeFindsNothingInLightAndDark(String path) {
    reader.open(path);
    reader.requireAccessible();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aNarrowScreenScrollsTablesAndNotThePage(String path) {
    page = reader.visit(new Browser.NewContextOptions().setViewportSize(400, 800));
    reader.open(path);
    assertThat(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))
        .as(path)
        .isIn(0, -1);
  }

  @ParameterizedTest
  @MethodSource("evilPages")
  void namesThatAreHtmlAreShownAndNeverRun(String path) {
    reader.open(path);
    assertThat(page.locator("img")).hasCount(0);
    assertThat(page.locator("body")).containsText("alert(");
    reader.requireQuiet();
  }

  @Test
  void aRefusalQuotesHtmlAsText() {
    String evil = encoded(ConsoleSeed.EVIL);
    for (String path : List.of("models/" + evil, "features/" + evil, "lineage?of=" + evil, evil)) {
      reader.open(path);
      assertThat(page.locator("img")).hasCount(0);
    }
    // The browser's own words on pages that are not there.
    reader.forgive();
  }

  @Test
  void keysAloneLeadFromTheListToAConfirmedMove() {
    reader.signIn();
    reader.open("runs");
    page.keyboard().press("Tab");
    assertThat(page.locator(":focus")).hasText("Skip to the content");
    tabTo("Models");
    page.keyboard().press("Enter");
    page.waitForURL("**/models");
    tabTo(ConsoleSeed.MODEL);
    page.keyboard().press("Enter");
    page.waitForURL("**/models/" + ConsoleSeed.MODEL);
    tabToLabel("Roll back champion");
    page.keyboard().press("Enter");
    assertThat(page.locator(":focus")).hasAttribute("id", "why");
    page.keyboard().type("by keys alone");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.STATUS))
        .containsText("champion names version 1 now");
  }

  @Test
  void keysAloneSelectRunsAndCompareThem() {
    reader.open("runs?pipeline=" + ConsoleSeed.MODEL);
    tabToLabel("Select " + ConsoleSeed.id(118));
    page.keyboard().press("Space");
    tabToLabel("Select " + ConsoleSeed.id(117));
    page.keyboard().press("Space");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Runs compared");
    assertThat(page.locator("#metrics thead th")).hasCount(3);
  }

  private void tabTo(String text) {
    tabUntil("text => (document.activeElement.textContent || '').trim() === text", text);
  }

  private void tabToLabel(String label) {
    tabUntil("text => document.activeElement.getAttribute('aria-label') === text", label);
  }

  private void tabUntil(String condition, String text) {
    for (int i = 0; i < 150; i++) {
      page.keyboard().press("Tab");
      if ((Boolean) page.evaluate(condition, text)) {
        assertThat(
                (Boolean)
                    page.evaluate(
                        "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
            .as("who uses keys sees where '%s' is", text)
            .isTrue();
        return;
      }
    }
    throw new AssertionError("keys do not lead to '" + text + "' on " + reader.path());
  }
}
