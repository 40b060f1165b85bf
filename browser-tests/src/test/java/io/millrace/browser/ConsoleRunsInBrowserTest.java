package io.millrace.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Finding runs, laying them side by side, and a metric over time. */
@Tag("full")
final class ConsoleRunsInBrowserTest extends ReadConsole {
  @BeforeEach
  void openRuns() {
    reader.open("runs");
  }

  private Locator rows() {
    return page.locator("table.list tbody tr");
  }

  private void show() {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show").setExact(true))
        .click();
  }

  private List<Double> column(int index) {
    return rows().locator("td:nth-child(" + index + ")").allInnerTexts().stream()
        .filter(text -> !text.isBlank())
        .map(Double::valueOf)
        .toList();
  }

  @Test
  void aSearchFindsRunsByParamsTagsAndPipelines() {
    page.getByLabel("Search").fill("grace");
    show();
    assertThat(rows().first()).containsText("grace");
    assertThat(rows().filter(new Locator.FilterOptions().setHasText("ada"))).hasCount(0);

    page.getByLabel("Search").fill("");
    page.getByLabel("Pipeline").fill("fraud");
    page.getByLabel("Status").selectOption("failed");
    show();
    assertThat(page.getByText("No run is like that.")).isVisible();

    page.getByLabel("Status").selectOption("");
    show();
    assertThat(rows()).hasCount(9);
    assertThat(rows().locator("td:nth-child(3)").allInnerTexts()).containsOnly("fraud");
  }

  @Test
  void aColumnSortsBothWays() {
    page.getByLabel("Pipeline").fill(ConsoleSeed.MODEL);
    show();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("quality.auc").setExact(true))
        .click();
    Locator head = page.locator("th[aria-sort=descending]");
    assertThat(head).containsText("quality.auc");
    List<Double> falling = column(8);
    assertThat(falling).hasSizeGreaterThan(20).isSortedAccordingTo((a, b) -> Double.compare(b, a));

    head.getByRole(AriaRole.LINK).first().click();
    assertThat(page.locator("th[aria-sort=ascending]")).containsText("quality.auc");
    assertThat(column(8)).hasSizeGreaterThan(20).isSorted();
  }

  @Test
  void pagesFollowOneAnother() {
    String first = rows().first().innerText();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next")).click();
    assertThat(page.getByText("51 to 100 of ")).isVisible();
    assertThat(rows().first().innerText()).isNotEqualTo(first);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Before")).click();
    assertThat(rows().first()).containsText(first.strip().split("\\s")[0]);
  }

  @Test
  void runsAreLaidSideBySide() {
    page.getByLabel("Pipeline").fill(ConsoleSeed.MODEL);
    show();
    for (int number : new int[] {118, 116, 114}) {
      page.getByLabel("Select " + ConsoleSeed.id(number)).check();
    }
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Compare selected"))
        .click();

    assertThat(page.locator("#metrics thead th")).hasCount(4);
    assertThat(page.locator("#metrics .best").first()).isVisible();
    assertThat(page.locator("#params")).containsText("depth");
    int charts = page.locator("figure.chart").count();
    assertThat(charts).isPositive();
    assertThat(page.locator("figure.chart .canvas svg")).hasCount(charts);

    page.getByLabel("without it: " + ConsoleSeed.id(116)).click();
    assertThat(page.locator("#metrics thead th")).hasCount(3);
  }

  @Test
  void aMetricIsDrawnOverTime() {
    page.getByLabel("Pipeline").fill(ConsoleSeed.MODEL);
    show();
    page.getByLabel("chart of quality.auc over time").click();

    assertThat(page.locator("figure.chart .canvas svg")).isVisible();
    page.locator("figure.chart summary").click();
    assertThat(page.locator("figure.chart details table tbody tr").first()).isVisible();
    assertThat(page.locator("main > .scroll tbody tr").count()).isGreaterThan(90);
  }

  @Test
  void aRunTellsWhatItDidAndLeadsToItsReport() {
    reader.open("runs/" + ConsoleSeed.id(114));
    assertThat(page.locator("#stages svg.dag rect")).hasCount(7);
    assertThat(page.locator("#trials figure.chart .canvas svg")).isVisible();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Lineage")).last().click();
    assertThat(page.locator("#of")).hasValue("run:" + ConsoleSeed.id(114));
  }
}
