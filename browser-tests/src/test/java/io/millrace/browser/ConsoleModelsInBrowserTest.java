package io.millrace.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving aliases, as a person does. */
@Tag("full")
final class ConsoleModelsInBrowserTest {
  @TempDir private Path directory;
  private ConsoleReader reader;
  private Page page;

  @BeforeEach
  void start() {
    reader = ConsoleReader.start(directory);
    page = reader.visit();
  }

  @AfterEach
  void stop() {
    try {
      reader.requireQuiet();
    } finally {
      reader.close();
    }
  }

  private int champion() {
    return requireNonNull(
        reader.home.records().models().aliases(ConsoleSeed.MODEL).get("champion"));
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void aPromotionTakesTheTokenAReasonAndAConfirmation() {
    reader.open("models/" + ConsoleSeed.MODEL);
    page.getByLabel("Promote version 4").click();
    page.getByLabel("alias").fill("champion");
    page.getByLabel("alias").press("Enter");
    assertThat(page.getByText("from version 2 to version 4")).isVisible();
    assertThat(button("Move champion")).hasCount(0);

    link("Sign in to move it").click();
    page.getByLabel("Token").fill("not it");
    button("Sign in").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not the token");
    reader.forgive();
    page.getByLabel("Token").fill(ConsoleReader.TOKEN);
    button("Sign in").click();

    assertThat(page.locator("h1")).hasText("Promote to champion");
    button("Move champion to version 4").click();
    // The browser itself asks for the reason.
    assertThat(page.locator("#why:invalid")).hasCount(1);
    assertThat(champion()).isEqualTo(2);
    page.getByLabel("Why?").fill("better, says everybody");
    button("Move champion to version 4").click();

    assertThat(page.getByRole(AriaRole.STATUS))
        .hasText("champion names version 4 now, before that version 2.");
    assertThat(champion()).isEqualTo(4);
    AliasMove move = reader.home.records().models().moves(ConsoleSeed.MODEL).get(0);
    assertThat(move.who()).isEqualTo("ada");
    assertThat(move.why()).isEqualTo("better, says everybody");
    assertThat(page.locator("#moves tbody tr").first()).containsText("better, says everybody");
  }

  @Test
  void aRollbackGoesBackToTheVersionBefore() {
    reader.signIn();
    reader.open("models/" + ConsoleSeed.MODEL);
    page.getByLabel("Roll back champion").click();
    assertThat(page.getByText("from version 2 to version 1")).isVisible();
    page.getByLabel("Why?").fill("complaints from the north");
    button("Move champion to version 1").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("champion names version 1 now");
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void whoIsSlowerMovesNothing() {
    reader.signIn();
    reader.open("models/" + ConsoleSeed.MODEL + "/move?do=promote&alias=champion&version=4");
    page.getByLabel("Why?").fill("I was first");
    reader
        .home
        .records()
        .models()
        .moveAlias(
            AliasChange.move(ConsoleSeed.MODEL, "champion", 3, "grace", "I was", Instant.now()));

    button("Move champion to version 4").click();

    assertThat(page.locator("h1")).hasText("Nothing was moved");
    reader.forgive();
    assertThat(champion()).isEqualTo(3);
  }

  @Test
  void whoSignsOutCanNoLongerMoveAnything() {
    reader.signIn();
    link("Signed in").click();
    button("Sign out").click();
    reader.open("models/" + ConsoleSeed.MODEL + "/move?do=promote&alias=champion&version=4");
    assertThat(link("Sign in to move it")).isVisible();
  }
}
