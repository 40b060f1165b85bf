package io.millrace.app;

import static java.util.Objects.requireNonNull;

import io.millrace.app.Verb.Group;
import io.millrace.app.command.Command;
import io.millrace.app.command.Console;
import io.millrace.app.command.GlobalOptions;
import io.millrace.app.text.Style;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help: an overview that teaches, and a page for each verb. */
final class HelpText {
  private static final int WIDTH = 100;

  private HelpText() {}

  /** What {@code millrace --help} shows; needs nothing of picocli, so it comes at once. */
  static void overview(Console console) {
    Style style = console.style();
    console.print(style.bold("millrace") + " - machine-learning pipelines from one YAML file");
    console.print("");
    console.print("Usage: millrace VERB [OPTIONS]     (millrace VERB --help explains a verb)");
    for (Group group : Group.values()) {
      List<Verb> verbs = Verbs.ALL.stream().filter(verb -> verb.group() == group).toList();
      if (!verbs.isEmpty()) {
        console.print("");
        console.print(style.bold(group.title()));
        console.print(list(verbs));
      }
    }
    console.print("");
    resource("help.txt").lines().map(line -> heading(line, style)).forEach(console::print);
  }

  /** What {@code millrace help WORD} shows; the exit code. */
  static int about(String word, Console console) {
    if (word.isEmpty()) {
      overview(console);
    } else if (!Verbs.secondWords(word).isEmpty()) {
      secondWords(word, console);
    } else {
      Verb verb = Verbs.of(word, "");
      verb(commandLine(verb, verb.command().get(), new GlobalOptions()), console);
    }
    return 0;
  }

  /** What can follow a verb's first word. */
  static void secondWords(String first, Console console) {
    console.print("Usage: millrace " + first + " " + String.join("|", Verbs.secondWords(first)));
    console.print("");
    console.print(list(Verbs.ALL.stream().filter(v -> v.name().startsWith(first + " ")).toList()));
  }

  /** The page of a verb. */
  static void verb(CommandLine line, Console console) {
    Ansi ansi = console.style() == Style.COLOUR ? Ansi.ON : Ansi.OFF;
    console.print(line.getUsageMessage(ansi).stripTrailing());
  }

  /** What picocli reads a verb's options with. */
  static CommandLine commandLine(Verb verb, Command command, GlobalOptions options) {
    CommandLine line = new CommandLine(command);
    CommandSpec spec = line.getCommandSpec();
    spec.name("millrace " + verb.name());
    spec.addMixin("global", CommandSpec.forAnnotatedObject(options));
    if (verb.isTracked()) {
      spec.addMixin("tracking", CommandSpec.forAnnotatedObject(options.tracking()));
    }
    if (verb.recordsRuns()) {
      spec.addMixin("openlineage", CommandSpec.forAnnotatedObject(options.openLineage()));
    }
    spec.usageMessage()
        .width(WIDTH)
        .sortOptions(false)
        .sortSynopsis(false)
        .abbreviateSynopsis(false)
        .optionListHeading("%nOptions:%n")
        .parameterListHeading("%n")
        .descriptionHeading("%n")
        .footerHeading("%nExamples:%n");
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOverwrittenOptionsAllowed(false);
    return line;
  }

  private static List<String> list(List<Verb> verbs) {
    int width = Verbs.ALL.stream().mapToInt(verb -> verb.name().length()).max().orElse(0);
    return verbs.stream()
        .map(
            verb ->
                "  " + verb.name() + " ".repeat(width - verb.name().length()) + "  " + verb.help())
        .toList();
  }

  private static String heading(String line, Style style) {
    return line.isEmpty() || line.startsWith(" ") ? line : style.bold(line);
  }

  private static String resource(String name) {
    try (InputStream in = HelpText.class.getResourceAsStream(name)) {
      return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
