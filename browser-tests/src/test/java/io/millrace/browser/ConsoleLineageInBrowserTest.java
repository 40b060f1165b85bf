package io.millrace.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Feature tables, and from where to where everything leads. */
@Tag("full")
final class ConsoleLineageInBrowserTest extends ReadConsole {
  @Test
  void aModelLeadsToItsDataAndItsPredictions() {
    reader.open("models/" + ConsoleSeed.MODEL);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Lineage")).last().click();
    assertThat(page.locator("svg.lineage rect")).hasCount(9);
    assertThat(page.locator("svg.lineage a.start")).hasCount(1);
    assertThat(page.locator(".tree").first()).containsText("file:/data/lake/telco/churn.csv");

    page.getByLabel("Show").selectOption("down");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show")).click();
    assertThat(page.locator("svg.lineage rect")).hasCount(5);
    assertThat(page.locator(".tree").first()).containsText("churn-scores-1.parquet");

    page.getByLabel("Lineage of data file:/data/out/churn-scores-1.parquet").click();
    assertThat(page.locator("#of")).hasValue("data:file:/data/out/churn-scores-1.parquet");
    assertThat(page.locator("svg.lineage a.start title"))
        .hasText("data file:/data/out/churn-scores-1.parquet");
  }

  @Test
  void aBoxOfTheDrawingIsALink() {
    reader.open("lineage?of=" + ConsoleSeed.MODEL + ":2");
    page.locator("svg.lineage a.features").click();
    assertThat(page.locator("h1")).hasText("customers");
    assertThat(reader.path()).startsWith("/features/customers");
  }

  @Test
  void whoMistypesIsToldWhatWasMeant() {
    reader.open("lineage");
    page.getByLabel("Of", new Page.GetByLabelOptions().setExact(true)).fill("telco-chrn");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("telco-churn");
    reader.forgive();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("houses").setExact(true))
        .click();
    assertThat(page.locator("svg.lineage rect").count()).isGreaterThan(2);
  }

  @Test
  void twoVersionsOfAFeatureTableDiffer() {
    reader.open("features");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("customers")).click();
    page.getByLabel("From version").selectOption("0");
    page.getByLabel("To version").selectOption("2");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Compare")).click();

    assertThat(page.locator("tr.added")).hasCount(1);
    assertThat(page.locator("tr.added")).containsText("support_calls");
    assertThat(page.getByLabel("Figures of both")).containsText("+10");
  }
}
