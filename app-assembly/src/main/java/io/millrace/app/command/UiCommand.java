package io.millrace.app.command;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.app.command.GlobalOptions.LogLevel;
import io.millrace.console.WebConsole;
import io.millrace.console.http.HttpConsole;
import io.millrace.console.http.HttpSettings;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows runs, models and feature tables in a browser. */
@CommandLine.Command(
    description = {
      "Shows runs, models, feature tables and lineage as pages for a browser, until Ctrl-C.",
      "",
      "On this machine anybody may look; moving an alias takes the token, which is in the address"
          + " shown",
      "and new at each start, or what MILLRACE_UI_TOKEN holds (16 characters or more). With"
          + " another",
      "--host than 127.0.0.1 looking takes the token too; what is sent is not encrypted."
    },
    footer = {
      "  millrace ui --open",
      "  millrace ui --port 9000 --tracking jdbc:postgresql://db/runs",
      "  millrace ui --host 0.0.0.0"
    })
public final class UiCommand implements Command {
  private static final String TOKEN = "MILLRACE_UI_TOKEN";
  private static final int SHORTEST = 16;
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "8090, if not given; 0 for any that is free")
  private int port = 8090;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "127.0.0.1, if not given: nobody else reaches it")
  private String host = "127.0.0.1";

  @Option(names = "--open", description = "shows it in the browser")
  private boolean open;

  @Override
  public int run(CommandContext context) {
    check(context);
    String given = given(context);
    String token = given == null ? HttpSettings.randomToken() : given;
    try (HomeWorkspace workspace = new HomeWorkspace(context)) {
      HttpSettings settings =
          new HttpSettings(host, port, token, workspace.place(), e -> tell(e, context));
      CountDownLatch end = new CountDownLatch(1);
      try (HttpConsole console = WebConsole.start(settings, workspace);
          Interrupts ignored = Interrupts.ending(end::countDown)) {
        show(console, given == null ? token : null, settings.isLoopback(), context);
        await(end);
      }
    }
    return 0;
  }

  private void check(CommandContext context) {
    requireServer(context.loader());
    if (context.json()) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "a console has no result that could be one document; leave --output json out, and ask"
              + " its pages under /api for JSON");
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw Arguments.invalid("--port takes 0 to 65535, not " + port);
    }
  }

  /** The jar for spark-submit holds what jobs need, and no web server. */
  private static void requireServer(ClassLoader loader) {
    if (loader.getResource("io/undertow/Undertow.class") == null) {
      throw new MillraceException(
          StandardError.INVALID_CALL,
          "this jar holds no web server; take the launcher or millrace-all.jar for the console");
    }
  }

  private static @Nullable String given(CommandContext context) {
    String token = context.environment().getOrDefault(TOKEN, "").strip();
    if (!token.isEmpty() && token.length() < SHORTEST) {
      throw Arguments.invalid(
          TOKEN
              + " is shorter than "
              + SHORTEST
              + " characters; take a longer one, as 'openssl rand -hex 16' makes, or none for a new"
              + " one at each start");
    }
    return token.isEmpty() ? null : token;
  }

  private void show(
      HttpConsole console, @Nullable String token, boolean loopback, CommandContext context) {
    String address = console.address() + (token == null ? "" : "?token=" + token);
    context.console().print(address);
    if (!loopback) {
      context
          .console()
          .note(
              context.console().errStyle().warning("warning")
                  + ": other machines reach this console, and what is sent is not encrypted");
    }
    if (token == null) {
      context.console().note("sign in with what " + TOKEN + " holds; Ctrl-C ends the console");
    } else {
      context.console().note("Ctrl-C ends the console");
    }
    if (open) {
      openBrowser(address, context);
    }
  }

  /** A console without a browser is still one. */
  private static void openBrowser(String address, CommandContext context) {
    try {
      Browser.show(URI.create(address));
    } catch (MillraceException e) {
      context
          .console()
          .note(
              context.console().errStyle().warning("warning") + ": no browser can be started here");
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Throwable mishap, CommandContext context) {
    if (context.logLevel() == LogLevel.ERROR) {
      return;
    }
    context.console().note("console: " + MaskedErr.masked(mishap.toString()));
    if (context.logLevel() == LogLevel.DEBUG) {
      mishap.printStackTrace(context.console().err());
    }
  }
}
