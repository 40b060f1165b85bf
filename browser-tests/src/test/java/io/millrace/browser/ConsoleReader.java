package io.millrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.millrace.console.WebConsole;
import io.millrace.console.http.HttpConsole;
import io.millrace.console.http.HttpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The console over a seeded home, and a browser that looks at it and notes what is amiss. */
final class ConsoleReader implements AutoCloseable {
  static final String TOKEN = "the token of these tests";

  final ConsoleHome home;
  private final List<String> mishaps = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> strangers = new CopyOnWriteArrayList<>();
  private final HttpConsole console;
  private final Chromium chromium;
  private BrowserContext context;
  private Page page;

  private ConsoleReader(Path directory) {
    home = new ConsoleHome(directory);
    ConsoleSeed.fill(home);
    console =
        WebConsole.start(
            new HttpSettings(
                "127.0.0.1", 0, TOKEN, "memory", mishap -> mishaps.add(mishap.toString())),
            home);
    chromium = Chromium.start();
    context = chromium.browser().newContext();
    page = context.newPage();
  }

  static ConsoleReader start(Path directory) {
    return new ConsoleReader(directory);
  }

  /** A new visitor's page. */
  Page visit() {
    return visit(new Browser.NewContextOptions().setViewportSize(1280, 900));
  }

  Page visit(Browser.NewContextOptions how) {
    context.close();
    complaints.clear();
    context = chromium.browser().newContext(how);
    context.onRequest(
        request -> {
          if (!request.url().startsWith(console.address()) && !request.url().startsWith("data:")) {
            strangers.add(request.url());
          }
        });
    page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    return page;
  }

  /** Opens an address of the console, as {@code runs?text=x}. */
  Page open(String path) {
    page.navigate(console.address() + path);
    return page;
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** The page's address without the server. */
  String path() {
    return page.url().substring(console.address().length() - 1);
  }

  /** Signs in by the link that the terminal shows. */
  void signIn() {
    open("?token=" + TOKEN.replace(" ", "%20"));
  }

  /** What axe finds in the page as it is now, by colours. */
  void requireAccessible() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      AxeResults found = new AxeBuilder(page).analyze();
      assertThat(found.getPasses()).extracting(Rule::getId).contains("color-contrast");
      assertThat(found.getViolations())
          .as("%s in %s", path(), scheme)
          .extracting(rule -> rule.getId() + ": " + rule.getNodes())
          .isEmpty();
    }
  }

  /**
   * Nothing that a page said of itself, no request to another machine, no failure of the server.
   */
  void requireQuiet() {
    assertThat(complaints).isEmpty();
    assertThat(strangers).isEmpty();
    assertThat(mishaps).isEmpty();
  }

  /** Forgets what was said so far: a refusal that a test provokes is a message too. */
  void forgive() {
    complaints.clear();
  }

  @Override
  public void close() {
    context.close();
    chromium.close();
    console.close();
  }
}
